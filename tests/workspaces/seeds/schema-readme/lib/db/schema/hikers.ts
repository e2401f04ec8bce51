import { index, jsonb, pgTable, text, timestamp, uuid, varchar } from 'drizzle-orm/pg-core';

export const hikers = pgTable('hikers', {
  id: uuid('id').primaryKey().defaultRandom(),
  loginId: text('login_id').notNull().unique(),
  email: varchar('email', { length: 255 }).notNull(),
  displayName: text('display_name'),
  preferences: jsonb('preferences').default({}),
  createdAt: timestamp('created_at').defaultNow().notNull(),
  updatedAt: timestamp('updated_at').defaultNow().notNull(),
}, (table) => ({
  createdIdx: index('hikers_created_at_idx').on(table.createdAt),
}));

export type Hiker = typeof hikers.$inferSelect;
export type NewHiker = typeof hikers.$inferInsert;
