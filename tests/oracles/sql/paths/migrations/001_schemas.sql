-- Names with and without a schema, wherever names are looked for.
CREATE SCHEMA shop;
CREATE TYPE public.mood AS ENUM ('glad', 'sad');
SET search_path = shop, public;
CREATE TABLE public.people (id int PRIMARY KEY, feels mood);
CREATE TABLE orders (id int PRIMARY KEY, person_id int REFERENCES public.people, other_id int REFERENCES people (id));
CREATE TABLE people (id int PRIMARY KEY, feels public.mood NOT NULL DEFAULT 'glad');
CREATE INDEX ON public.people (feels);
ALTER TABLE public.people ADD COLUMN nick text;
ALTER TABLE people ADD COLUMN name text;
COMMENT ON COLUMN public.people.nick IS 'a nick';
DO $$ BEGIN ALTER TABLE public.people ENABLE ROW LEVEL SECURITY; END $$;
CREATE POLICY everyone ON public.people USING (true);

SET search_path TO public, shop;
CREATE TABLE notes (id int PRIMARY KEY, order_id int REFERENCES orders, person_id int REFERENCES people);
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.dumped (id int REFERENCES shop.people (id));
