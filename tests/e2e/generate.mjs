// From a story to a database: generate the schema, compile it, export its SQL, apply that to PostgreSQL, check the
// story against it; then take each table out again and see exactly its strong mentions reported.
// SCHEMARK: the program; WORKSPACE: a workspace with a story and no schema yet (tests/workspaces/seeds/bmad-story).

import fs from 'node:fs';
import path from 'node:path';

import { applySql } from './postgres.mjs';
import { check, compile, expect, expectSame, exportSql, findings, linkPackages, schemark, withoutTable, workspace } from './schema-tools.mjs';

const story = process.env.STORY ?? 'docs/stories/1.2.database-schema.md';
const schema = path.join(workspace, process.env.SCHEMA ?? 'db/schema.ts');
const unknown = ['unknown-table', 'unknown-column'];
linkPackages();

schemark(['generate', story, '--write']);
const declared = tables().map((it) => it.name).sort();
console.log(`generated ${declared.length} tables: ${declared.join(', ')}`);
expect('every table of the fence is generated', declared.length === 11, declared);
compile();
console.log('ok tsc accepts it');
const made = applySql(exportSql(), "select table_name from information_schema.tables where table_schema = 'public' order by 1");
expectSame('PostgreSQL holds the tables', made, declared);
expectSame('the story names nothing unknown', findings(...unknown), []);
schemark(['generate', story, '--write'], [0, 1, 2]);
expectSame('generating again adds nothing', tables().map((it) => it.name).sort(), declared);

const whole = fs.readFileSync(schema, 'utf8');
const before = check().findings.filter(speaksOfOneTable);
const mentions = strongMentions();
for (const table of tables()) {
  const { text, gone } = withoutTable(whole, table.key);
  fs.writeFileSync(schema, text);
  const after = check().findings.filter(speaksOfOneTable);
  const reported = after.filter((it) => it.rule === 'unknown-table').map(placeOf);
  const wanted = mentions.filter((it) => names(it.name, table)).map(placeOf);
  expectSame(`without ${table.name}: its ${wanted.length} strong mentions are findings`, reported, wanted);
  // A finding in the table's own declaration goes with it; a key that led to it now leads nowhere; the others stay.
  const stays = (it) => !(path.join(workspace, it.path) === schema && gone.some(([start, end]) => start <= it.offset && it.offset < end));
  const dangling = table.keysToIt.map((it) => `${it} refers to cannot be evaluated`);
  const others = after.filter((it) => it.rule !== 'unknown-table').map(said);
  expectSame(`without ${table.name}: nothing else changes`, others, [...before.filter(stays).map(said), ...dangling]);
}
fs.writeFileSync(schema, whole);

/** Whether a finding stands by itself: the naming rules compare a table with all others, and a key leads to another. */
function speaksOfOneTable(it) {
  return !['table-naming', 'column-naming', 'missing-foreign-key'].includes(it.rule);
}

function tables() {
  const { sets } = JSON.parse(schemark(['dump', 'model', '--format', 'json']));
  const all = sets.flatMap((set) => set.tables);
  const keysTo = (name) => (it) => it.foreignKeys.filter((key) => key.table === name && it.name !== name);
  return all.map(({ name, export: key }) => ({
    name,
    key,
    keysToIt: all.flatMap((it) => keysTo(name)(it).map((key) => `${it.path} schema-unreadable the table that \`${key.columns}\` of \`${it.name}\``)),
  }));
}

function strongMentions() {
  const facts = JSON.parse(schemark(['dump', 'facts', '--format', 'json', story]));
  return facts.mentions.filter((it) => it.kind === 'table' && it.strength === 'strong' && !it.cue);
}

/** Whether a story that writes `name` means `table`: case, underscores and a plural s do not matter. */
function names(name, table) {
  const plain = (it) => it.toLowerCase().replaceAll('_', '').replace(/s$/, '');
  return [table.name, table.key].some((it) => plain(it) === plain(name));
}

function placeOf(it) {
  const { line, column } = it.span ?? it;
  return `${line}:${column} ${it.name}`;
}

function said(it) {
  return `${it.path} ${it.rule} ${it.message}`;
}
