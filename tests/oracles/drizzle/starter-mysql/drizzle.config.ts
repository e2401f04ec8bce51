import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  schema: './src/server/db/schema.ts',
  dialect: 'mysql',
  dbCredentials: { url: process.env.DATABASE_URL! },
  tablesFilter: ['depot_*'],
});
