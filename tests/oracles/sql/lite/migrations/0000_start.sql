CREATE TABLE `user` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`email` text NOT NULL,
	`made` integer DEFAULT (strftime('%s', 'now')),
	`state` text DEFAULT 'new' NOT NULL CHECK (state in ('new', 'old'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);--> statement-breakpoint
CREATE TABLE `post` (
	`slug` text PRIMARY KEY,
	`author` integer,
	`body` blob,
	`likes` real DEFAULT 0,
	FOREIGN KEY (`author`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE tag (name VARCHAR(20) COLLATE NOCASE UNIQUE, post TEXT REFERENCES post, PRIMARY KEY (name, post)) WITHOUT ROWID;
