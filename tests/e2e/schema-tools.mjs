// What the schema tests share: the program, the TypeScript compiler, drizzle-kit, and taking tables out of a schema.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

export const { SCHEMARK: program, WORKSPACE: workspace } = process.env;
const modules = path.join(import.meta.dirname, 'node_modules');

/** The workspace gets the packages that its schema imports. */
export function linkPackages() {
  fs.symlinkSync(modules, path.join(workspace, 'node_modules'));
}

/** The program's output; fails unless its exit code is one of `codes`. */
export function schemark(args, codes = [0]) {
  return run(program, args, codes);
}

/** `schemark check --format json`, whatever it finds. */
export function check() {
  return JSON.parse(schemark(['check', '--format', 'json'], [0, 1]));
}

/** The findings of `rules`, as "path:line rule message". */
export function findings(...rules) {
  return check().findings.filter((it) => rules.includes(it.rule)).map((it) => `${it.path}:${it.line} ${it.rule} ${it.message}`);
}

export function compile(folder = '.') {
  run(path.join(modules, '.bin/tsc'), ['--noEmit', '-p', folder]);
}

/** The SQL that drizzle-kit makes of the schema. It exits 0 with no output if an import cannot be resolved. */
export function exportSql(folder = '.') {
  const sql = run(path.join(modules, '.bin/drizzle-kit'), ['export'], [0], path.join(workspace, folder));
  expect('drizzle-kit exports tables', /CREATE TABLE/.test(sql), sql);
  return sql;
}

export function expect(what, holds, details = '') {
  if (!holds) throw new Error(`does not hold: ${what}\n${typeof details === 'string' ? details : JSON.stringify(details, null, 1)}`);
  console.log(`ok ${what}`);
}

/** Both lists hold the same things, equally often, in any order. */
export function expectSame(what, got, wanted) {
  const left = [...wanted];
  const extra = got.filter((it) => {
    const at = left.indexOf(it);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  expect(what, !left.length && !extra.length, { missing: left, extra });
}

/** `source` without the exported table that the variable `key` holds and without its types, and what was cut, in bytes. */
export function withoutTable(source, key) {
  const file = ts.createSourceFile('schema.ts', source, ts.ScriptTarget.Latest, true);
  const cut = file.statements.filter((it) => declares(it, key) || isTypeOf(it, key));
  if (!cut.some((it) => declares(it, key))) throw new Error(`there is no table ${key}`);
  const bytes = (offset) => Buffer.byteLength(source.slice(0, offset));
  const gone = cut.map((it) => [bytes(it.getFullStart()), bytes(it.end)]);
  const text = cut.reverse().reduce((rest, it) => rest.slice(0, it.getFullStart()) + rest.slice(it.end), source);
  return { text, gone };
}

function declares(statement, key) {
  return ts.isVariableStatement(statement) && statement.declarationList.declarations.some((it) => it.name.getText() === key);
}

function isTypeOf(statement, key) {
  return ts.isTypeAliasDeclaration(statement) && new RegExp(`typeof ${key}\\b`).test(statement.getText());
}

function run(command, args, codes = [0], cwd = workspace) {
  const done = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 64 << 20 });
  const shown = `${command} ${args.join(' ')}: exit code ${done.status}\n${done.stdout}\n${done.stderr}`;
  if (done.error) throw done.error;
  if (!codes.includes(done.status)) throw new Error(shown);
  return done.stdout;
}
