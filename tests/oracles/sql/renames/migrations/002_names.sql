alter table pupils rename column name to "Full Name";
alter table pupils rename column born to birthday;
alter table pupils rename column team to team_id;
alter table teams rename column owner to keeper;
alter table teams rename to groups;
alter table pupils rename to learners;
alter type mood rename to humour;
alter type humour rename value 'glad' to 'merry';
alter domain grade rename to mark;
