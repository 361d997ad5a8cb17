CREATE INDEX `audit_events_at` ON `audit_events` (`at`);--> statement-breakpoint
CREATE INDEX `audit_events_actor` ON `audit_events` (`actor_id`,`at`);--> statement-breakpoint
CREATE INDEX `audit_events_verb` ON `audit_events` (`verb`,`at`);--> statement-breakpoint
CREATE INDEX `audit_events_channel` ON `audit_events` (`channel`,`at`);
--> statement-breakpoint
CREATE TRIGGER `audit_events_append` BEFORE INSERT ON `audit_events` WHEN NEW.seq > 0 AND NEW.seq <= (SELECT max(seq) FROM `audit_events`) BEGIN SELECT raise(ABORT, 'the audit log only grows at its end'); END;--> statement-breakpoint
CREATE TRIGGER `audit_events_update` BEFORE UPDATE ON `audit_events` BEGIN SELECT raise(ABORT, 'the audit log is never changed'); END;--> statement-breakpoint
CREATE TRIGGER `audit_events_delete` BEFORE DELETE ON `audit_events` BEGIN SELECT raise(ABORT, 'the audit log is never shortened'); END;--> statement-breakpoint
CREATE TRIGGER `audit_seals_append` BEFORE INSERT ON `audit_seals` WHEN NEW.seq <= (SELECT max(seq) FROM `audit_seals`) BEGIN SELECT raise(ABORT, 'the audit log only grows at its end'); END;--> statement-breakpoint
CREATE TRIGGER `audit_seals_update` BEFORE UPDATE ON `audit_seals` BEGIN SELECT raise(ABORT, 'the audit log is never changed'); END;--> statement-breakpoint
CREATE TRIGGER `audit_seals_delete` BEFORE DELETE ON `audit_seals` BEGIN SELECT raise(ABORT, 'the audit log is never shortened'); END;
