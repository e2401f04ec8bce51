import { relations, sql } from 'drizzle-orm';
import { desc, index, primaryKey, sqliteTableCreator } from './core';
import { type ParcelOptions } from './options';

/** One database serves several depots: each has tables of its own. */
export const createTable = sqliteTableCreator((name) => `depot_${name}`);

export const parcels = createTable(
  'parcel',
  (d) => ({
    id: d.integer({ mode: 'number' }).primaryKey({ autoIncrement: true }),
    label: d.text({ length: 256 }),
    options: d.text({ mode: 'json' }).$type<ParcelOptions>().default({ fragile: false, tags: ['new'] }),
    weight: d.text({ mode: 'json' }).$type<import('./options').Weight>(),
    isLost: d.integer({ mode: 'boolean' }).notNull().default(false),
    handledById: d
      .text({ length: 255 })
      .notNull()
      .references(() => clerks.id),
    createdAt: d
      .integer({ mode: 'timestamp' })
      .default(sql`(unixepoch())`)
      .notNull(),
    updatedAt: d.integer({ mode: 'timestamp' }).$onUpdate(() => new Date()),
  }),
  (t) => [
    index('handled_by_idx').on(t.handledById),
    index('label_idx').on(t.label, desc(t.createdAt)),
    index('lost_idx').on(sql`${t.createdAt} desc`).where(sql`${t.isLost} = 1`),
  ],
);

export const clerks = createTable('clerk', (d) => ({
  id: d
    .text({ length: 255 })
    .notNull()
    .primaryKey()
    .$defaultFn(() => crypto.randomUUID()),
  name: d.text({ length: 255 }),
  emailVerified: d.integer({ mode: 'timestamp' }).default(sql`(unixepoch())`),
}));

export const clerksRelations = relations(clerks, ({ many }) => ({
  badges: many(badges),
  parcels: many(parcels),
}));

export const badges = createTable(
  'badge',
  (d) => ({
    clerkId: d
      .text({ length: 255 })
      .notNull()
      .references(() => clerks.id),
    type: d.text({ length: 255 }).$type<'gate' | 'desk'>().notNull(),
    issuer: d.text({ length: 255 }).notNull(),
    number: d.text({ length: 255 }).notNull(),
    expires_at: d.integer(),
  }),
  (t) => [
    primaryKey({ columns: [t.issuer, t.number] }),
    index('badge_clerk_id_idx').on(t.clerkId),
  ],
);

export const badgesRelations = relations(badges, ({ one }) => ({
  clerk: one(clerks, { fields: [badges.clerkId], references: [clerks.id] }),
}));
