// Compares schemark's model of SQL migrations with PostgreSQL's catalog after the same migrations, or with SQLite's where
// the files are written for SQLite.
//   node tests/oracles/sql.mjs FOLDER…
// SCHEMARK names the program. Each set of the dialect `sql` that the program finds in a folder is one schema: its files
// are applied in the order of the set, which is the order of their paths unless `oracle.json` says
// { "SET": ["FILE", …] }. A statement that PostgreSQL refuses is printed and left out, as the reader leaves it out.
// A fixture may hold `announced.json`: { "PATH OF AN ITEM": "why it is unknown or different" }. Exits 1 on anything that
// is not announced.
//
// What PostgreSQL then contains is also held against what it contains after `schemark convert --to sql`, definition by
// definition. What is missing there must be named on stderr, as left out or unknown.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { withCatalogs } from './catalog.mjs';
import { compare, report, unannounced } from './compare.mjs';
import { announcedIn, dumpModel } from './schemark.mjs';
import { hosted, isSqlite, postgres, prepared, sqlite } from './sql-files.mjs';

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
  const again = [];
  const tallies = sets.map((set) => {
    const files = order[set.name] ?? set.files.filter((it) => it.endsWith('.sql'));
    const texts = files.map((it) => fs.readFileSync(path.join(folder, it), 'utf8'));
    const answer = texts.some(isSqlite) ? sqlite(folder, files) : postgres(folder, files, set, catalogOf);
    for (const it of answer.errors) console.log(`  refused    ${it}`);
    const tally = compare(answer.catalog, set);
    report(`${path.basename(folder)} ${set.name}`, tally, announced);
    if (answer.catalog.definitions) again.push(...written(folder, set, answer, catalogOf));
    return tally;
  });
  return [...unannounced(tallies, announced), ...again];
}

/** What is lost without a word, or comes to be, where `set` is written as SQL and applied to an empty database. */
function written(folder, set, answer, catalogOf) {
  const done = spawnSync(process.env.SCHEMARK ?? 'schemark', ['convert', '--to', 'sql', '--set', set.name], { cwd: folder, encoding: 'utf8' });
  if (done.status !== 0) return [`${set.name} cannot be written: ${done.stderr}`];
  const steps = [['hosted', hosted], ['written', prepared(done.stdout)]];
  const { catalog, errors } = catalogOf(steps, { schemas: answer.schemas, goOn: true, definitions: true });
  const line = (it) => `${it.kind} ${it.name} ${it.definition}`;
  const [before, after] = [answer.catalog.definitions, catalog.definitions].map((list) => new Map(list.map((it) => [line(it), it])));
  // Names stand in backquotes, without quotes of SQL.
  // A table that is said not to be wholly known may have had what is lost.
  const open = new Set(set.tables.filter((it) => !it.known || !it.constraintsKnown || !it.policiesKnown).map((it) => it.name));
  const isOpen = (part) => open.has(part) && done.stderr.includes(`\`${part}\``);
  const isNamed = (it) => it.name.split(/[. ]/).some(isOpen) || it.name.replaceAll('"', '').split(/[. ]/).every((part) => answer.schemas.includes(part) || done.stderr.includes(part));
  const refused = errors.filter((it) => it.startsWith('written'));
  const lost = [...before].filter(([text, it]) => !after.has(text) && !isNamed(it)).map(([text]) => `written anew, it lacks ${text}`);
  // What a file says in comments of its own is written as a comment of the database.
  const more = [...after].filter(([text, it]) => !before.has(text) && !isNamed(it) && it.kind !== 'comment').map(([text]) => `written anew, it has ${text}`);
  console.log(`${path.basename(folder)} ${set.name} written anew: ${before.size} definitions, ${lost.length} lacking, ${more.length} too many`);
  return [...refused, ...lost, ...more].map((it) => `${set.name}: ${it}`);
}
