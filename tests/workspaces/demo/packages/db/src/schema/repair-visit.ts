import { date, index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { nanoid } from 'nanoid';

import { tools } from './tool';

export const repairVisits = pgTable(
  'repair_visit',
  {
    id: text('id').primaryKey().$defaultFn(() => nanoid()),
    toolId: text('tool_id')
      .notNull()
      .references(() => tools.id, { onDelete: 'cascade' }),
    workshopName: text('workshopName').notNull(),
    broughtOn: date('brought_on').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).defaultNow().notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true })
      .defaultNow()
      .notNull()
      .$onUpdate(() => new Date()),
  },
  (table) => [index('repair_visits_tool_id_idx').on(table.toolId)],
);

export type RepairVisit = typeof repairVisits.$inferSelect;
export type NewRepairVisit = typeof repairVisits.$inferInsert;
