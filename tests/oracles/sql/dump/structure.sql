SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);

CREATE TYPE public.kind AS ENUM (
    'cat',
    'dog'
);

CREATE TABLE public.pets (
    id integer NOT NULL,
    name character varying(80) NOT NULL,
    kind public.kind DEFAULT 'cat'::public.kind NOT NULL,
    keeper integer,
    born timestamp(6) without time zone
);

CREATE SEQUENCE public.pets_id_seq AS integer START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.pets_id_seq OWNED BY public.pets.id;

CREATE TABLE public.keepers (
    id integer NOT NULL
);

ALTER TABLE ONLY public.pets ALTER COLUMN id SET DEFAULT nextval('public.pets_id_seq'::regclass);
ALTER TABLE ONLY public.keepers ADD CONSTRAINT keepers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pets ADD CONSTRAINT pets_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX index_pets_on_name ON public.pets USING btree (name);
ALTER TABLE ONLY public.pets
    ADD CONSTRAINT fk_keeper FOREIGN KEY (keeper) REFERENCES public.keepers(id) ON DELETE CASCADE;
