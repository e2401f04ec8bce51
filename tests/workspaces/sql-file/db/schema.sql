-- The choir library, as the database is. Tables are plural.

CREATE TABLE singers (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  full_name varchar(120) NOT NULL,
  voice_part text NOT NULL CHECK (voice_part IN ('soprano', 'alto', 'tenor', 'bass')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE scores (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  title varchar(200) NOT NULL,
  shelf_mark text NOT NULL UNIQUE, -- where it stands
  "pageCount" integer,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE concert (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  held_on date NOT NULL,
  venue_name varchar(120) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE copies (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  score_id integer NOT NULL REFERENCES scores (id) ON DELETE CASCADE,
  copy_number integer NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (score_id, copy_number)
);

CREATE TABLE rehearsals (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  concert_id integer NOT NULL REFERENCES concert (id) ON DELETE CASCADE,
  starts_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX idx_rehearsals_concert_id ON rehearsals (concert_id);

CREATE TABLE attendances (
  rehearsal_id integer NOT NULL REFERENCES rehearsals (id) ON DELETE CASCADE,
  singer_id integer NOT NULL REFERENCES singers (id) ON DELETE CASCADE,
  remark text, -- why somebody came late
  PRIMARY KEY (rehearsal_id, singer_id)
);

CREATE INDEX idx_attendances_singer_id ON attendances (singer_id);

CREATE TABLE programme_items (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  concert_id integer NOT NULL REFERENCES concert (id) ON DELETE CASCADE,
  score_id integer NOT NULL REFERENCES scores (id) ON DELETE CASCADE,
  item_number integer NOT NULL -- the order on the evening
);

CREATE INDEX idx_programme_items_concert_id ON programme_items (concert_id);
