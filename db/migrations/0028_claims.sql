ALTER TABLE `slack_messages` ADD `claim` text;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `claim` text;