CREATE TABLE `sweep_faults` (
	`id` text PRIMARY KEY NOT NULL,
	`part` text NOT NULL,
	`run_id` text,
	`task_id` text,
	`message` text NOT NULL,
	`times` integer DEFAULT 1 NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sweep_faults_first` ON `sweep_faults` (`first_at`,`id`);