// node inspect.mjs FILE…: what Prisma itself makes of the schema in these files: its data model, and the SQL that its
// migration engine writes for an empty SQLite, or for the empty PostgreSQL at $PGHOST. A process of its own, for the
// engine is asynchronous.

import fs from 'node:fs';
import { createRequire } from 'node:module';

import { migration, said } from './engine.mjs';

const require = createRequire(import.meta.url);
// Prisma 7 refuses the addresses that earlier schemas hold; they say nothing of the model.
const addresses = /^\s*(url|directUrl|shadowDatabaseUrl)\s*=.*$/gm;
const files = process.argv.slice(2).map((it) => [it, fs.readFileSync(it, 'utf8').replaceAll('\r\n', '\n').replace(addresses, '')]);
const answer = {};
try {
  const reader = require('@prisma/prisma-schema-wasm');
  answer.model = JSON.parse(reader.get_dmmf(JSON.stringify({ prismaSchema: files, noColor: true }))).datamodel;
  const whole = files.map(([, text]) => text).join('\n');
  // The data model says of a view no more than of a model.
  answer.views = [...whole.matchAll(/^\s*view\s+(\w+)\s*\{/gm)].map((it) => it[1]);
  answer.hasForeignKeys = !/relationMode\s*=\s*"prisma"|provider\s*=\s*"mongodb"/.test(whole);
  [, answer.provider] = /^\s*datasource\s[^}]*?provider\s*=\s*"(\w+)"/m.exec(whole) ?? [];
  const [, provider] = /provider\s*=\s*"(postgres|postgresql|sqlite)"/.exec(whole) ?? [];
  if (provider) answer.sql = await migration(files, provider);
  answer.database = provider;
} catch (error) {
  answer.error = said(error);
}
// The engine leaves things open, and a pipe takes a part at a time.
process.stdout.write(JSON.stringify(answer), () => process.exit(0));
