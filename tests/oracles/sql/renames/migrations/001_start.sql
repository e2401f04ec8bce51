create type mood as enum ('glad', 'sad');
create domain grade as integer check (value between 1 and 6);
create table teams (id bigint primary key, owner uuid not null, name text);
create table pupils (
  id bigint primary key,
  team bigint references teams (id),
  name text not null check (char_length(name) > 1),
  born date,
  mark grade,
  mood mood not null default 'glad'::mood,
  initial text generated always as (left(name, 1)) stored,
  constraint born_before check (born < '2030-01-01' and (name <> 'born' or born is null))
);
create index pupils_lower on pupils (lower(name)) where born is not null and mood = 'sad'::mood;
create index pupils_born on pupils (born desc, team);
create view glad_pupils as select pupils.id from pupils where pupils.mood = 'glad';
alter table pupils enable row level security;
create policy seen on pupils for select using (
  exists (select 1 from teams where teams.id = team and teams.owner = '00000000-0000-0000-0000-000000000000')
);
create policy changed on pupils for update using (name <> 'root') with check (pupils.name <> 'root' and born is not null);
alter table teams enable row level security;
create policy teams_of on teams using (exists (select 1 from pupils p where p.team = teams.id and p.name = teams.name and born > '2000-01-01'));
