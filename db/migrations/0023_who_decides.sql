ALTER TABLE `runs` ADD `hanging_since` integer;--> statement-breakpoint
CREATE INDEX `runs_hanging` ON `runs` (`hanging_since`,`id`) WHERE hanging_since is not null;--> statement-breakpoint
ALTER TABLE `tasks` ADD `stand_ins` text;--> statement-breakpoint
ALTER TABLE `tasks` ADD `asked_before` text;--> statement-breakpoint
CREATE INDEX `tasks_stand_ins` ON `tasks` (`created_at`,`id`) WHERE state = 'open' and stand_ins is not null;--> statement-breakpoint
CREATE INDEX `tasks_asked_before` ON `tasks` (`created_at`,`id`) WHERE state = 'open' and asked_before is not null;