CREATE TABLE `slack_messages` (
	`channel` text NOT NULL,
	`ts` text NOT NULL,
	`kind` text NOT NULL,
	`task_id` text NOT NULL,
	`user_id` text NOT NULL,
	`sent_at` integer NOT NULL,
	`due_at` integer,
	`claimed_until` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`locked_at` integer,
	`note` text,
	PRIMARY KEY(`channel`, `ts`)
);
--> statement-breakpoint
CREATE INDEX `slack_messages_task` ON `slack_messages` (`task_id`);--> statement-breakpoint
CREATE INDEX `slack_messages_due` ON `slack_messages` (`due_at`) WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX `slack_messages_locked` ON `slack_messages` (`locked_at`) WHERE locked_at is not null;