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

import { withCatalogs } from './catalog.mjs';
import { compare, report, unannounced } from './compare.mjs';
import { announcedIn, dumpModel } from './schemark.mjs';
import { isSqlite, postgres, sqlite } from './sql-files.mjs';

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
