ALTER TABLE `outbox` ADD `seq` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE `outbox` SET `seq` = (SELECT count(*) FROM `outbox` o WHERE o.run_id = `outbox`.run_id AND (o.created_at, o.id) <= (`outbox`.created_at, `outbox`.id));--> statement-breakpoint
CREATE TRIGGER `outbox_seq` AFTER INSERT ON `outbox` BEGIN UPDATE `outbox` SET `seq` = (SELECT max(seq) + 1 FROM `outbox` WHERE run_id = NEW.run_id) WHERE id = NEW.id; END;
