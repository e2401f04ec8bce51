import { index, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';

import { hikers } from './hikers';

export const clubs = pgTable('clubs', {
  id: uuid('id').primaryKey().defaultRandom(),
  slug: text('slug').notNull().unique(),
  name: text('name').notNull(),
  createdAt: timestamp('created_at').defaultNow().notNull(),
  updatedAt: timestamp('updated_at').defaultNow().notNull(),
});

export const clubMemberships = pgTable('club_memberships', {
  id: uuid('id').primaryKey().defaultRandom(),
  clubId: uuid('club_id').references(() => clubs.id, { onDelete: 'cascade' }).notNull(),
  hikerId: uuid('hiker_id').references(() => hikers.id, { onDelete: 'cascade' }).notNull(),
  role: text('role').notNull().default('member'),
  createdAt: timestamp('created_at').defaultNow().notNull(),
  updatedAt: timestamp('updated_at').defaultNow().notNull(),
}, (table) => ({
  clubIdx: index('club_memberships_club_id_idx').on(table.clubId),
  hikerIdx: index('club_memberships_hiker_id_idx').on(table.hikerId),
  once: unique('club_memberships_once').on(table.clubId, table.hikerId),
}));

export type Club = typeof clubs.$inferSelect;
export type ClubMembership = typeof clubMemberships.$inferSelect;
