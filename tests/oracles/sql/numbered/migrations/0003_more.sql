CREATE SCHEMA audit;
CREATE TABLE audit.log (
  id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT now(),
  member bigint REFERENCES public.members (id) ON DELETE SET NULL,
  data jsonb NOT NULL DEFAULT '{}'::jsonb,
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX log_member_idx ON audit.log (member);
CREATE TABLE audit.log_2026 PARTITION OF audit.log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

CREATE TABLE drafts (LIKE tasks INCLUDING ALL);
CREATE TABLE places (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE towns (people int) INHERITS (places);

CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  -- CREATE TABLE not_a_table (id int);
  NEW.done_at := now();
  RETURN NEW;
END;
$body$;
CREATE TRIGGER touch BEFORE UPDATE ON tasks FOR EACH ROW EXECUTE FUNCTION touch();

ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tasks ON tasks FOR SELECT USING (owner = 1);
CREATE POLICY "all of them" ON tasks TO public WITH CHECK (true);
CREATE VIEW open_tasks AS SELECT id, heading FROM tasks WHERE state = 'open';
INSERT INTO places VALUES (1, 'here; there');
