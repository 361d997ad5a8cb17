CREATE TABLE `link_codes` (
	`id` text PRIMARY KEY NOT NULL,
	`task_id` text NOT NULL,
	`user_id` text NOT NULL,
	`nonce` text NOT NULL,
	`tries` integer NOT NULL,
	`sent` integer NOT NULL,
	`sent_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
