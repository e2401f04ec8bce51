// Compares schemark's model of Drizzle schemas with drizzle-orm's `getTableConfig` and, for PostgreSQL, with the
// catalog after drizzle-kit's SQL.
//   node tests/oracles/drizzle.mjs FOLDER…
// SCHEMARK names the program. A folder is a repository: each `drizzle.config.*` in it is one schema. A fixture may hold
// `announced.json`: { "PATH OF AN ITEM": "why it is unknown or different" }. Exits 1 on anything that is not announced.
//
// A repository's schema is run, in a process that can write nothing and start nothing. What it imports from packages
// that are not there is a stub that answers everything with itself.

import path from 'node:path';

import { withCatalogs } from './catalog.mjs';
import { compare, report, unannounced } from './compare.mjs';
import { configsIn, evaluate } from './drizzle-orm/load.mjs';
import { announcedIn, closest, dumpModel } from './schemark.mjs';

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
  for (const config of configsIn(folder)) {
    const name = path.relative(folder, config) || config;
    const oracle = evaluate(folder, config);
    if (oracle.error) {
      wrong.push(`${name}: the oracle cannot run it: ${oracle.error}`);
      continue;
    }
    for (const it of oracle.stubs) console.log(`  stub       ${it}`);
    if (oracle.refusal) console.log(`  refusal    drizzle-kit: ${oracle.refusal}`);
    const set = closest(waiting, oracle.tables);
    if (!set) {
      wrong.push(`${name}: no set for ${oracle.tables.length} tables`);
      continue;
    }
    waiting.splice(waiting.indexOf(set), 1);
    take(`${label} ${name} getTableConfig`, compare(oracle, set));
    if (oracle.sql) {
      const steps = [['drizzle-kit', oracle.sql.join('\n')]];
      const { catalog, errors } = catalogOf(steps, { schemas: oracle.tables.map((it) => it.schema).filter(Boolean) });
      if (errors.length) wrong.push(...errors.map((it) => `${name}: ${it}`));
      else take(`${label} ${name} catalog`, compare(withApplicationDefaults(catalog, oracle), set));
    }
  }
  for (const set of waiting) {
    if (set.tables.length) wrong.push(`set ${set.name} has ${set.tables.length} tables that no drizzle.config.* leads to`);
  }
  return [...wrong, ...unannounced(tallies, announced)];
}

/** The dump counts `$defaultFn` and `$onUpdate` as defaults; a database knows nothing of them. */
function withApplicationDefaults(catalog, oracle) {
  const given = new Set(oracle.tables.flatMap((table) => table.columns.filter((it) => it.default).map((it) => `${table.schema}.${table.name}.${it.name}`)));
  const filled = (table) => (it) => ({ ...it, default: it.default || given.has(`${table.schema}.${table.name}.${it.name}`) });
  return { ...catalog, tables: catalog.tables.map((table) => ({ ...table, columns: table.columns.map(filled(table)) })) };
}
