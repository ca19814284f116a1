CREATE TABLE `drift` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`accommodation_id` integer NOT NULL,
	`rate_type_id` integer NOT NULL,
	`from_day` integer NOT NULL,
	`to_day` integer NOT NULL,
	`ours_json` text,
	`theirs_json` text,
	`found_at` integer NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	`ended_at` integer,
	`accepted_by_id` text,
	`accepted_by_name` text,
	CONSTRAINT "drift_state" CHECK("drift"."state" IN ('open', 'accepted', 'closed')),
	CONSTRAINT "drift_range" CHECK("drift"."from_day" <= "drift"."to_day"),
	CONSTRAINT "drift_ended" CHECK(("drift"."state" = 'open') = ("drift"."ended_at" IS NULL))
);
--> statement-breakpoint
CREATE INDEX `drift_open` ON `drift` (`org_id`,`supplier_id`,`state`,`id`);--> statement-breakpoint
CREATE TABLE `drift_stock` (
	`org_id` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`accommodation_id` integer NOT NULL,
	`runs_json` text NOT NULL,
	PRIMARY KEY(`org_id`, `supplier_id`, `accommodation_id`)
);
--> statement-breakpoint
CREATE TABLE `drift_watch` (
	`org_id` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`version` integer NOT NULL,
	`seen` integer NOT NULL,
	`recent_at` integer,
	`full_at` integer,
	PRIMARY KEY(`org_id`, `supplier_id`)
);
--> statement-breakpoint
ALTER TABLE `mirror_part` ADD `first_as_of` integer;