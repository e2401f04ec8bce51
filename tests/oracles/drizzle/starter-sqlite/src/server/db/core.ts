export * from 'drizzle-orm/sqlite-core';
export { desc } from 'drizzle-orm';
