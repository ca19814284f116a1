CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `account_user` ON `account` (`user_id`);--> statement-breakpoint
CREATE TABLE `api_key` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`name` text NOT NULL,
	`sha256` text NOT NULL,
	`last_four` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`org_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_key_sha256_unique` ON `api_key` (`sha256`);--> statement-breakpoint
CREATE INDEX `api_key_org` ON `api_key` (`org_id`);--> statement-breakpoint
CREATE TABLE `member` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `member_once` ON `member` (`organization_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `member_user` ON `member` (`user_id`);--> statement-breakpoint
CREATE TABLE `organization` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL,
	`token` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`user_id` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token_unique` ON `session` (`token`);--> statement-breakpoint
CREATE INDEX `session_user` ON `session` (`user_id`);--> statement-breakpoint
CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);--> statement-breakpoint
CREATE TABLE `verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `verification_identifier` ON `verification` (`identifier`);--> statement-breakpoint
CREATE TABLE `accommodation` (
	`org_id` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`accommodation_id` integer NOT NULL,
	`name` text NOT NULL,
	`position` integer NOT NULL,
	`units_setting` integer,
	`units_guess` integer,
	`gone_at` integer,
	`stock_read_at` integer,
	`rates_read_at` integer,
	PRIMARY KEY(`org_id`, `supplier_id`, `accommodation_id`),
	FOREIGN KEY (`org_id`,`supplier_id`) REFERENCES `supplier`(`org_id`,`supplier_id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "accommodation_units" CHECK("accommodation"."units_setting" IS NULL OR "accommodation"."units_setting" >= 0)
);
--> statement-breakpoint
CREATE TABLE `connection` (
	`org_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`key_jwe` text NOT NULL,
	`key_kid` text NOT NULL,
	`key_last_four` text NOT NULL,
	`state` text DEFAULT 'ok' NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "connection_state" CHECK("connection"."state" IN ('ok', 'credentials_invalid'))
);
--> statement-breakpoint
CREATE TABLE `mirror_part` (
	`org_id` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`part` text NOT NULL,
	`as_of` integer,
	`tried_at` integer,
	`watermark` integer,
	`failed` integer DEFAULT false NOT NULL,
	`warnings_json` text DEFAULT '[]' NOT NULL,
	PRIMARY KEY(`org_id`, `supplier_id`, `part`),
	FOREIGN KEY (`org_id`,`supplier_id`) REFERENCES `supplier`(`org_id`,`supplier_id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "mirror_part_name" CHECK("mirror_part"."part" IN ('accommodations', 'rateTypes', 'rates', 'stock', 'bookings'))
);
--> statement-breakpoint
CREATE TABLE `rate_link` (
	`org_id` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`accommodation_id` integer NOT NULL,
	`rate_type_id` integer NOT NULL,
	`reference_guests_setting` integer,
	`reference_guests_guess` integer,
	`priced` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`org_id`, `supplier_id`, `accommodation_id`, `rate_type_id`)
);
--> statement-breakpoint
CREATE INDEX `rate_link_type` ON `rate_link` (`org_id`,`supplier_id`,`rate_type_id`);--> statement-breakpoint
CREATE TABLE `rate_type` (
	`org_id` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`rate_type_id` integer NOT NULL,
	`label_json` text NOT NULL,
	`description_json` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`org_id`, `supplier_id`, `rate_type_id`),
	FOREIGN KEY (`org_id`,`supplier_id`) REFERENCES `supplier`(`org_id`,`supplier_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `supplier` (
	`org_id` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`connection_id` text NOT NULL,
	`name` text NOT NULL,
	`timezone` text DEFAULT 'Europe/Paris' NOT NULL,
	`min_stay_reading` text DEFAULT 'every_night' NOT NULL,
	`default_min_stay` integer DEFAULT 1 NOT NULL,
	`default_max_stay` integer DEFAULT 30 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `supplier_id`),
	FOREIGN KEY (`org_id`,`connection_id`) REFERENCES `connection`(`org_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "supplier_min_stay_reading" CHECK("supplier"."min_stay_reading" IN ('every_night', 'arrival_night')),
	CONSTRAINT "supplier_default_stay" CHECK("supplier"."default_min_stay" BETWEEN 1 AND "supplier"."default_max_stay")
);
--> statement-breakpoint
CREATE TABLE `booking` (
	`org_id` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`booking_id` integer NOT NULL,
	`origin` text NOT NULL,
	`reference` text,
	`state` text NOT NULL,
	`status_text` text,
	`guest_name` text,
	`total_cents` integer,
	`commission_cents` integer,
	`currency` text NOT NULL,
	`created_at` integer,
	`modified_at` integer,
	`first_arrival_day` integer NOT NULL,
	`last_departure_day` integer NOT NULL,
	`detail_json` text NOT NULL,
	`read_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `supplier_id`, `booking_id`),
	CONSTRAINT "booking_origin" CHECK("booking"."origin" IN ('OpenSystem', 'ResaLocale', 'Xotelia', 'Booking', 'unknown')),
	CONSTRAINT "booking_state" CHECK("booking"."state" IN ('confirmed', 'cancelled'))
);
--> statement-breakpoint
CREATE INDEX `booking_range` ON `booking` (`org_id`,`supplier_id`,`last_departure_day`,`first_arrival_day`);--> statement-breakpoint
CREATE TABLE `booking_stay` (
	`org_id` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`booking_id` integer NOT NULL,
	`line` integer NOT NULL,
	`accommodation_id` integer NOT NULL,
	`arrival_day` integer NOT NULL,
	`departure_day` integer NOT NULL,
	`units` integer NOT NULL,
	`guests` integer,
	`amount_cents` integer,
	`rate_type_id` integer,
	PRIMARY KEY(`org_id`, `supplier_id`, `booking_id`, `line`),
	CONSTRAINT "booking_stay_order" CHECK("booking_stay"."arrival_day" < "booking_stay"."departure_day"),
	CONSTRAINT "booking_stay_units" CHECK("booking_stay"."units" >= 1)
);
--> statement-breakpoint
CREATE INDEX `booking_stay_nights` ON `booking_stay` (`org_id`,`supplier_id`,`accommodation_id`,`departure_day`,`arrival_day`);--> statement-breakpoint
CREATE TABLE `mirror_change` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`accommodation_id` integer NOT NULL,
	`rate_type_id` integer NOT NULL,
	`from_day` integer NOT NULL,
	`to_day` integer NOT NULL,
	`before_json` text,
	`after_json` text,
	`seen_at` integer NOT NULL,
	`cause` text NOT NULL,
	`batch_id` text,
	CONSTRAINT "mirror_change_cause" CHECK("mirror_change"."cause" IN ('upstream', 'push')),
	CONSTRAINT "mirror_change_range" CHECK("mirror_change"."from_day" <= "mirror_change"."to_day")
);
--> statement-breakpoint
CREATE INDEX `mirror_change_row` ON `mirror_change` (`org_id`,`supplier_id`,`accommodation_id`,`rate_type_id`,`seen_at`);--> statement-breakpoint
CREATE INDEX `mirror_change_latest` ON `mirror_change` (`org_id`,`supplier_id`,`seen_at`);--> statement-breakpoint
CREATE TABLE `rate_run` (
	`org_id` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`accommodation_id` integer NOT NULL,
	`rate_type_id` integer NOT NULL,
	`from_day` integer NOT NULL,
	`to_day` integer NOT NULL,
	`open` integer NOT NULL,
	`min_stay` integer,
	`max_stay` integer,
	`arrival_allowed` integer NOT NULL,
	`departure_allowed` integer NOT NULL,
	`prices_json` text NOT NULL,
	PRIMARY KEY(`org_id`, `supplier_id`, `accommodation_id`, `rate_type_id`, `from_day`),
	CONSTRAINT "rate_run_range" CHECK("rate_run"."from_day" <= "rate_run"."to_day"),
	CONSTRAINT "rate_run_flags" CHECK("rate_run"."open" IN (0, 1) AND "rate_run"."arrival_allowed" IN (0, 1) AND "rate_run"."departure_allowed" IN (0, 1))
);
--> statement-breakpoint
CREATE TABLE `stock_run` (
	`org_id` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`accommodation_id` integer NOT NULL,
	`from_day` integer NOT NULL,
	`to_day` integer NOT NULL,
	`units` integer NOT NULL,
	PRIMARY KEY(`org_id`, `supplier_id`, `accommodation_id`, `from_day`),
	CONSTRAINT "stock_run_range" CHECK("stock_run"."from_day" <= "stock_run"."to_day")
);
--> statement-breakpoint
CREATE TABLE `unread_booking` (
	`org_id` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`booking_id` integer NOT NULL,
	`reason` text NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`org_id`, `supplier_id`, `booking_id`)
);
--> statement-breakpoint
CREATE TABLE `job` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`version` integer NOT NULL,
	`org_id` text,
	`supplier_id` integer,
	`lane` text,
	`dedupe_key` text NOT NULL,
	`ref_id` text NOT NULL,
	`request_id` text NOT NULL,
	`state` text NOT NULL,
	`run_at` integer NOT NULL,
	`lease_until` integer,
	`token` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`max_attempts` integer DEFAULT 8 NOT NULL,
	`last_error_code` text,
	`result_json` text,
	`created_at` integer NOT NULL,
	`done_at` integer,
	CONSTRAINT "job_state" CHECK("job"."state" IN ('ready', 'running', 'done', 'dead', 'cancelled'))
);
--> statement-breakpoint
CREATE INDEX `job_ready` ON `job` (`state`,`run_at`);--> statement-breakpoint
CREATE INDEX `job_dedupe` ON `job` (`dedupe_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `job_fold` ON `job` (`dedupe_key`) WHERE state = 'ready';--> statement-breakpoint
CREATE UNIQUE INDEX `job_lane` ON `job` (`lane`) WHERE state = 'running' AND lane IS NOT NULL;--> statement-breakpoint
CREATE TABLE `push_batch` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text NOT NULL,
	`actor_name` text NOT NULL,
	`procedure` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`input_sha256` text NOT NULL,
	`request_id` text NOT NULL,
	`based_on` integer NOT NULL,
	`created_at` integer NOT NULL,
	`cancelled_at` integer,
	CONSTRAINT "push_batch_actor" CHECK("push_batch"."actor_kind" IN ('user', 'apiKey', 'job', 'webhook'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `push_batch_idempotency` ON `push_batch` (`org_id`,`actor_id`,`procedure`,`idempotency_key`);--> statement-breakpoint
CREATE INDEX `push_batch_supplier` ON `push_batch` (`org_id`,`supplier_id`,`id`);--> statement-breakpoint
CREATE TABLE `push_item` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`batch_id` text NOT NULL,
	`accommodation_id` integer NOT NULL,
	`aspect` text NOT NULL,
	`state` text DEFAULT 'queued' NOT NULL,
	`cells_json` text NOT NULL,
	`upstream_message` text,
	`warnings_json` text DEFAULT '[]' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`reads` integer DEFAULT 0 NOT NULL,
	`unknown_since` integer,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`batch_id`) REFERENCES `push_batch`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "push_item_aspect" CHECK("push_item"."aspect" IN ('stock', 'rates')),
	CONSTRAINT "push_item_state" CHECK("push_item"."state" IN ('queued', 'sending', 'verifying', 'applied', 'mismatch', 'rejected', 'conflict', 'blocked_credentials', 'superseded', 'cancelled', 'failed')),
	CONSTRAINT "push_item_attempts" CHECK("push_item"."attempts" >= 0)
);
--> statement-breakpoint
CREATE INDEX `push_item_batch` ON `push_item` (`batch_id`);--> statement-breakpoint
CREATE INDEX `push_item_lane` ON `push_item` (`org_id`,`supplier_id`,`accommodation_id`,`aspect`,`id`);--> statement-breakpoint
CREATE TABLE `write_guard` (
	`holds` integer NOT NULL,
	CONSTRAINT "write_guard_holds" CHECK("write_guard"."holds" = 1)
);
