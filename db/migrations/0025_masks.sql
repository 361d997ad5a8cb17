ALTER TABLE `runs` ADD `schemas` text;--> statement-breakpoint
ALTER TABLE `tasks` ADD `earlier_schemas` text;