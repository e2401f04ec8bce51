CREATE FUNCTION add_tenant(tab text, col text DEFAULT 'owner_id') RETURNS void AS $$
BEGIN
  EXECUTE format('ALTER TABLE %I ADD COLUMN %I int', tab, col);
  PERFORM mark(tab);
END $$ LANGUAGE plpgsql;

CREATE FUNCTION mark(tab text) RETURNS void AS $$
BEGIN
  IF tab IS NOT NULL THEN NULL; END IF;
END $$ LANGUAGE plpgsql;

CREATE FUNCTION never_called() RETURNS void AS $$ BEGIN CREATE TABLE never (id int); END $$ LANGUAGE plpgsql;
CREATE FUNCTION on_change() RETURNS trigger AS $$ BEGIN EXECUTE 'ALTER TABLE projects ADD COLUMN surprise int'; RETURN NEW; END $$ LANGUAGE plpgsql;
CREATE TRIGGER changed AFTER INSERT ON untouched FOR EACH ROW EXECUTE FUNCTION on_change();

SELECT add_tenant('settings');
SELECT * FROM add_tenant('settings', col => 'second_id');

CREATE PROCEDURE make_ledger() LANGUAGE plpgsql AS $$
BEGIN
  CREATE TABLE ledger (id int PRIMARY KEY, project_id int REFERENCES projects);
  RETURN;
  CREATE TABLE behind_return (id int);
END $$;
CALL make_ledger();
DO $$ BEGIN PERFORM add_tenant('ledger'); END $$;

-- Guards that the replayed statements answer.
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'documents' AND column_name = 'gone') THEN
    ALTER TABLE documents DROP COLUMN content;
  ELSE
    ALTER TABLE documents ADD COLUMN from_else int;
  END IF;
  IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'documents' AND column_name = 'older') THEN
    ALTER TABLE documents RENAME COLUMN older TO newer;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_type WHERE typname = 'colour') THEN
    CREATE TYPE colour AS ENUM ('red', 'blue');
  END IF;
  IF to_regclass('public.projects') IS NULL THEN
    CREATE TABLE no_projects (id int);
  END IF;
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
DO $$ BEGIN
  <<outer>>
  FOR i IN 1..2 LOOP
    RAISE NOTICE 'CREATE TABLE said (id int)';
  END LOOP;
END $$;
