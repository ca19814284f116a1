-- An entry is written once, chained once, and never changed or removed.
CREATE TRIGGER `audit_entry_only_chained` BEFORE UPDATE ON `audit_entry`
WHEN OLD.`hash` IS NOT NULL OR NEW.`hash` IS NULL OR NEW.`seq` IS NULL
  OR NEW.`id` IS NOT OLD.`id` OR NEW.`org_id` IS NOT OLD.`org_id` OR NEW.`at` IS NOT OLD.`at`
  OR NEW.`actor_kind` IS NOT OLD.`actor_kind` OR NEW.`actor_id` IS NOT OLD.`actor_id`
  OR NEW.`actor_name` IS NOT OLD.`actor_name` OR NEW.`address` IS NOT OLD.`address`
  OR NEW.`request_id` IS NOT OLD.`request_id` OR NEW.`action` IS NOT OLD.`action`
  OR NEW.`supplier_id` IS NOT OLD.`supplier_id` OR NEW.`target` IS NOT OLD.`target`
  OR NEW.`before_json` IS NOT OLD.`before_json` OR NEW.`after_json` IS NOT OLD.`after_json`
BEGIN
  SELECT RAISE(ABORT, 'an audit entry does not change');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_entry_stays` BEFORE DELETE ON `audit_entry`
BEGIN
  SELECT RAISE(ABORT, 'an audit entry is not removed');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_head_advances` BEFORE UPDATE ON `audit_head`
WHEN NEW.`seq` <= OLD.`seq` OR NEW.`org_id` IS NOT OLD.`org_id`
BEGIN
  SELECT RAISE(ABORT, 'the audit chain only grows');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_head_stays` BEFORE DELETE ON `audit_head`
BEGIN
  SELECT RAISE(ABORT, 'the audit chain is not cut');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_entry_not_replaced` BEFORE INSERT ON `audit_entry`
WHEN NEW.`seq` IS NOT NULL OR NEW.`hash` IS NOT NULL
  OR EXISTS (SELECT 1 FROM `audit_entry` WHERE `id` = NEW.`id`)
BEGIN
  SELECT RAISE(ABORT, 'an audit entry is new and not chained yet');
END;
