import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid, varchar } from 'drizzle-orm/pg-core';

export type Address = { street: string; town: string };

/** People who buy. */
export const customers = pgTable(
  'customers',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    email: varchar('email', { length: 255 }).notNull().unique(),
    displayName: text('display_name').notNull(),
    address: jsonb('address').$type<Address>(),
    labels: text('labels').array().notNull().default(sql`'{}'::text[]`),
    scores: integer('scores').array().default([]),
    isActive: boolean('is_active').notNull().default(true),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true, precision: 3 })
      .notNull()
      .defaultNow()
      .$onUpdate(() => new Date()),
  },
  (table) => ({
    byName: index('customers_name_idx').on(table.displayName),
    liveEmail: uniqueIndex('customers_live_email_idx').on(table.email).where(sql`${table.deletedAt} is null`),
    lowerEmail: index('customers_lower_email_idx').on(sql`lower(${table.email})`),
    labelled: index('customers_labels_idx').using('gin', table.labels),
    recent: index().on(table.createdAt.desc(), table.displayName.asc().nullsLast()),
  }),
);

export type Customer = typeof customers.$inferSelect;
export type NewCustomer = typeof customers.$inferInsert;
