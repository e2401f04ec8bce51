// SQL files, applied to the database that they are written for.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

// What hosted PostgreSQL has before the first migration.
export const hosted = `
do $$ declare name text; begin
  foreach name in array array['anon', 'authenticated', 'service_role', 'authenticator', 'supabase_auth_admin'] loop
    if not exists (select from pg_roles where rolname = name) then execute 'create role ' || name || ' nologin'; end if;
  end loop;
end $$;
create schema auth; create schema storage; create schema extensions; create schema realtime; create schema vault;
create table auth.users (id uuid primary key, email text, raw_user_meta_data jsonb, raw_app_meta_data jsonb, role text,
  created_at timestamptz, updated_at timestamptz, last_sign_in_at timestamptz, email_confirmed_at timestamptz, phone text);
create function auth.uid() returns uuid language sql stable as 'select null::uuid';
create function auth.role() returns text language sql stable as 'select null::text';
create function auth.jwt() returns jsonb language sql stable as 'select null::jsonb';
create function auth.email() returns text language sql stable as 'select null::text';
create table storage.buckets (id text primary key, name text, public boolean, file_size_limit bigint, allowed_mime_types text[]);
create table storage.objects (id uuid primary key, bucket_id text, name text, owner uuid, metadata jsonb);
create function storage.foldername(name text) returns text[] language sql as 'select string_to_array(name, ''/'')';
create function storage.filename(name text) returns text language sql as 'select name';
create function storage.extension(name text) returns text language sql as 'select name';
create function extensions.uuid_generate_v4() returns uuid language sql as 'select gen_random_uuid()';
create function extensions.gen_random_bytes(number integer) returns bytea language sql as 'select null::bytea';
create publication supabase_realtime;
`;

/** True for SQL that only SQLite takes. */
export function isSqlite(sql) {
  return /\bautoincrement\b|^\s*pragma\b|create (unique )?(table|index) `|\bwithout rowid\b/im.test(sql);
}

/** What a SQLite database contains after `files`. */
export function sqlite(folder, files) {
  const script = path.join(import.meta.dirname, 'sqlite.py');
  const said = execFileSync('python3', [script, ...files.map((it) => path.join(folder, it))], { encoding: 'utf8', maxBuffer: 64 << 20 });
  const catalog = JSON.parse(said);
  return { catalog, errors: catalog.errors };
}

/** What a SQLite database contains after `sql`. */
export function sqliteOf(sql) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'schemark-sqlite-'));
  try {
    fs.writeFileSync(path.join(folder, 'made.sql'), sql);
    return sqlite(folder, ['made.sql']);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** What a hosted PostgreSQL contains after `files`, of which a statement that it refuses is left out. */
export function postgres(folder, files, set, catalogOf) {
  const steps = files.map((it) => [it, prepared(fs.readFileSync(path.join(folder, it), 'utf8'))]);
  const schemas = schemasOf(set);
  return { ...catalogOf([['hosted', hosted], ...steps], { schemas, goOn: true, definitions: true }), schemas };
}

/** What a hosted PostgreSQL contains after `sql`. */
export function hostedPostgres(sql, set, catalogOf) {
  return catalogOf([['hosted', hosted], ['sql', prepared(sql)]], { schemas: schemasOf(set) });
}

/** The database schemas of `set` that are its own. */
function schemasOf(set) {
  return set.tables.map((it) => it.schema).filter((it) => it && !['auth', 'storage'].includes(it));
}

/** `sql` without what only a running system has. */
export function prepared(sql) {
  return sql
    .replace(/^\uFEFF/, '')
    // The way back of a migration, and psql's own commands.
    .replace(/^--\s*(?:\+goose\s+down|\+migrate\s+down|migrate:down)\b[^]*?(?=^--\s*(?:\+goose\s+up|\+migrate\s+up|migrate:up)|$(?![^]))/gim, '')
    .replace(/^\\(?!\.).*$/gm, '')
    .replace(/create\s+extension[^;]*;/gi, '')
    .replace(/\b(?:extensions|public)\.((?:half)?vec(?:tor)?\b)/gi, '$1')
    .replace(/\busing\s+(?:hnsw|ivfflat)\s*(\([^)]*\))(\s*with\s*\([^)]*\))?/gi, 'using btree $1')
    .replace(/\bconcurrently\b/gi, '');
}
