-- What is taken from a partitioned table is taken from its parts.
SET search_path = shop;
CREATE TABLE logs (id int, at date, level int, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE logs_rest PARTITION OF logs DEFAULT;
CREATE INDEX logs_by_id ON logs (id);
CREATE INDEX logs_by_level ON logs (level);
CREATE TABLE logs_2025 (id int NOT NULL, at date NOT NULL, level int);
CREATE INDEX own ON logs_2025 (id);
ALTER TABLE logs ATTACH PARTITION logs_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE logs_2026 PARTITION OF logs FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
ALTER TABLE logs DETACH PARTITION logs_2026;
DROP INDEX logs_by_id;
DROP INDEX logs_2025_level_idx;
ALTER TABLE logs DROP CONSTRAINT logs_pkey;
