-- SQLite deletes the row that a REPLACE takes the place of without asking the triggers on deletion.
CREATE TRIGGER `audit_head_not_replaced` BEFORE INSERT ON `audit_head`
WHEN EXISTS (SELECT 1 FROM `audit_head` WHERE `org_id` = NEW.`org_id`)
BEGIN
  SELECT RAISE(ABORT, 'the audit chain has one head');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_entry_place_is_free` BEFORE UPDATE ON `audit_entry`
WHEN EXISTS (SELECT 1 FROM `audit_entry`
  WHERE `org_id` = NEW.`org_id` AND `seq` = NEW.`seq` AND `id` <> OLD.`id`)
BEGIN
  SELECT RAISE(ABORT, 'the place in the audit chain is taken');
END;
