CREATE TYPE "public"."loan_state" AS ENUM('open', 'returned', 'lost');--> statement-breakpoint
CREATE TABLE "book" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"isbn" varchar(13) NOT NULL,
	"title" text NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"price" numeric(10, 2),
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "book_isbn_unique" UNIQUE("isbn"),
	CONSTRAINT "price_positive" CHECK ("book"."price" >= 0)
);
--> statement-breakpoint
CREATE TABLE "loan" (
	"book_id" uuid NOT NULL,
	"reader_id" integer GENERATED ALWAYS AS IDENTITY (sequence name "loan_reader_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"state" "loan_state" DEFAULT 'open' NOT NULL,
	"due" date,
	CONSTRAINT "loan_book_id_reader_id_pk" PRIMARY KEY("book_id","reader_id")
);
--> statement-breakpoint
ALTER TABLE "loan" ADD CONSTRAINT "loan_book_id_book_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."book"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "loan_due_idx" ON "loan" USING btree ("due" DESC NULLS LAST) WHERE "loan"."state" = 'open';--> statement-breakpoint
CREATE INDEX "book_tags_idx" ON "book" USING gin ("tags");
