CREATE TABLE `undone_decisions` (
	`id` text PRIMARY KEY NOT NULL,
	`task_id` text NOT NULL,
	`run_id` text NOT NULL,
	`outcome` text NOT NULL,
	`resume_data` text,
	`comment` text,
	`actor_kind` text NOT NULL,
	`actor_id` text NOT NULL,
	`actor_name` text NOT NULL,
	`channel` text NOT NULL,
	`payload_digest` text NOT NULL,
	`created_at` integer NOT NULL,
	`undone_at` integer NOT NULL,
	FOREIGN KEY (`task_id`) REFERENCES `tasks`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `undone_decisions_task` ON `undone_decisions` (`task_id`);--> statement-breakpoint
ALTER TABLE `decisions` ADD `undo_until` integer;--> statement-breakpoint
ALTER TABLE `decisions` ADD `undo_closed_at` integer;