CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`notification_id` text NOT NULL,
	`kind` text NOT NULL,
	`user_id` text NOT NULL,
	`channel` text NOT NULL,
	`run_id` text,
	`task_id` text,
	`data` text,
	`state` text DEFAULT 'pending' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` integer NOT NULL,
	`note` text,
	`created_at` integer NOT NULL,
	`settled_at` integer
);
--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`state`,`due_at`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_flood` ON `deliveries` (`user_id`,`run_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `deliveries_log` ON `deliveries` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_state` ON `deliveries` (`state`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `notification_cursor` (
	`id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `notification_preferences` (
	`user_id` text NOT NULL,
	`kind` text NOT NULL,
	`channels` text NOT NULL,
	PRIMARY KEY(`user_id`, `kind`)
);
--> statement-breakpoint
CREATE TABLE `notifications` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`run_id` text,
	`task_id` text,
	`principals` text,
	`data` text,
	`created_at` integer NOT NULL,
	`expanded_at` integer
);
--> statement-breakpoint
CREATE INDEX `notifications_due` ON `notifications` (`expanded_at`,`created_at`);--> statement-breakpoint
INSERT INTO `notification_cursor` SELECT 'audit', coalesce(max(seq), 0) FROM `audit_events`;
