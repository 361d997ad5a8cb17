CREATE TABLE `agent_calls` (
	`id` text PRIMARY KEY NOT NULL,
	`run_id` text NOT NULL,
	`step_id` text NOT NULL,
	`state` text NOT NULL,
	`question` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `agent_calls_run` ON `agent_calls` (`run_id`,`step_id`,`created_at`);