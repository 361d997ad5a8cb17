CREATE TABLE `audit_seals` (
	`seq` integer PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`sealed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sweeps` (
	`id` text PRIMARY KEY NOT NULL,
	`process` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`result` text,
	`error` text
);
--> statement-breakpoint
CREATE INDEX `sweeps_started` ON `sweeps` (`started_at`);--> statement-breakpoint
ALTER TABLE `outbox` ADD `data` text;--> statement-breakpoint
ALTER TABLE `runs` ADD `snapshot_error` text;--> statement-breakpoint
ALTER TABLE `runs` ADD `adopted_at` integer;--> statement-breakpoint
ALTER TABLE `tasks` ADD `remind_at` integer;--> statement-breakpoint
ALTER TABLE `tasks` ADD `escalate_at` integer;--> statement-breakpoint
CREATE INDEX `tasks_remind` ON `tasks` (`remind_at`) WHERE state = 'open' and remind_at is not null;--> statement-breakpoint
CREATE INDEX `tasks_escalate` ON `tasks` (`escalate_at`) WHERE state = 'open' and escalate_at is not null;