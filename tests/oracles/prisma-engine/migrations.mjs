// node migrations.mjs ANSWERS FILE…: for each file, a schema of its own, the SQL that Prisma's migration engine writes for it, or why it
// writes none, as JSON in the file ANSWERS.

import fs from 'node:fs';

import { migration, said } from './engine.mjs';

const [out, ...files] = process.argv.slice(2);
const answers = [];
for (const file of files) {
  try {
    const text = fs.readFileSync(file, 'utf8');
    const [, provider] = /provider\s*=\s*"(sqlite|mysql)"/.exec(text) ?? [];
    if (provider === 'mysql') throw new Error('the engine needs a server');
    answers.push({ sql: await migration([[file, text]], provider) });
  } catch (error) {
    answers.push({ error: said(error) });
  }
}
fs.writeFileSync(out, JSON.stringify(answers));
process.exit(0);
