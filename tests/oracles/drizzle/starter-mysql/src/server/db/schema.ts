import { relations, sql } from 'drizzle-orm';
import * as core from 'drizzle-orm/mysql-core';

const { index, primaryKey } = core;

export const createTable = core.mysqlTableCreator((name) => `depot_${name}`);

export const parcels = createTable(
  'parcel',
  (d) => ({
    id: d.bigint({ mode: 'number' }).primaryKey().autoincrement(),
    label: d.varchar({ length: 256 }),
    state: d.mysqlEnum(['here', "on the clerk's desk"]).notNull().default('here'),
    weight: d.decimal({ precision: 8, scale: 3 }).default('0.250'),
    searchLabel: d.varchar({ length: 256 }).generatedAlwaysAs(sql`lower(label)`, { mode: 'stored' }),
    handledById: d.varchar({ length: 255 }).notNull().references(() => clerks.id),
    createdAt: d.timestamp().default(sql`CURRENT_TIMESTAMP`).notNull(),
    updatedAt: d.timestamp().onUpdateNow(),
  }),
  (t) => [index('handled_by_idx').on(t.handledById), index('label_idx').on(t.label)],
);

export const clerks = createTable('clerk', (d) => ({
  id: d.varchar({ length: 255 }).notNull().primaryKey().$defaultFn(() => crypto.randomUUID()),
  name: d.varchar({ length: 255 }),
  image: d.varbinary({ length: 40 }),
  emailVerified: d.timestamp({ mode: 'date', fsp: 3 }).default(sql`CURRENT_TIMESTAMP(3)`),
}));

export const badges = createTable(
  'badge',
  (d) => ({
    clerkId: d.varchar({ length: 255 }).notNull().references(() => clerks.id),
    issuer: d.varchar({ length: 255 }).notNull(),
    number: d.varchar({ length: 255 }).notNull(),
    expires_at: d.int({ unsigned: true }),
  }),
  (t) => [primaryKey({ columns: [t.issuer, t.number] }), index('badge_clerk_id_idx').on(t.clerkId)],
);

export const badgesRelations = relations(badges, ({ one }) => ({
  clerk: one(clerks, { fields: [badges.clerkId], references: [clerks.id] }),
}));
