CREATE TABLE `alert` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`kind` text NOT NULL,
	`severity` text NOT NULL,
	`ref_id` text,
	`count` integer DEFAULT 1 NOT NULL,
	`first_seen_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`mailed_at` integer,
	`acknowledged_at` integer,
	`acknowledged_by_id` text,
	`acknowledged_by_name` text,
	CONSTRAINT "alert_severity" CHECK("alert"."severity" IN ('high', 'normal')),
	CONSTRAINT "alert_count" CHECK("alert"."count" >= 1)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alert_open` ON `alert` (`org_id`,`supplier_id`,`kind`) WHERE acknowledged_at IS NULL;--> statement-breakpoint
CREATE INDEX `alert_latest` ON `alert` (`org_id`,`last_seen_at`);