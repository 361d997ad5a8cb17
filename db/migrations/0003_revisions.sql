ALTER TABLE `decisions` ADD `revised_at` integer;--> statement-breakpoint
ALTER TABLE `runs` ADD `revision` integer DEFAULT 0 NOT NULL;