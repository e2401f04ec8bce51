import { boolean, index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

import { hikers } from './hikers';

export const trails = pgTable('trails', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull(),
  meters: integer('meters').notNull(),
  closed: boolean('closed').default(false).notNull(),
  createdAt: timestamp('created_at').defaultNow().notNull(),
  updatedAt: timestamp('updated_at').defaultNow().notNull(),
});

export const trailReports = pgTable('trail_reports', {
  id: uuid('id').primaryKey().defaultRandom(),
  trailId: uuid('trail_id').references(() => trails.id, { onDelete: 'cascade' }).notNull(),
  hikerId: uuid('hiker_id').references(() => hikers.id, { onDelete: 'set null' }),
  seen: text('seen').notNull(),
  createdAt: timestamp('created_at').defaultNow().notNull(),
  updatedAt: timestamp('updated_at').defaultNow().notNull(),
}, (table) => ({
  trailIdx: index('trail_reports_trail_id_idx').on(table.trailId),
  hikerIdx: index('trail_reports_hiker_id_idx').on(table.hikerId),
}));

export type Trail = typeof trails.$inferSelect;
export type TrailReport = typeof trailReports.$inferSelect;
