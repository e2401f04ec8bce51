// Compares the database of a schema with the databases of what `schemark convert` makes of it.
//   node tests/oracles/convert.mjs FOLDER…
// SCHEMARK names the program. Each set that the program finds in a folder is written as SQL, as Drizzle and as Prisma. The
// SQL is applied as it is, Drizzle must please the compiler of TypeScript and is applied by what drizzle-kit makes of it,
// Prisma by what its migration engine does. The catalog is compared, SQL inside included, with the one of the schema's own
// tool. What differs must be said by a line of `left out`. For a database that is not here, the writing is read again.
//
// Not differences: the names of constraints and indexes that the schema leaves to the tool; a unique constraint and a
// unique index over columns; a sequence and an identity that anyone may overrule; how an index is stored.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { withCatalogs } from './catalog.mjs';
import { facts, isExcused } from './facts.mjs';
import { ownDatabases } from './own.mjs';
import { convert, dumpModel } from './schemark.mjs';
import { hostedPostgres, sqlite, sqliteOf } from './sql-files.mjs';

const folders = process.argv.slice(2).map((it) => path.resolve(it));
if (!folders.length) throw new Error('usage: node convert.mjs FOLDER…');
const tools = path.join(import.meta.dirname, '../e2e/node_modules');
const files = { sql: 'schema.sql', drizzle: 'schema.ts', prisma: 'schema.prisma' };
const figures = { schemas: 0, writings: 0, items: 0, equal: 0, leftOut: 0, different: 0 };
// Who calls the application's value at each update a default: Drizzle does, and no other.
const announced = [/^starter-mysql .* as (?:prisma|sql) \w+ +public\.depot_parcel default of updatedAt/, /^mysql prisma as drizzle \w+ +public\.shops default of updatedAt/];
const place = fs.mkdtempSync(path.join(os.tmpdir(), 'schemark-convert-'));

try {
  withCatalogs((catalogOf, host) => {
    const cases = folders.flatMap((folder) => ownDatabases(folder, catalogOf, host));
    const writings = cases.flatMap((it) => Object.keys(files).map((target) => written(it, target))).filter(Boolean);
    compiled(writings.filter((it) => it.target === 'drizzle'));
    migrated('drizzle-orm', writings.filter((it) => it.target === 'drizzle'), host);
    migrated('prisma-engine', writings.filter((it) => it.target === 'prisma' && it.of.database !== 'mysql'), host);
    for (const it of writings) check(it, catalogOf);
    figures.schemas = cases.length;
    figures.writings = writings.length;
  });
} finally {
  fs.rmSync(place, { recursive: true, force: true });
}
console.log(`convert: ${figures.schemas} schemas, ${figures.writings} writings, ${figures.items} items, ${figures.equal} equal, ${figures.leftOut} left out and said, ${figures.different} different`);
process.exitCode = figures.different || !figures.writings ? 1 : 0;

/** The schema of `of` in the language `target`, in a folder of its own. */
function written(of, target) {
  const made = convert(of.folder, of.set, target);
  const label = `${path.basename(of.folder)} ${of.set.name} as ${target}`;
  if (made.error) return void differs(`${label}: it is not written: ${made.error}`);
  if (target === 'sql') of.types = made.text.match(/^(create domain |create type \S+ as (?!enum)|alter domain |alter type )[^;]*;/gim) ?? [];
  const folder = fs.mkdtempSync(path.join(place, `${target}-`));
  const file = path.join(folder, files[target]);
  fs.writeFileSync(file, made.text);
  return { of, target, label, folder, file, leftOut: made.leftOut };
}

/** Runs the compiler of TypeScript once over all of `writings`. */
function compiled(writings) {
  if (!writings.length) return;
  fs.symlinkSync(tools, path.join(place, 'node_modules'));
  const options = { strict: true, noEmit: true, skipLibCheck: true, target: 'es2022', module: 'esnext', moduleResolution: 'bundler', types: [] };
  // The packages that give ids are the project's own matter.
  const givers = path.join(place, 'givers.d.ts');
  fs.writeFileSync(givers, ['@paralleldrive/cuid2', 'ulid', 'uuid'].map((it) => `declare module '${it}';\n`).join(''));
  fs.writeFileSync(path.join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: [givers, ...writings.map((it) => it.file)] }));
  const done = spawnSync(process.execPath, [path.join(tools, 'typescript/bin/tsc'), '-p', place, '--pretty', 'false'], { cwd: place, encoding: 'utf8' });
  for (const line of done.stdout.split('\n').filter((it) => /error TS/.test(it))) {
    const by = writings.find((it) => line.startsWith(path.relative(place, it.file)));
    differs(`${by?.label ?? 'tsc'}: ${line}`);
  }
}

