// Compares schemark's model of Drizzle schemas with drizzle-orm's `getTableConfig` and, for PostgreSQL, with the
// catalog after drizzle-kit's SQL.
//   node tests/oracles/drizzle.mjs FOLDER…
// SCHEMARK names the program. A folder is a repository: each config of drizzle-kit in it is one schema. A fixture may hold
// `announced.json`: { "PATH OF AN ITEM": "why it is unknown or different" }. Exits 1 on anything that is not announced.
//
// A repository's schema is run, in a process that can write nothing and start nothing. What it imports from packages
// that are not there is a stub that answers everything with itself.

import path from 'node:path';

import { withCatalogs } from './catalog.mjs';
import { compare, report, unannounced } from './compare.mjs';
import { configsIn, evaluate } from './drizzle-orm/load.mjs';
import { announcedIn, closest, dumpModel } from './schemark.mjs';
import { sqliteOf } from './sql-files.mjs';

const folders = process.argv.slice(2);
if (!folders.length) throw new Error('usage: node drizzle.mjs FOLDER…');

const surprises = withCatalogs((catalogOf) => folders.flatMap((folder) => {
  const label = path.basename(path.resolve(folder));
  return check(path.resolve(folder), catalogOf).map((it) => `${label}: ${it}`);
}));
for (const it of surprises) console.log(it);
process.exitCode = surprises.length ? 1 : 0;

/** What is not as announced in `folder`. */
function check(folder, catalogOf) {
  const label = path.basename(folder);
  const announced = announcedIn(folder);
  const waiting = dumpModel(folder).filter((it) => it.dialect === 'drizzle');
  const wrong = [];
  const tallies = [];
  const take = (title, tally) => {
    report(title, tally, announced);
    tallies.push(tally);
  };
  const asked = new Set();
  for (const config of configsIn(folder)) {
    const name = path.relative(folder, config) || config;
    const oracle = evaluate(folder, config);
    if (oracle.error) {
      wrong.push(`${name}: the oracle cannot run it: ${oracle.error}`);
      continue;
    }
    // One schema with several configs, for production and for tests.
    if (asked.has(oracle.asked)) continue;
    asked.add(oracle.asked);
    for (const it of oracle.stubs) console.log(`  stub       ${it}`);
    for (const it of oracle.failures) console.log(`  left out   ${it}`);
    if (oracle.refusal) console.log(`  refusal    drizzle-kit: ${oracle.refusal}`);
    const set = closest(waiting, oracle.tables);
    if (!set) {
      wrong.push(`${name}: no set for ${oracle.tables.length} tables`);
      continue;
    }
    waiting.splice(waiting.indexOf(set), 1);
    take(`${label} ${name} getTableConfig`, compare(oracle, set));
    if (oracle.sql && oracle.database === 'sqlite') {
      const { catalog, errors } = sqliteOf(oracle.sql.join('\n'));
      if (errors.length) wrong.push(...errors.map((it) => `${name}: ${it}`));
      else take(`${label} ${name} tables`, compare(asWritten(ofLite(catalog, oracle), oracle), set));
    } else if (oracle.sql) {
      // drizzle-kit makes a schema if it is exported; otherwise it is there by other means.
      const schemas = [...new Set(oracle.tables.map((it) => it.schema).filter(Boolean))];
      const made = schemas.map((it) => `CREATE SCHEMA IF NOT EXISTS "${it}";`);
      const steps = [['drizzle-kit', [...made, ...oracle.sql].join('\n').replaceAll('CREATE SCHEMA "', 'CREATE SCHEMA IF NOT EXISTS "')]];
      const { catalog, errors } = catalogOf(steps, { schemas });
      if (errors.length) wrong.push(...errors.map((it) => `${name}: ${it}`));
      else take(`${label} ${name} catalog`, compare(asWritten(catalog, oracle), set));
    }
  }
  for (const set of waiting) {
    if (set.tables.length) wrong.push(`set ${set.name} has ${set.tables.length} tables that no drizzle.config.* leads to`);
  }
  return [...wrong, ...unannounced(tallies, announced)];
}

/** For SQLite, drizzle-kit makes unique indexes of unique constraints; SQLite knows no type of what a view computes. */
function ofLite(catalog, oracle) {
  const written = new Map(oracle.tables.map((it) => [it.name, it]));
  const tables = catalog.tables.map((table) => {
    const left = [...(written.get(table.name)?.uniques ?? [])];
    const made = table.indexes.filter((it) => {
      const at = it.unique && !it.partial ? left.findIndex((other) => other.columns.join() === it.columns.join()) : -1;
      return at >= 0 && left.splice(at, 1);
    });
    const uniques = [...table.uniques, ...made.map(({ name, columns }) => ({ name, columns }))];
    const isAlone = (name) => uniques.some((it) => it.columns.length === 1 && it.columns[0] === name);
    const columns = table.columns.map((it) => ({ ...it, type: it.type || undefined, unique: isAlone(it.name) }));
    return { ...table, columns, uniques, indexes: table.indexes.filter((it) => !made.includes(it)) };
  });
  return { ...catalog, tables };
}

/**
 * What the source says and a database does not keep: the dump counts `$defaultFn` and `$onUpdate` as defaults, and a
 * column that is the primary key and unique besides has one index only.
 */
function asWritten(catalog, oracle) {
  const written = new Map(oracle.tables.map((it) => [`${it.schema}.${it.name}`, it]));
  const tables = catalog.tables.map((table) => {
    const source = written.get(`${table.schema}.${table.name}`);
    if (!source) return table;
    const filled = new Set(source.columns.filter((it) => it.default).map((it) => it.name));
    const isKey = (it) => it.columns.join() === source.primaryKey.join();
    const again = source.uniques.filter(isKey).slice(table.uniques.filter(isKey).length);
    const twice = again.filter((it) => it.columns.length === 1).map((it) => it.columns[0]);
    const columns = table.columns.map((it) => ({ ...it, default: it.default || filled.has(it.name), unique: it.unique || twice.includes(it.name) }));
    return { ...table, columns, uniques: [...table.uniques, ...again] };
  });
  return { ...catalog, tables };
}
