-- What blocks and called functions do, where it can be told.
CREATE TABLE projects (id int PRIMARY KEY, title text);
CREATE TABLE members (id int PRIMARY KEY, project_id int, nick text, note text);
CREATE TABLE invoices (id int PRIMARY KEY, total numeric);
CREATE TABLE documents (id int PRIMARY KEY, older text, body text);
CREATE TABLE settings (id int PRIMARY KEY, theme text);
CREATE TABLE untouched (id int PRIMARY KEY, label text);

-- A column for each of some tables, the commonest of such loops.
DO $$
DECLARE
  t text;
  suffix CONSTANT text := '_tenant';
BEGIN
  FOREACH t IN ARRAY ARRAY['projects', 'members'] LOOP
    IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = t AND column_name = 'tenant_id') THEN
      EXECUTE format('ALTER TABLE %I ADD COLUMN tenant_id int NOT NULL DEFAULT %L', t, 7);
      EXECUTE format('CREATE INDEX %I ON %I (tenant_id)', t || suffix, t);
    END IF;
    EXECUTE 'ALTER TABLE ' || quote_ident(t) || ' ENABLE ROW LEVEL SECURITY';
    EXECUTE format($p$CREATE POLICY "own rows" ON public.%I USING (tenant_id > 0)$p$, t);
  END LOOP;
END $$;

-- The same over rows that are spelled out.
DO $$
DECLARE r record;
BEGIN
  FOR r IN SELECT unnest(ARRAY['invoices', 'documents']) AS name LOOP
    EXECUTE format('ALTER TABLE %s ADD COLUMN created_at timestamptz', r.name);
  END LOOP;
END $$;

-- A text that is known as a whole, in place and put together.
DO $$ BEGIN
  EXECUTE 'ALTER TABLE documents RENAME COLUMN body TO content';
  EXECUTE 'ALTER TABLE documents ADD COLUMN kind text DEFAULT ''plain''';
END $$;
