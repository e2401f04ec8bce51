// A table that joins a Prisma or SQL schema: generated from a story, it is accepted by the schema's own tool, and the
// database then has the columns, the keys and the indexes that the story asks for.
// SCHEMARK: the program; WORKSPACE: a copy of tests/workspaces/{prisma,sql-file,sql-migrations}; STORY: the story in it;
// COLUMNS: what it says of the table, as JSON: { "TABLE": { "COLUMN": "TYPE" or "TYPE null" } }.

import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';

import { withCatalogs } from '../oracles/catalog.mjs';
import { expect, expectSame, findings, schemark, workspace } from './schema-tools.mjs';

const { STORY: story, COLUMNS: said } = process.env;
const oracles = path.join(import.meta.dirname, '../oracles');
const before = files();

if (story) {
  const preview = schemark(['generate', story]);
  expectSame('the preview writes nothing', files(), before);
  expect('the preview shows a change', preview.startsWith('--- '), preview);
  const reported = findings('unknown-table');
  schemark(['generate', story, '--write']);
  expect('the story asked for a table', reported.length > 0);
  expectSame('the story names no unknown table', findings('unknown-table'), []);
  const again = files();
  schemark(['generate', story, '--write'], [0, 1, 2]);
  expectSame('generating again adds nothing', files(), again);
  const others = ['foreign-key-without-index', 'missing-timestamps', 'table-naming', 'column-naming', 'column-type-differs', 'nullability-differs'];
  const [name] = Object.keys(JSON.parse(said));
  expect('no finding is added to the new table', findings(...others).every((it) => !it.includes(name)), findings(...others));
}

const [set] = JSON.parse(schemark(['dump', 'model', '--format', 'json'])).sets;
const compared = spawnSync(process.execPath, [path.join(oracles, `${set.dialect}.mjs`), workspace], { encoding: 'utf8' });
expect(`what schemark reads is what the tool of ${set.dialect} makes`, compared.status === 0, compared.stdout + compared.stderr);
console.log(compared.stdout);

const tables = withCatalogs((catalogOf, host) => {
  const { catalog, errors } = catalogOf([['schema', sql(host)]]);
  expectSame('PostgreSQL takes all of it', errors, []);
  return catalog.tables;
});
for (const [name, columns] of Object.entries(JSON.parse(said ?? '{}'))) {
  const table = tables.find((it) => it.name === name);
  expect(`${name} is in the database`, table, tables.map((it) => it.name));
  const made = table.columns.map((it) => `${it.name} ${it.type}${it.nullable ? ' null' : ''}`);
  expectSame(`${name} has the columns of the story`, made, Object.entries(columns).map(([column, type]) => `${column} ${type}`));
  for (const key of table.foreignKeys) {
    const served = table.indexes.some((it) => key.columns.every((column, at) => it.columns[at] === column));
    expect(`${key.columns} of ${name} is indexed`, served, table.indexes);
  }
}

/** The SQL that makes the database. */
function sql(host) {
  const sources = set.files.map((it) => path.join(workspace, it));
  if (set.dialect === 'sql') return sources.map((it) => fs.readFileSync(it, 'utf8')).join('\n');
  const script = path.join(oracles, 'prisma-engine/inspect.mjs');
  const done = spawnSync(process.execPath, ['--no-warnings', script, ...sources], { encoding: 'utf8', env: { ...process.env, PGHOST: host } });
  expect('Prisma validates the schema', done.status === 0 && !JSON.parse(done.stdout).error, done.stdout + done.stderr);
  return JSON.parse(done.stdout).sql;
}

/** Every file of the workspace with its length. */
function files() {
  const all = fs.readdirSync(workspace, { recursive: true, withFileTypes: true }).filter((it) => it.isFile());
  return all.map((it) => path.join(it.parentPath, it.name)).sort().map((it) => `${path.relative(workspace, it)} ${fs.statSync(it).size}`);
}
