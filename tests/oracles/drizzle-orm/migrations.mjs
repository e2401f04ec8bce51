// node migrations.mjs ANSWERS FILE…: for each file, a schema of its own, the SQL that drizzle-kit writes for it, or why it writes
// none, as JSON in the file ANSWERS.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const tools = path.join(import.meta.dirname, '../../e2e');
const require = createRequire(path.join(tools, 'package.json'));
const kit = require.resolve('drizzle-kit/api');
const esbuild = createRequire(kit)('esbuild');
const { generateDrizzleJson, generateMigration } = require(kit);

const place = fs.mkdtempSync(path.join(os.tmpdir(), 'schemark-drizzle-'));
const [out, ...files] = process.argv.slice(2);
const answers = [];
for (const [index, file] of files.entries()) {
  try {
    const outfile = path.join(place, `${index}.mjs`);
    esbuild.buildSync({ entryPoints: [file], outfile, bundle: true, format: 'esm', platform: 'node', nodePaths: [path.join(tools, 'node_modules')], logLevel: 'silent' });
    const module = await import(outfile);
    const empty = generateDrizzleJson({});
    answers.push({ sql: (await generateMigration(empty, generateDrizzleJson({ ...module }, empty.id))).join('\n') });
  } catch (error) {
    answers.push({ error: String(error.stack ?? error).slice(0, 2000) });
  }
}
fs.rmSync(place, { recursive: true, force: true });
fs.writeFileSync(out, JSON.stringify(answers));
process.exit(0);
