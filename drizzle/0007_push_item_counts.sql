ALTER TABLE `push_item` ADD `counts_json` text;--> statement-breakpoint
ALTER TABLE `push_item` ADD `queued_at` integer;