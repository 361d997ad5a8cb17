ALTER TABLE `decisions` ADD `answered_outside_at` integer;--> statement-breakpoint
UPDATE `outbox` SET `data` = '{"given":true}' WHERE `kind` = 'resume' AND `state` <> 'done';
