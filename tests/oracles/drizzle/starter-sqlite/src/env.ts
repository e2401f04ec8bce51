export const env = { DATABASE_URL: 'file:./db.sqlite' };
