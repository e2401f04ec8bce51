import { index, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const choirs = pgTable('choirs', {
  id: uuid('id').defaultRandom().primaryKey(),
  name: text('name').notNull().unique(),
  createdAt: timestamp('created_at', { withTimezone: true }).defaultNow().notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).defaultNow().notNull(),
});

export const singers = pgTable('singers', {
  id: uuid('id').defaultRandom().primaryKey(),
  email: text('email').notNull().unique(),
  voice: text('voice', { enum: ['soprano', 'alto', 'tenor', 'bass'] }).notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).defaultNow().notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).defaultNow().notNull(),
});

export const choirSingers = pgTable(
  'choir_singers',
  {
    choirId: uuid('choir_id')
      .notNull()
      .references(() => choirs.id, { onDelete: 'cascade' }),
    singerId: uuid('singer_id')
      .notNull()
      .references(() => singers.id, { onDelete: 'cascade' }),
    createdAt: timestamp('created_at', { withTimezone: true }).defaultNow().notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).defaultNow().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.choirId, table.singerId] }),
    index('choir_singers_singer_id_idx').on(table.singerId),
  ],
);
