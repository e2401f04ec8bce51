import type { Config } from 'drizzle-kit';

const config = {
  dialect: 'postgresql',
  schema: ['./src/tables/*.table.ts', './src/enums.ts'],
  casing: 'snake_case',
} satisfies Config;

export default config;
