// Prisma's migration engine, in this process.

import fs from 'node:fs';

import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';

let engine;

// The engine writes the SQL of SQLite without a database.
const refuse = () => Promise.reject(new Error('there is no database'));
const nobody = {
  provider: 'sqlite',
  adapterName: 'none',
  queryRaw: refuse,
  executeRaw: refuse,
  executeScript: refuse,
  startTransaction: refuse,
  getConnectionInfo: () => ({ supportsRelationJoins: false }),
  dispose: () => Promise.resolve(),
};
const unconnected = { provider: 'sqlite', adapterName: 'none', connect: () => Promise.resolve(nobody), connectToShadowDb: () => Promise.resolve(nobody) };

// Nobody closes an engine's connection: it closes itself as soon as it is idle, or a server would run out of them.
const server = { host: process.env.PGHOST, user: 'postgres', database: 'postgres', max: 1, idleTimeoutMillis: 1, allowExitOnIdle: true };

/** The SQL that leads from nothing to the schema in `files`, names with texts; the engine asks the server at $PGHOST for no more than its version. */
export async function migration(files, provider = 'postgresql') {
  engine ??= load();
  const factory = bindMigrationAwareSqlAdapterFactory(provider === 'sqlite' ? unconnected : new PrismaPg(server));
  const migrator = await engine.SchemaEngine.new({ datamodels: files }, () => {}, factory);
  const to = { tag: 'schemaDatamodel', files: files.map(([path, content]) => ({ path, content })) };
  const nothing = { externalTables: [], externalEnums: [] };
  const done = await migrator.diff({ from: { tag: 'empty' }, to, script: true, shadowDatabaseUrl: null, exitCode: null, filters: nothing });
  return done.stdout;
}

function load() {
  const bytes = fs.readFileSync(new URL('schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')));
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

/** What `error`, of the engine or of the reader, says to people. */
export function said(error) {
  const text = error.message ?? String(error);
  try {
    return JSON.parse(text).message;
  } catch {
    return text;
  }
}
