// node inspect.mjs FILE…: what Prisma itself makes of the schema in these files: its data model, and the SQL that its
// migration engine writes for the empty PostgreSQL at $PGHOST. A process of its own, for the engine is asynchronous.

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
  if (/provider\s*=\s*"postgres(ql)?"/.test(files.map(([, text]) => text).join('\n'))) answer.sql = await migration(files);
} catch (error) {
  answer.error = said(error);
}
fs.writeSync(1, JSON.stringify(answer));
process.exit(0);
