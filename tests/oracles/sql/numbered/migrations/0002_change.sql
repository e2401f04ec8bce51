ALTER TABLE tasks ADD COLUMN due date, ADD COLUMN IF NOT EXISTS done_at timestamptz;
ALTER TABLE tasks DROP COLUMN scratch;
ALTER TABLE tasks RENAME COLUMN title TO heading;
ALTER TABLE people RENAME TO members;
ALTER TABLE members ALTER COLUMN left_at TYPE timestamptz USING left_at AT TIME ZONE 'UTC';
ALTER TABLE members ALTER COLUMN "fullName" SET NOT NULL, ALTER COLUMN joined DROP DEFAULT;
ALTER TABLE members ALTER balance DROP NOT NULL;
ALTER TYPE task_state ADD VALUE 'waiting' BEFORE 'done';
ALTER TYPE "Priority" RENAME VALUE 'low' TO 'none';
ALTER TABLE ONLY tasks DROP CONSTRAINT tasks_owner_title_key;
ALTER TABLE tasks ADD CONSTRAINT tasks_due_check CHECK (due > '2000-01-01') NOT VALID;
DROP INDEX IF EXISTS tasks_owner_idx;

CREATE TABLE "order" (
  "from" integer NOT NULL,
  "to" integer NOT NULL,
  at timestamp without time zone DEFAULT current_timestamp,
  PRIMARY KEY ("from", "to")
);
--> statement-breakpoint
CREATE TABLE order_notes (
  id serial PRIMARY KEY,
  a int,
  b int,
  FOREIGN KEY (a, b) REFERENCES "order" ("from", "to") ON DELETE SET NULL
);
ALTER TABLE order_notes ADD CONSTRAINT order_notes_a_key UNIQUE (a);
CREATE TABLE gone (id int);
DROP TABLE IF EXISTS gone, never CASCADE;
