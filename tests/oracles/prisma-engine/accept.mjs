// node accept.mjs FILE…: each file is a whole schema. Prisma's validator must accept it, and its formatter must leave it
// as it is. Exits 1 otherwise.

import fs from 'node:fs';
import { createRequire } from 'node:module';

const prisma = createRequire(import.meta.url)('@prisma/prisma-schema-wasm');
const wrong = process.argv.slice(2).flatMap((file) => {
  const text = fs.readFileSync(file, 'utf8');
  const said = refusal(text) ?? unformatted(text);
  return said ? [`${file}: ${said}`] : [];
});
for (const it of wrong) console.log(it);
process.exitCode = wrong.length ? 1 : 0;

function refusal(text) {
  try {
    prisma.validate(JSON.stringify({ prismaSchema: [['schema.prisma', text]], noColor: true }));
  } catch (error) {
    return error.message;
  }
}

function unformatted(text) {
  const options = { textDocument: { uri: 'file:/schema.prisma' }, options: { tabSize: 2, insertSpaces: true } };
  const [[, formatted]] = JSON.parse(prisma.format(JSON.stringify([['schema.prisma', text]]), JSON.stringify(options)));
  const at = formatted.split('\n').findIndex((line, index) => line !== text.split('\n')[index]);
  return at < 0 ? undefined : `Prisma's formatter changes line ${at + 1} to: ${formatted.split('\n')[at]}`;
}
