CREATE TABLE `idempotency_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`request` text NOT NULL,
	`changed` integer DEFAULT false NOT NULL,
	`status` integer,
	`type` text,
	`location` text,
	`body` text,
	`begun_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_begun` ON `idempotency_keys` (`begun_at`);