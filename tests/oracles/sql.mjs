// Compares schemark's model of SQL migrations with PostgreSQL's catalog after the same migrations, or with SQLite's where
// the files are written for SQLite.
//   node tests/oracles/sql.mjs FOLDER…
// SCHEMARK names the program. Each set of the dialect `sql` that the program finds in a folder is one schema: its files
// are applied in the order of the set, which is the order of their paths unless `oracle.json` says
// { "SET": ["FILE", …] }. A statement that PostgreSQL refuses is printed and left out, as the reader leaves it out.
// A fixture may hold `announced.json`: { "PATH OF AN ITEM": "why it is unknown or different" }. Exits 1 on anything that
// is not announced.

import fs from 'node:fs';
import path from 'node:path';

import { execFileSync } from 'node:child_process';

import { withCatalogs } from './catalog.mjs';
import { compare, report, unannounced } from './compare.mjs';
import { announcedIn, dumpModel } from './schemark.mjs';

// What hosted PostgreSQL has before the first migration.
const hosted = `
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

const folders = process.argv.slice(2).map((it) => path.resolve(it));
if (!folders.length) throw new Error('usage: node sql.mjs FOLDER…');

const surprises = withCatalogs((catalogOf) => folders.flatMap((folder) => check(folder, catalogOf).map((it) => `${path.basename(folder)}: ${it}`)));
for (const it of surprises) console.log(it);
process.exitCode = surprises.length ? 1 : 0;

/** What is not as announced in `folder`. */
function check(folder, catalogOf) {
  const announced = announcedIn(folder);
  const orders = path.join(folder, 'oracle.json');
  const order = fs.existsSync(orders) ? JSON.parse(fs.readFileSync(orders, 'utf8')) : {};
  const sets = dumpModel(folder).filter((it) => it.dialect === 'sql');
  if (!sets.length) return ['no set is read from SQL'];
  const tallies = sets.map((set) => {
    const files = order[set.name] ?? set.files.filter((it) => it.endsWith('.sql'));
    const texts = files.map((it) => fs.readFileSync(path.join(folder, it), 'utf8'));
    const answer = texts.some(isSqlite) ? sqlite(folder, files) : postgres(folder, files, set, catalogOf);
    for (const it of answer.errors) console.log(`  refused    ${it}`);
    const tally = compare(answer.catalog, set);
    report(`${path.basename(folder)} ${set.name}`, tally, announced);
    return tally;
  });
  return unannounced(tallies, announced);
}

/** True for SQL that only SQLite takes. */
function isSqlite(sql) {
  return /\bautoincrement\b|^\s*pragma\b|create (unique )?(table|index) `|\bwithout rowid\b/im.test(sql);
}

function sqlite(folder, files) {
  const script = path.join(import.meta.dirname, 'sqlite.py');
  const said = execFileSync('python3', [script, ...files.map((it) => path.join(folder, it))], { encoding: 'utf8', maxBuffer: 64 << 20 });
  const catalog = JSON.parse(said);
  return { catalog, errors: catalog.errors };
}

function postgres(folder, files, set, catalogOf) {
  const steps = files.map((it) => [it, prepared(fs.readFileSync(path.join(folder, it), 'utf8'))]);
  const schemas = set.tables.map((it) => it.schema).filter((it) => it && !['auth', 'storage'].includes(it));
  return catalogOf([['hosted', hosted], ...steps], { schemas, goOn: true });
}

/** `sql` without what only a running system has. */
function prepared(sql) {
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
