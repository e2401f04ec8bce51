PRAGMA foreign_keys = ON;
CREATE TABLE `measures` (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  [long name] LONG VARCHAR NOT NULL,
  big UNSIGNED BIG INT,
  wide NATIVE CHARACTER(70) DEFAULT 'a b',
  any_of ANY,
  plain
);
CREATE TABLE main.pairs (a int, b int, PRIMARY KEY (a, b DESC));
ALTER TABLE pairs ADD COLUMN late BIG INT;
