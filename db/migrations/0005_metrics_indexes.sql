CREATE INDEX `run_leases_expiry` ON `run_leases` (`expires_at`);--> statement-breakpoint
CREATE INDEX `tasks_open_kinds` ON `tasks` (`kind`,`priority`) WHERE state = 'open';