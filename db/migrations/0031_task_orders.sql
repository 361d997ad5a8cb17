DROP INDEX `task_candidates_inbox`;--> statement-breakpoint
ALTER TABLE `task_candidates` ADD `due_order` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `task_candidates` ADD `priority_order` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `task_candidates` ADD `created_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `task_candidates` ADD `closed_at` integer;--> statement-breakpoint
UPDATE `task_candidates` SET (`due_order`, `priority_order`, `created_at`, `closed_at`) = (
  SELECT case when due_at is null then 8640000000000000 else due_at end,
    case priority when 'urgent' then 0 when 'high' then 100000000000000 when 'normal' then 200000000000000 else 300000000000000 end + tasks.created_at,
    tasks.created_at, tasks.closed_at
  FROM `tasks` WHERE tasks.id = task_candidates.task_id);--> statement-breakpoint
CREATE INDEX `task_candidates_due` ON `task_candidates` (`principal`,`due_order`,`task_id`) WHERE open = 1;--> statement-breakpoint
CREATE INDEX `task_candidates_priority` ON `task_candidates` (`principal`,`priority_order`,`task_id`) WHERE open = 1;--> statement-breakpoint
CREATE INDEX `task_candidates_created` ON `task_candidates` (`principal`,`created_at`,`task_id`) WHERE open = 1;--> statement-breakpoint
CREATE INDEX `task_candidates_closed` ON `task_candidates` (`principal`,(case when closed_at is null then created_at else closed_at end),`task_id`) WHERE open = 0;--> statement-breakpoint
CREATE INDEX `task_candidates_hidden` ON `task_candidates` (`principal`,`task_id`) WHERE open = 0 and closed_at is null;--> statement-breakpoint
CREATE INDEX `tasks_open_by_due` ON `tasks` ((case when due_at is null then 8640000000000000 else due_at end),`id`) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX `tasks_open_by_priority` ON `tasks` ((case priority when 'urgent' then 0 when 'high' then 100000000000000 when 'normal' then 200000000000000 when 'low' then 300000000000000 end + created_at),`id`) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX `tasks_closed` ON `tasks` ((case when closed_at is null then created_at else closed_at end),`id`) WHERE state <> 'open';--> statement-breakpoint
CREATE INDEX `tasks_requester_open` ON `tasks` (`requester_id`,`created_at`,`id`) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX `tasks_requester_closed` ON `tasks` (`requester_id`,(case when closed_at is null then created_at else closed_at end),`id`) WHERE state <> 'open';