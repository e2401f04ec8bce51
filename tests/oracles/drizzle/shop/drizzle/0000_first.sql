CREATE TABLE "customers" ("id" uuid PRIMARY KEY);
--> statement-breakpoint
CREATE TABLE "long_gone" ("id" uuid PRIMARY KEY);
