-- What cannot be told, each on tables of its own, and beside it what still can.
CREATE TABLE tenants (id int PRIMARY KEY, slug text);
INSERT INTO tenants VALUES (1, 'a');
CREATE TABLE cased (id int PRIMARY KEY);
CREATE TABLE counted (id int PRIMARY KEY, grade int CHECK (grade > 0));
DO $$
DECLARE c text;
BEGIN
  CASE WHEN (SELECT count(*) FROM tenants) > 0 THEN ALTER TABLE cased ADD COLUMN maybe int; ELSE NULL; END CASE;
  IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'plpgsql') THEN
    ALTER TABLE cased ADD COLUMN extended int;
  END IF;
  SELECT conname INTO c FROM pg_constraint WHERE conrelid = 'counted'::regclass AND contype = 'c';
  EXECUTE format('ALTER TABLE counted DROP CONSTRAINT %I', c);
END $$;
DO $$
DECLARE r record;
BEGIN
  FOR r IN SELECT tablename FROM pg_tables WHERE tablename IN ('tenants', 'cased') LOOP
    EXECUTE format('CREATE POLICY everyone ON %I', r.tablename);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', r.tablename);
  END LOOP;
END $$;
