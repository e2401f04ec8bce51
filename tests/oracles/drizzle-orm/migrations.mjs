// node migrations.mjs ANSWERS FILE…: for each file, a schema of its own, the SQL that drizzle-kit writes for it, or why it writes
// none, as JSON in the file ANSWERS. The database is the one whose module of drizzle-orm the file imports.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const tools = path.join(import.meta.dirname, '../../e2e');
const require = createRequire(path.join(tools, 'package.json'));
const kit = require.resolve('drizzle-kit/api');
const esbuild = createRequire(kit)('esbuild');
const tool = require(kit);
const makers = {
  pg: [tool.generateDrizzleJson, tool.generateMigration],
  sqlite: [tool.generateSQLiteDrizzleJson, tool.generateSQLiteMigration],
  mysql: [tool.generateMySQLDrizzleJson, tool.generateMySQLMigration],
};

// Packages that give ids are not there, nor is anything asked of them.
const givers = ['@paralleldrive/cuid2', 'ulid', 'uuid', 'nanoid'];
// drizzle-kit leaves instead of saying no.
const leave = process.exit;
process.exit = (code) => {
  throw new Error(`drizzle-kit gives up with ${code}: ${refusals.splice(0).join(' ')}`);
};
const refusals = [];
console.log = console.error = (...words) => refusals.push(words.join(' '));

const place = fs.mkdtempSync(path.join(os.tmpdir(), 'schemark-drizzle-'));
const [out, ...files] = process.argv.slice(2);
const answers = [];
const stub = path.join(place, 'stub.cjs');
fs.writeFileSync(stub, 'module.exports = new Proxy({}, { get: () => () => "" });');
const alias = Object.fromEntries(givers.map((it) => [it, stub]));
for (const [index, file] of files.entries()) {
  try {
    const outfile = path.join(place, `${index}.mjs`);
    esbuild.buildSync({ entryPoints: [file], outfile, bundle: true, format: 'esm', platform: 'node', alias, nodePaths: [path.join(tools, 'node_modules')], logLevel: 'silent' });
    const module = await import(outfile);
    const [, core] = /from ["']drizzle-orm\/(pg|sqlite|mysql)-core["']/.exec(fs.readFileSync(file, 'utf8')) ?? [];
    const [snapshot, migration] = makers[core ?? 'pg'];
    const empty = await snapshot({});
    answers.push({ sql: (await migration(empty, await snapshot({ ...module }, empty.id))).join('\n') });
  } catch (error) {
    answers.push({ error: String(error.stack ?? error).slice(0, 2000) });
  }
}
fs.rmSync(place, { recursive: true, force: true });
fs.writeFileSync(out, JSON.stringify(answers));
leave(0);
