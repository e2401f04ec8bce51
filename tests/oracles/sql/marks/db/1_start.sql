-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION bump() RETURNS trigger AS $body$
BEGIN
  NEW.changed = now(); -- a semicolon; inside
  RETURN NEW;
END;
$body$ LANGUAGE plpgsql;
-- +goose StatementEnd
CREATE TABLE pages (id serial PRIMARY KEY, slug text, changed timestamp(0) DEFAULT now());
CREATE TRIGGER bump BEFORE UPDATE ON pages FOR EACH ROW EXECUTE FUNCTION bump();

-- +goose Down
DROP TABLE pages;
DROP FUNCTION bump();
