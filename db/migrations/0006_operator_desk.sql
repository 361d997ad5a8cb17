ALTER TABLE `runs` ADD `attempt` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `runs_unreadable` ON `runs` (`updated_at`,`id`) WHERE snapshot_error is not null;--> statement-breakpoint
CREATE INDEX `runs_size` ON `runs` (`snapshot_size`,`id`) WHERE status in ('running', 'waiting', 'suspended');--> statement-breakpoint
CREATE INDEX `tasks_due` ON `tasks` (`due_at`,`id`) WHERE state = 'open' and due_at is not null;