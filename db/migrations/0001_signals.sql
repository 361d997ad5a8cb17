CREATE TABLE `signals` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`key` text NOT NULL,
	`data` text,
	`state` text DEFAULT 'kept' NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text NOT NULL,
	`actor_name` text NOT NULL,
	`channel` text NOT NULL,
	`created_at` integer NOT NULL,
	`settled_at` integer
);
--> statement-breakpoint
CREATE INDEX `signals_kept` ON `signals` (`name`,`key`,`created_at`) WHERE state = 'kept';--> statement-breakpoint
CREATE INDEX `signals_age` ON `signals` (`state`,`created_at`);--> statement-breakpoint
ALTER TABLE `tasks` ADD `signal_name` text;--> statement-breakpoint
ALTER TABLE `tasks` ADD `signal_key` text;--> statement-breakpoint
ALTER TABLE `tasks` ADD `check_at` integer;--> statement-breakpoint
CREATE INDEX `tasks_signal` ON `tasks` (`signal_name`,`signal_key`) WHERE state = 'open' and kind = 'event';--> statement-breakpoint
CREATE INDEX `tasks_check` ON `tasks` (`check_at`) WHERE state = 'open' and kind = 'check';