/** Adds the SQL that the tool in `FOLDER/migrations.mjs` makes of each of `writings`, by one process. */
function migrated(tool, writings, host) {
  if (!writings.length) return;
  const answers = path.join(place, `${tool}.json`);
  const script = path.join(import.meta.dirname, tool, 'migrations.mjs');
  const done = spawnSync(process.execPath, ['--no-warnings', script, answers, ...writings.map((it) => it.file)], { encoding: 'utf8', env: { ...process.env, PGHOST: host } });
  if (done.status !== 0) throw new Error(`${script}: ${done.stderr}`);
  JSON.parse(fs.readFileSync(answers, 'utf8')).forEach((it, index) => Object.assign(writings[index], it));
}

/** Compares the database of one writing with the schema's own. */
function check(writing, catalogOf) {
  const { of, target, label } = writing;
  if (writing.error) return differs(`${label}: it is refused: ${writing.error.slice(0, 600)}`);
  const got = databaseOf(writing, catalogOf);
  if (got.errors.length) return differs(`${label}: it is refused: ${got.errors.join('; ').slice(0, 1200)}`);
  const wanted = facts(of.catalog, got.catalog, of.set);
  const left = facts(got.catalog, of.catalog, of.set);
  const differences = [];
  for (const it of wanted) {
    figures.items += 1;
    const at = left.findIndex((other) => other.text === it.text);
    if (at < 0) differences.push([it, 'lacks']);
    else {
      figures.equal += 1;
      left.splice(at, 1);
    }
  }
  differences.push(...left.map((it) => [it, 'adds ']));
  const excused = differences.filter(([it]) => isExcused(it, writing.leftOut));
  figures.leftOut += excused.length;
  for (const [it, verb] of differences) if (!isExcused(it, writing.leftOut)) differs(`${label} ${verb} ${it.text}`);
}

function databaseOf(writing, catalogOf) {
  const { of, folder, file } = writing;
  if (of.database === 'mysql') return readAgain(writing);
  if (of.database === 'sqlite') {
    return writing.sql === undefined ? sqlite(folder, [path.basename(file)]) : sqliteOf(writing.sql);
  }
  const made = writing.target === 'prisma' ? requoted(writing.sql) : writing.sql && unquoted(writing.sql);
  // Domains and composite types that are left out, and said, are there already.
  const types = made !== undefined && writing.leftOut.some((it) => /^(domain|type) `/.test(it)) ? of.types : [];
  const schemas = types.length ? of.set.tables.map((it) => it.schema).filter(Boolean).map((it) => `CREATE SCHEMA IF NOT EXISTS "${it}";`) : [];
  const sql = [...schemas, ...types, made ?? fs.readFileSync(file, 'utf8')].join('\n').replace(/\bCREATE SCHEMA (?!IF)/g, 'CREATE SCHEMA IF NOT EXISTS ');
  return hostedPostgres(of.shapes(sql), of.set, catalogOf);
}

/** `sql` of drizzle-kit, which takes a type and its schema for one name. */
function unquoted(sql) {
  return sql.replace(/ "(\w+)\.(\w+)"(?=[ ,\n)])/g, ' "$1"."$2"').replaceAll('""char""', '"char"');
}

/** `sql` of Prisma's engine, which forgets to double the quotes in an enum's values. */
function requoted(sql) {
  const values = (list) => list.slice(1, -1).split("', '").map((it) => `'${it.replaceAll("'", "''")}'`).join(', ');
  return sql.replace(/^(CREATE TYPE .* AS ENUM )\((.*)\);$/gm, (_, start, list) => `${start}(${values(list)});`);
}

/** What schemark itself reads in the writing. */
function readAgain({ target, folder, of }) {
  if (target === 'drizzle') {
    fs.writeFileSync(path.join(folder, 'drizzle.config.ts'), `export default { schema: './schema.ts', dialect: '${of.database}' };\n`);
  }
  const [catalog] = dumpModel(folder);
  return catalog ? { catalog, errors: [] } : { errors: ['nothing is read in it'] };
}

function differs(line) {
  if (announced.some((it) => it.test(line))) return;
  figures.different += 1;
  if (figures.different <= 200) console.log(line);
}
