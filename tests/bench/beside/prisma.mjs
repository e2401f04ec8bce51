// node prisma.mjs FILE dmmf|validate: the milliseconds that Prisma's own reader takes for FILE, in its fastest run.

import fs from 'node:fs';
import { createRequire } from 'node:module';

import { fastest } from './fastest.mjs';

const require = createRequire(new URL('../../oracles/package.json', import.meta.url));
const prisma = require('@prisma/prisma-schema-wasm');
const [file, what] = process.argv.slice(2);
const text = fs.readFileSync(file, 'utf8');
const asked = JSON.stringify({ prismaSchema: [['schema.prisma', text]], noColor: true });
// What crosses the border of WebAssembly is a text of JSON; to read it is the caller's work and not counted.
const reads = { dmmf: () => prisma.get_dmmf(asked), validate: () => prisma.validate(asked) };
try {
  console.log(fastest(reads[what]));
} catch (error) {
  const said = /"message":"((?:[^"\\]|\\.)*)"/.exec(error.message)?.[1] ?? error.message;
  console.error(`Error: ${said.split('\\n')[0].replace(/^error: /, '')}`);
  process.exitCode = 1;
}
