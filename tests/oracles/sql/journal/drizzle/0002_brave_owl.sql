ALTER TYPE "public"."loan_state" ADD VALUE 'reserved' BEFORE 'lost';--> statement-breakpoint
ALTER TABLE "book" RENAME COLUMN "createdAt" TO "created_at";--> statement-breakpoint
ALTER TABLE "book" ALTER COLUMN "title" SET DATA TYPE varchar(200);--> statement-breakpoint
CREATE UNIQUE INDEX "book_lower_title" ON "book" USING btree (lower("title"));
