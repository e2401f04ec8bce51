/** @type {import('drizzle-kit').Config} */
module.exports = {
  schema: './schema.ts',
  dialect: 'mysql',
};
