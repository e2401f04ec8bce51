// node postgres.mjs FILE: the milliseconds that PostgreSQL's own parser takes for FILE, in its fastest run.

import fs from 'node:fs';

import { loadModule, parseSync } from 'libpg-query';

import { fastest } from './fastest.mjs';

const text = fs.readFileSync(process.argv[2], 'utf8');
await loadModule();
console.log(fastest(() => parseSync(text)));
