CREATE TABLE `allowed_origin` (
	`org_id` text NOT NULL,
	`origin` text NOT NULL,
	PRIMARY KEY(`org_id`, `origin`),
	FOREIGN KEY (`org_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `allowed_origin_name` ON `allowed_origin` (`origin`);--> statement-breakpoint
CREATE TABLE `invitation` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`token_sha256` text NOT NULL,
	`invited_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`accepted_at` integer,
	`cancelled_at` integer,
	FOREIGN KEY (`org_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "invitation_role" CHECK("invitation"."role" IN ('owner', 'manager', 'reception', 'viewer'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitation_token_sha256_unique` ON `invitation` (`token_sha256`);--> statement-breakpoint
CREATE INDEX `invitation_org` ON `invitation` (`org_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `invitation_open` ON `invitation` (`org_id`,`email`) WHERE accepted_at IS NULL AND cancelled_at IS NULL;--> statement-breakpoint
CREATE TABLE `rate_limit` (
	`key` text PRIMARY KEY NOT NULL,
	`points` integer NOT NULL,
	`expire` integer
);
--> statement-breakpoint
CREATE INDEX `rate_limit_expire` ON `rate_limit` (`expire`);--> statement-breakpoint
CREATE TABLE `two_factor` (
	`id` text PRIMARY KEY NOT NULL,
	`secret` text NOT NULL,
	`backup_codes` text NOT NULL,
	`user_id` text NOT NULL,
	`verified` integer DEFAULT true,
	`failed_verification_count` integer DEFAULT 0,
	`locked_until` integer,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `two_factor_user` ON `two_factor` (`user_id`);--> statement-breakpoint
CREATE TABLE `audit_entry` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`at` integer NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text NOT NULL,
	`actor_name` text NOT NULL,
	`address` text,
	`request_id` text NOT NULL,
	`action` text NOT NULL,
	`supplier_id` integer,
	`target` text,
	`before_json` text,
	`after_json` text,
	`seq` integer,
	`hash` text,
	CONSTRAINT "audit_entry_actor" CHECK("audit_entry"."actor_kind" IN ('user', 'apiKey', 'job', 'webhook', 'ai', 'operator'))
);
--> statement-breakpoint
CREATE INDEX `audit_entry_org` ON `audit_entry` (`org_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `audit_entry_chain` ON `audit_entry` (`org_id`,`seq`);--> statement-breakpoint
CREATE TABLE `audit_head` (
	`org_id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `guest_erasure` (
	`org_id` text NOT NULL,
	`booking_hash` text NOT NULL,
	`erased_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `booking_hash`)
);
--> statement-breakpoint
CREATE TABLE `accommodation_setting` (
	`org_id` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`accommodation_id` integer NOT NULL,
	`floor_cents` integer,
	`ceiling_cents` integer,
	`reference_guests` integer,
	`variable_cost_cents` integer,
	`turnover_cost_cents` integer,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `supplier_id`, `accommodation_id`),
	FOREIGN KEY (`org_id`,`supplier_id`) REFERENCES `supplier`(`org_id`,`supplier_id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "accommodation_setting_bounds" CHECK("accommodation_setting"."floor_cents" > 0 AND "accommodation_setting"."ceiling_cents" > 0 AND "accommodation_setting"."floor_cents" <= "accommodation_setting"."ceiling_cents"),
	CONSTRAINT "accommodation_setting_reference" CHECK("accommodation_setting"."reference_guests" > 0),
	CONSTRAINT "accommodation_setting_costs" CHECK("accommodation_setting"."variable_cost_cents" >= 0 AND "accommodation_setting"."turnover_cost_cents" >= 0)
);
--> statement-breakpoint
CREATE TABLE `supplier_setting` (
	`org_id` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`default_arrival_allowed` integer NOT NULL,
	`default_departure_allowed` integer NOT NULL,
	`weekend_nights_json` text NOT NULL,
	`school_zones_json` text NOT NULL,
	`holiday_region` text NOT NULL,
	`vat_rate_basis_points` integer,
	`commissions_json` text NOT NULL,
	`retention_months` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `supplier_id`),
	FOREIGN KEY (`org_id`,`supplier_id`) REFERENCES `supplier`(`org_id`,`supplier_id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "supplier_setting_region" CHECK("supplier_setting"."holiday_region" IN ('metropole', 'alsace_moselle', 'guadeloupe', 'martinique', 'guyane', 'reunion', 'mayotte', 'saint_martin', 'saint_barthelemy')),
	CONSTRAINT "supplier_setting_vat" CHECK("supplier_setting"."vat_rate_basis_points" BETWEEN 0 AND 10000),
	CONSTRAINT "supplier_setting_retention" CHECK("supplier_setting"."retention_months" BETWEEN 1 AND 120)
);
--> statement-breakpoint
ALTER TABLE `api_key` ADD `scopes_json` text DEFAULT '["read","rates:write","bookings:write"]' NOT NULL;--> statement-breakpoint
ALTER TABLE `api_key` ADD `supplier_ids_json` text;--> statement-breakpoint
ALTER TABLE `api_key` ADD `created_by` text;--> statement-breakpoint
ALTER TABLE `api_key` ADD `expires_at` integer;--> statement-breakpoint
ALTER TABLE `organization` ADD `erasure_key_jwe` text;--> statement-breakpoint
ALTER TABLE `organization` ADD `erasure_key_kid` text;--> statement-breakpoint
ALTER TABLE `session` ADD `active_organization_id` text;--> statement-breakpoint
ALTER TABLE `user` ADD `two_factor_enabled` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `user` ADD `platform_admin` integer DEFAULT false NOT NULL;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_member` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "member_role" CHECK("__new_member"."role" IN ('owner', 'manager', 'reception', 'viewer'))
);
--> statement-breakpoint
INSERT INTO `__new_member`("id", "organization_id", "user_id", "role", "created_at") SELECT "id", "organization_id", "user_id", "role", "created_at" FROM `member`;--> statement-breakpoint
DROP TABLE `member`;--> statement-breakpoint
ALTER TABLE `__new_member` RENAME TO `member`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `member_once` ON `member` (`organization_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `member_user` ON `member` (`user_id`);--> statement-breakpoint
ALTER TABLE `rate_link` DROP COLUMN `reference_guests_setting`;