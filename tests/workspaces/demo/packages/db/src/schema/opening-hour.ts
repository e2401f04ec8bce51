import { integer, pgTable, text, time, timestamp, unique } from 'drizzle-orm/pg-core';
import { nanoid } from 'nanoid';

export const openingHours = pgTable(
  'opening_hours',
  {
    id: text('id').primaryKey().$defaultFn(() => nanoid()),
    weekday: integer('weekday').notNull(),
    opensAt: time('opens_at').notNull(),
    closesAt: time('closes_at').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).defaultNow().notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true })
      .defaultNow()
      .notNull()
      .$onUpdate(() => new Date()),
  },
  (table) => [unique('opening_hours_weekday_key').on(table.weekday, table.opensAt)],
);

export type OpeningHour = typeof openingHours.$inferSelect;
export type NewOpeningHour = typeof openingHours.$inferInsert;
