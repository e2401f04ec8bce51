// node dbml.mjs FILE: the milliseconds that DBML's own reader takes for FILE, in its fastest run.

import fs from 'node:fs';
import { createRequire } from 'node:module';

import { fastest } from './fastest.mjs';

const require = createRequire(new URL('../../oracles/package.json', import.meta.url));
const { Parser } = require('@dbml/core');
const text = fs.readFileSync(process.argv[2], 'utf8');
console.log(fastest(() => new Parser().parse(text, 'dbmlv2')));
