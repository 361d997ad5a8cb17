ALTER TABLE `tasks` ADD `step_started_at` integer;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `claimed_until` integer DEFAULT 0 NOT NULL;