PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_post` (
	`slug` text PRIMARY KEY NOT NULL,
	`author` integer NOT NULL,
	`title` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`author`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
INSERT INTO `__new_post`("slug", "author") SELECT "slug", "author" FROM `post`;--> statement-breakpoint
DROP TABLE `post`;--> statement-breakpoint
ALTER TABLE `__new_post` RENAME TO `post`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `post_author_idx` ON `post` (`author`) WHERE title <> '';--> statement-breakpoint
ALTER TABLE user ADD `name` text;--> statement-breakpoint
ALTER TABLE `user` RENAME COLUMN "made" TO "created_at";
