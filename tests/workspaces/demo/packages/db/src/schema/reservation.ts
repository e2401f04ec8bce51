import { relations } from 'drizzle-orm';
import { date, index, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { nanoid } from 'nanoid';

import { members } from './member';
import { tools } from './tool';

export const reservations = pgTable(
  'reservations',
  {
    id: text('id').primaryKey().$defaultFn(() => nanoid()),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    toolId: text('tool_id')
      .notNull()
      .references(() => tools.id, { onDelete: 'cascade' }),
    wantedOn: date('wanted_on').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).defaultNow().notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true })
      .defaultNow()
      .notNull()
      .$onUpdate(() => new Date()),
  },
  (table) => [
    index('reservations_member_id_idx').on(table.memberId),
    uniqueIndex('reservations_tool_day_key').on(table.toolId, table.wantedOn),
  ],
);

export const reservationsRelations = relations(reservations, ({ one }) => ({
  member: one(members, { fields: [reservations.memberId], references: [members.id] }),
  tool: one(tools, { fields: [reservations.toolId], references: [tools.id] }),
}));

export type Reservation = typeof reservations.$inferSelect;
export type NewReservation = typeof reservations.$inferInsert;
