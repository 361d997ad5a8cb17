CREATE INDEX `rate_limits_last` ON `rate_limits` (`last_request`);--> statement-breakpoint
CREATE INDEX `sessions_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE INDEX `verifications_expiry` ON `verifications` (`expires_at`);--> statement-breakpoint
CREATE INDEX `signals_settled` ON `signals` (`settled_at`) WHERE state <> 'kept';--> statement-breakpoint
CREATE INDEX `tasks_without_due` ON `tasks` (`created_at`,`id`) WHERE state = 'open' and due_at is null;--> statement-breakpoint
CREATE INDEX `past_questions_age` ON `past_questions` (`replaced_at`);--> statement-breakpoint
CREATE INDEX `link_codes_expiry` ON `link_codes` (`expires_at`);--> statement-breakpoint
CREATE INDEX `link_uses_age` ON `link_uses` (`used_at`);