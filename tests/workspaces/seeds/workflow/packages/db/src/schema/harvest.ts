import { index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { nanoid } from 'nanoid';

import { harvestStatusEnum } from './_enums';
import { growers } from './grower';
import { orchards } from './orchard';

export const harvests = pgTable(
  'harvests',
  {
    id: text('id').primaryKey().$defaultFn(() => nanoid()),
    orchardId: text('orchard_id').notNull().references(() => orchards.id, { onDelete: 'cascade' }),
    growerId: text('grower_id').notNull().references(() => growers.id, { onDelete: 'restrict' }),
    grams: integer('grams').notNull(),
    status: harvestStatusEnum('status').notNull().default('picked'),
    createdAt: timestamp('created_at', { withTimezone: true }).defaultNow().notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).defaultNow().notNull().$onUpdate(() => new Date()),
  },
  (table) => [
    index('harvests_orchard_id_idx').on(table.orchardId),
    index('harvests_grower_id_idx').on(table.growerId),
  ],
);

export type Harvest = typeof harvests.$inferSelect;
export type NewHarvest = typeof harvests.$inferInsert;
