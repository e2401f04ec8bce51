import { pgTable, text } from 'drizzle-orm/pg-core';

// What a generator wrote, and nobody linked.
export const customers = pgTable('customers', { id: text('id').primaryKey() });
export const sessions = pgTable('sessions', { id: text('id').primaryKey(), userId: text('user_id').references(() => customers.id) });
