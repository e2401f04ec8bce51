// Compares the databases that one schema gives when it is written as SQL, as Drizzle and as Prisma.
//   node tests/oracles/writers.mjs FOLDER
// FOLDER holds a folder for each schema, with `schema.sql`, `schema.ts`, `schema.prisma`, and `names.json`: the names that
// the schema gives to constraints and indexes. The SQL is applied as it is, the others by what drizzle-kit and Prisma's
// migration engine make of them. Exits 1 unless the catalogs are equal, item by item.
//
// Not differences: the names of constraints and indexes that the schema leaves to the tool; a unique constraint and a
// unique index over columns; two spellings of one default (`0` and `'0'::numeric`), as `facts.mjs` lists them.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { withCatalogs } from './catalog.mjs';
import { given } from './facts.mjs';

const root = path.resolve(process.argv[2]);
const cases = fs.readdirSync(root).sort().map((it) => path.join(root, it));
const figures = { schemas: 0, items: 0, equal: 0, different: 0 };
let shown = 0;

withCatalogs((catalogOf, host) => {
  const drizzle = migrations('drizzle-orm', 'schema.ts', host);
  const prisma = migrations('prisma-engine', 'schema.prisma', host);
  for (const [index, folder] of cases.entries()) {
    figures.schemas += 1;
    const names = new Set(JSON.parse(fs.readFileSync(path.join(folder, 'names.json'), 'utf8')));
    const sql = fs.readFileSync(path.join(folder, 'schema.sql'), 'utf8');
    const [wanted, ...others] = [['SQL', { sql }], ['Drizzle', drizzle[index]], ['Prisma', prisma[index]]].map(([by, made]) => items(by, made, folder, names, catalogOf));
    if (wanted) for (const it of others) if (it) compare(folder, wanted, it);
  }
});
console.log(`writers: ${figures.schemas} schemas, ${figures.items} items, ${figures.equal} equal, ${figures.different} different`);
process.exitCode = figures.different ? 1 : 0;

/** The answers of `FOLDER/migrations.mjs` to the file `name` of every case. */
function migrations(tool, name, host) {
  const files = cases.map((it) => path.join(it, name));
  const script = path.join(import.meta.dirname, tool, 'migrations.mjs');
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'schemark-writers-'));
  try {
    const answers = path.join(place, 'answers.json');
    const done = spawnSync(process.execPath, ['--no-warnings', script, answers, ...files], { encoding: 'utf8', env: { ...process.env, PGHOST: host } });
    if (done.status !== 0) throw new Error(`${script}: ${done.stderr}`);
    return JSON.parse(fs.readFileSync(answers, 'utf8'));
  } finally {
    fs.rmSync(place, { recursive: true, force: true });
  }
}

/** What the database contains after what was written, one fact a line. */
function items(by, made, folder, names, catalogOf) {
  const where = `${path.basename(folder)} ${by}`;
  if (made.error) return void differs(`${where}: it is refused: ${made.error}`);
  const { catalog, errors } = catalogOf([[by, made.sql.replace(/^CREATE EXTENSION .*$/gm, '')]], { schemas: ['auth'] });
  if (errors.length) return void differs(`${where}: PostgreSQL refuses it: ${errors.join('; ')}`);
  const list = catalog.enums.map((it) => `enum ${it.schema}.${it.name} ${JSON.stringify(it.values)}`);
  for (const table of catalog.tables) list.push(...facts(table, names));
  return { by, list: list.sort() };
}

function facts(table, names) {
  const title = `${table.schema}.${table.name}`;
  const named = (it) => (names.has(it.name) ? ` named ${it.name}` : '');
  const isUnique = (it) => it.unique && !it.partial && !it.columns.includes('<expr>');
  const uniques = [...table.uniques, ...table.indexes.filter(isUnique)];
  const alone = new Set(uniques.filter((it) => it.columns.length === 1).map((it) => it.columns[0]));
  return [
    `${title} ${table.kind} rls ${table.rls}`,
    `${title} key ${JSON.stringify(table.primaryKey)}`,
    `${title} checks ${table.checks}`,
    ...table.columns.map((it, at) => `${title} column ${at} ${JSON.stringify({ ...column(it), unique: alone.has(it.name) })}`),
    ...uniques.map((it) => `${title} unique ${JSON.stringify(it.columns)}${named(it)}`),
    ...table.foreignKeys.map((it) => `${title} reference ${JSON.stringify(it)}`),
    ...table.indexes.filter((it) => !isUnique(it)).map((it) => `${title} index ${JSON.stringify({ ...it, name: undefined })}${named(it)}`),
    ...table.policies.map((it) => `${title} policy ${JSON.stringify(it)}`),
  ];
}

/** What the catalog says of `it`, with the SQL of its default in its plainest spelling. */
function column({ name, type, nullable, default: has, primary, enum: of, ...more }) {
  return { name, type, nullable, default: has, given: given(more), primary, enum: of };
}

function compare(folder, wanted, got) {
  const left = [...got.list];
  for (const it of wanted.list) {
    figures.items += 1;
    const at = left.indexOf(it);
    if (at < 0) differs(`${path.basename(folder)} ${got.by} lacks ${it}`);
    else {
      figures.equal += 1;
      left.splice(at, 1);
    }
  }
  for (const it of left) differs(`${path.basename(folder)} ${got.by} adds  ${it}`);
}

function differs(line) {
  figures.different += 1;
  shown += 1;
  if (shown <= 200) console.log(line);
}
