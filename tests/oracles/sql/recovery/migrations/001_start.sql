create table kept (id int primary key, name text);
create tabel typo (id int);
create table good (id int references kept (id), note text);
