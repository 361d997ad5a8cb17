ALTER TABLE `runs` ADD `snapshot_pruned_at` integer;--> statement-breakpoint
CREATE INDEX `runs_prunable` ON `runs` (`finished_at`) WHERE snapshot_size is not null and finished_at is not null;