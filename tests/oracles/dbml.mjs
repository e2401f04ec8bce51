// Compares schemark's model of DBML with PostgreSQL's catalog after the SQL that `@dbml/core` exports.
//   node tests/oracles/dbml.mjs FOLDER…
// SCHEMARK names the program. Each set of the dialect `dbml` that the program finds in a folder is one schema of one
// file. A fixture may hold `announced.json`: { "PATH OF AN ITEM": "why it is unknown or different" }. Exits 1 on anything
// that is not announced.

import fs from 'node:fs';
import path from 'node:path';

import { withCatalogs } from './catalog.mjs';
import { compare, report, unannounced } from './compare.mjs';
import { exported } from './dbml-export.mjs';
import { announcedIn, dumpModel } from './schemark.mjs';

const folders = process.argv.slice(2).map((it) => path.resolve(it));
if (!folders.length) throw new Error('usage: node dbml.mjs FOLDER…');

const surprises = withCatalogs((catalogOf) => folders.flatMap((folder) => check(folder, catalogOf).map((it) => `${path.basename(folder)}: ${it}`)));
for (const it of surprises) console.log(it);
process.exitCode = surprises.length ? 1 : 0;

/** What is not as announced in `folder`. */
function check(folder, catalogOf) {
  const announced = announcedIn(folder);
  const sets = dumpModel(folder).filter((it) => it.dialect === 'dbml');
  if (!sets.length) return ['no set is read from DBML'];
  const wrong = [];
  const tallies = [];
  for (const set of sets) {
    const source = set.files.map((it) => fs.readFileSync(path.join(folder, it), 'utf8')).join('\n');
    const { sql, error } = exported(source);
    if (error) {
      wrong.push(`${set.name}: @dbml/core refuses it: ${error}`);
      continue;
    }
    const schemas = [...new Set(set.tables.map((it) => it.schema).filter(Boolean))];
    const { catalog, errors } = catalogOf([['export', sql]], { schemas });
    wrong.push(...errors.map((it) => `${set.name}: ${it}`));
    const tally = compare(catalog, set);
    report(`${path.basename(folder)} ${set.name}`, tally, announced);
    tallies.push(tally);
  }
  return [...wrong, ...unannounced(tallies, announced)];
}
