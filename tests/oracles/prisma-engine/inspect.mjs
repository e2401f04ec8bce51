// node inspect.mjs FILE…: what Prisma itself makes of the schema in these files: its data model, and the SQL that its
// migration engine writes for the empty PostgreSQL at $PGHOST. A process of its own, for the engine is asynchronous.

import fs from 'node:fs';
import { createRequire } from 'node:module';

import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';

const require = createRequire(import.meta.url);
// Prisma 7 refuses the addresses that earlier schemas hold; they say nothing of the model.
const addresses = /^\s*(url|directUrl|shadowDatabaseUrl)\s*=.*$/gm;
const files = process.argv.slice(2).map((it) => [it, fs.readFileSync(it, 'utf8').replaceAll('\r\n', '\n').replace(addresses, '')]);
const answer = {};
try {
  const reader = require('@prisma/prisma-schema-wasm');
  answer.model = JSON.parse(reader.get_dmmf(JSON.stringify({ prismaSchema: files, noColor: true }))).datamodel;
  if (/provider\s*=\s*"postgres(ql)?"/.test(files.map(([, text]) => text).join('\n'))) answer.sql = await migration();
} catch (error) {
  answer.error = said(error);
}
fs.writeSync(1, JSON.stringify(answer));
process.exit(0);

/** From nothing to the schema; the engine asks the server at $PGHOST for no more than its version. */
async function migration() {
  const engine = await load();
  const factory = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ host: process.env.PGHOST, user: 'postgres', database: 'postgres' }));
  const migrator = await engine.SchemaEngine.new({ datamodels: files }, () => {}, factory);
  const to = { tag: 'schemaDatamodel', files: files.map(([path, content]) => ({ path, content })) };
  const nothing = { externalTables: [], externalEnums: [] };
  const done = await migrator.diff({ from: { tag: 'empty' }, to, script: true, shadowDatabaseUrl: null, exitCode: null, filters: nothing });
  return done.stdout;
}

async function load() {
  const bytes = fs.readFileSync(new URL('schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')));
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

function said(error) {
  const text = error.message ?? String(error);
  try {
    return JSON.parse(text).message;
  } catch {
    return text;
  }
}
