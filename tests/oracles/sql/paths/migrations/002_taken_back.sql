-- What a file takes back is not there.
BEGIN;
CREATE TABLE shop.tried (id int PRIMARY KEY);
ALTER TABLE shop.orders ADD COLUMN tried int;
ROLLBACK;
BEGIN;
CREATE TABLE shop.kept (id int PRIMARY KEY);
SAVEPOINT here;
CREATE TABLE shop.lost (id int PRIMARY KEY);
ROLLBACK TO SAVEPOINT here;
ALTER TABLE shop.kept ADD COLUMN behind int;
COMMIT;
