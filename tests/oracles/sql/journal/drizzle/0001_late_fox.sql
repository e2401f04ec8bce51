ALTER TABLE "loan" RENAME TO "loans";--> statement-breakpoint
ALTER TABLE "loans" DROP CONSTRAINT "loan_book_id_book_id_fk";
--> statement-breakpoint
ALTER TABLE "loans" ADD CONSTRAINT "loans_book_id_book_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."book"("id") ON DELETE restrict ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "book" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "anybody reads" ON "book" AS PERMISSIVE FOR SELECT TO public USING (true);--> statement-breakpoint
CREATE VIEW "public"."late" AS (select "book_id", "due" from "loans" where "due" < now());
