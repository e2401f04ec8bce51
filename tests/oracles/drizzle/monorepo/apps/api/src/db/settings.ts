import { pgTable, text } from 'drizzle-orm/pg-core';

const settings = pgTable('settings', { key: text('key').primaryKey(), value: text('value').notNull().default('') });

export default settings;
