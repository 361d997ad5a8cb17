CREATE TABLE `past_questions` (
	`task_id` text NOT NULL,
	`payload_digest` text NOT NULL,
	`payload` text,
	`payload_schema` text,
	`resume_schema` text,
	`outcomes` text NOT NULL,
	`reason_field` text,
	`replaced_at` integer NOT NULL,
	PRIMARY KEY(`task_id`, `payload_digest`)
);
--> statement-breakpoint
CREATE TABLE `refused_posts` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`form` text NOT NULL,
	`post` text NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `refused_posts_form` ON `refused_posts` (`user_id`,`form`);--> statement-breakpoint
CREATE INDEX `refused_posts_expiry` ON `refused_posts` (`expires_at`);