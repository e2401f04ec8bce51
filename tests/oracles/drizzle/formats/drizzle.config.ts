import 'dotenv/config';
import * as path from 'path';
import type { Config } from 'drizzle-kit';

const folder = 'db';

export default {
  dialect: 'postgresql',
  schema: [path.resolve(__dirname, folder, 'main.ts'), `./${folder}/{extra,more}/*.ts`],
  casing: 'camelCase',
} as Config;
