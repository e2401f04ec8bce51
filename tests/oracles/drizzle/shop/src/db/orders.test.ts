import { pgTable, text } from 'drizzle-orm/pg-core';

const scratch = pgTable('scratch', { id: text('id').primaryKey() });
