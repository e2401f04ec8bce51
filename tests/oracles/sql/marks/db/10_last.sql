-- +migrate Up
ALTER TABLE notes RENAME TO remarks;
CREATE INDEX ON remarks (page, line DESC);
-- +migrate Down
ALTER TABLE remarks RENAME TO notes;
