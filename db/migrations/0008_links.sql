CREATE TABLE `link_switches` (
	`scope` text PRIMARY KEY NOT NULL,
	`off_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `link_uses` (
	`id` text PRIMARY KEY NOT NULL,
	`task_id` text NOT NULL,
	`user_id` text NOT NULL,
	`outcome` text NOT NULL,
	`used_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `link_uses_task` ON `link_uses` (`task_id`);