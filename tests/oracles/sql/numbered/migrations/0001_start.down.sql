DROP TABLE tasks;
DROP TABLE people;
