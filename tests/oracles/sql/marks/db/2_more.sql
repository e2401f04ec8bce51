-- migrate:up
ALTER TABLE pages ALTER slug SET NOT NULL, ADD UNIQUE (slug), ADD parent int REFERENCES pages ON UPDATE CASCADE;
create table notes (page int not null references pages, line int, body text, primary key (page, line));

-- migrate:down
DROP TABLE notes;
ALTER TABLE pages DROP COLUMN parent;
