// SQL with a type before its template.
import { sql, type SQL } from 'drizzle-orm';
import { check, index, integer, pgTable, pgView, text, timestamp } from 'drizzle-orm/pg-core';

export const readings = pgTable('readings', {
  id: integer('id').primaryKey().default(sql<number>`1 + 1`),
  place: text('place').notNull().default(sql<string>`'here'`),
  at: timestamp('at').default(sql<Date>`now()`),
  length: integer('length').generatedAlwaysAs((): SQL => sql<number>`length(${readings.place})`),
}, (t) => [
  index('readings_place_idx').on(sql<string>`lower(${t.place})`).where(sql<boolean>`${t.at} is not null`),
  check('readings_place_set', sql<boolean>`${t.place} <> ''`),
]);

export const readingCounts = pgView('reading_counts').as((qb) => qb.select({
  place: readings.place,
  count: sql<number>`count(*)::integer`.mapWith(Number).as('total'),
  places: sql<{
    list: Array<string | null>;
  }>`array_agg(${readings.place})`.as('places'),
}).from(readings).groupBy(readings.place));
