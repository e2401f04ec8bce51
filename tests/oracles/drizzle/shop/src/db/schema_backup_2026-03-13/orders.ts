import { pgTable, text } from 'drizzle-orm/pg-core';

export const oldOrders = pgTable('old_orders', { id: text('id').primaryKey() });
