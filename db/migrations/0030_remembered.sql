CREATE TABLE `run_findings` (
	`run_id` text NOT NULL,
	`kind` text NOT NULL,
	`step` text DEFAULT '' NOT NULL,
	`data` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`run_id`, `kind`, `step`)
);
--> statement-breakpoint
ALTER TABLE `decisions` ADD `replayed_by` text;--> statement-breakpoint
ALTER TABLE `tasks` ADD `asked_again_from` integer;--> statement-breakpoint
ALTER TABLE `tasks` ADD `check_failed_at` integer;--> statement-breakpoint
ALTER TABLE `tasks` ADD `stale_told_at` integer;--> statement-breakpoint
INSERT INTO run_findings (run_id, kind, step, data, at)
  SELECT run_id, verb, CASE WHEN json_valid(data) THEN coalesce(json_extract(data, '$.step'), '') ELSE '' END,
    CASE WHEN json_valid(data) THEN data ELSE '{}' END, at
  FROM audit_events WHERE verb IN ('run.data_lost', 'run.snapshot_large', 'run.snapshot_too_large') AND run_id IS NOT NULL
  ORDER BY seq
  ON CONFLICT DO NOTHING;--> statement-breakpoint
UPDATE decisions SET replayed_by = (
  SELECT o.id FROM outbox o WHERE o.run_id = decisions.run_id AND o.kind = 'rebuild' AND o.state <> 'done'
    AND EXISTS (SELECT 1 FROM audit_events WHERE key = 'decision.replayed:' || o.id || ':' || decisions.task_id))
  WHERE run_id IN (SELECT run_id FROM outbox WHERE kind = 'rebuild' AND state <> 'done');--> statement-breakpoint
UPDATE tasks SET asked_again_from = suspended_at
  WHERE EXISTS (SELECT 1 FROM audit_events WHERE key = 'task.asked_again:' || tasks.id || ':' || tasks.suspended_at);--> statement-breakpoint
UPDATE tasks SET
  stale_told_at = (SELECT at FROM audit_events WHERE key = 'task.stale:' || tasks.id),
  check_failed_at = (SELECT at FROM audit_events WHERE key = 'check.failed:' || tasks.id)
  WHERE state = 'open';
