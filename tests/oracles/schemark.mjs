// The program under test.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const program = process.env.SCHEMARK ?? 'schemark';

/** The sets of `schemark dump model --format json` in `folder`, run by the program in $SCHEMARK. */
export function dumpModel(folder) {
  const done = spawnSync(program, ['dump', 'model', '--format', 'json'], { cwd: folder, encoding: 'utf8', maxBuffer: 256 << 20 });
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(`${program} in ${folder}: exit code ${done.status}\n${done.stderr}`);
  return JSON.parse(done.stdout).sets;
}

/** `set` of `folder`, written by `schemark convert` in the language `target`, and what is left out of it; or the error. */
export function convert(folder, set, target) {
  const done = spawnSync(program, ['convert', '--to', target, '--set', set.name], { cwd: folder, encoding: 'utf8', maxBuffer: 256 << 20 });
  if (done.error) throw done.error;
  const said = done.stderr.split('\n').filter(Boolean);
  if (done.status !== 0) return { error: said.join('; ') };
  return { text: done.stdout, leftOut: said.filter((it) => it.startsWith('left out: ')).map((it) => it.slice(10)) };
}

/** The one of `sets` that has most tables in common with `tables`; of equals, most columns and their types. */
export function closest(sets, tables) {
  const columns = (it) => it.columns.map((column) => `${it.name}.${column.name} ${column.type}`);
  const names = new Set(tables.map((it) => it.name));
  const all = new Set(tables.flatMap(columns));
  const share = (list, known) => list.filter((it) => known.has(it)).length;
  const shared = (set) => share(set.tables.map((it) => it.name), names) + share(set.tables.flatMap(columns), all) / (all.size + 1);
  return sets.reduce((best, set) => (!best || shared(set) > shared(best) ? set : best), undefined);
}

/** What the fixture in `folder` says that the program cannot know or gets wrong: items' paths with reasons. */
export function announcedIn(folder) {
  const file = path.join(folder, 'announced.json');
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
}
