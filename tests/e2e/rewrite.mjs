// The oracle's Drizzle schemas, which hold every form, written again by `schemark convert --to drizzle`: the compiler and
// drizzle-kit accept the one file each becomes, and what is read of it is what was read of them.
// SCHEMARK: the program; WORKSPACE: a folder that may be filled.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { compare } from '../oracles/compare.mjs';
import { compile, expect, expectSame, exportSql, linkPackages, program, workspace } from './schema-tools.mjs';

const fixtures = path.join(import.meta.dirname, '../oracles/drizzle');
const dialects = { advanced: 'postgresql', 'starter-mysql': 'mysql', 'starter-sqlite': 'sqlite', creator: 'postgresql', formats: 'postgresql', lite: 'sqlite', mysql: 'mysql', shop: 'postgresql' };

fs.rmSync(workspace, { recursive: true });
fs.mkdirSync(workspace);
linkPackages();
const options = { strict: true, module: 'nodenext', moduleResolution: 'nodenext', target: 'es2022', skipLibCheck: true, types: ['node'] };
fs.writeFileSync(path.join(workspace, 'package.json'), '{ "private": true, "type": "module" }');
fs.writeFileSync(path.join(workspace, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*/schema.ts'] }));
const lost = {};
const lostIndexes = {};
const lostViews = {};
for (const [name, dialect] of Object.entries(dialects)) {
  const { out, left } = schemark(path.join(fixtures, name), 'convert', '--to', 'drizzle');
  lost[name] = left.split('\n').map((it) => /^left out: (?:the default|what) ?o?f? ?`(.+)` of `([^`]+)`/.exec(it)).filter(Boolean).map(([, column, table]) => `${table}.${column} default`);
  // What no query makes, drizzle-kit does not make either.
  lostViews[name] = [...left.matchAll(/^left out: the query of view `(.+)`$/gm)].map(([, view]) => view);
  const indexes = left.split('\n').map((it) => /^left out: index `(.+)` of `([^`]+)`/.exec(it)).filter(Boolean);
  lostIndexes[name] = indexes.map(([, index, table]) => ({ table, index }));
  fs.mkdirSync(path.join(workspace, name));
  fs.writeFileSync(path.join(workspace, name, 'schema.ts'), out);
  fs.writeFileSync(path.join(workspace, name, 'drizzle.config.ts'), `export default { schema: './schema.ts', out: './out', dialect: '${dialect}' };\n`);
}
compile();
console.log('ok tsc accepts them');
for (const name of Object.keys(dialects)) {
  exportSql(name);
  const [wanted] = sets(path.join(fixtures, name));
  const [got] = sets(path.join(workspace, name));
  wanted.tables = wanted.tables.filter((it) => !lostViews[name].includes(it.name));
  for (const { table, index } of lostIndexes[name]) {
    const of = wanted.tables.find((it) => it.name === table);
    of.indexes = of.indexes.filter((it) => it.name !== index);
  }
  for (const it of wanted.tables.flatMap((table) => table.columns)) delete it.key;
  const tally = compare(wanted, got);
  const differences = tally.differences.filter((it) => !lost[name].includes(it.split(': ')[0]));
  expectSame(`${name} says the same, in ${tally.items} items`, differences, []);
  expect(`${name} holds tables`, got.tables.length > 0);
}

function sets(folder) {
  return JSON.parse(schemark(folder, 'dump', 'model', '--format', 'json').out).sets.filter((it) => it.tables.length);
}

function schemark(cwd, ...args) {
  const done = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 64 << 20 });
  if (done.status) throw new Error(`${args.join(' ')} in ${cwd}: ${done.stderr}`);
  return { out: done.stdout, left: done.stderr };
}
