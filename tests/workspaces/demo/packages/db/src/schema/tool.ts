import { relations } from 'drizzle-orm';
import { index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { nanoid } from 'nanoid';

import { toolConditionEnum } from './_enums';
import { loans } from './loan';
import { toolCategories } from './tool-category';

export const tools = pgTable(
  'tools',
  {
    id: text('id').primaryKey().$defaultFn(() => nanoid()),
    name: text('name').notNull(),
    categoryId: text('category_id')
      .notNull()
      .references(() => toolCategories.id, { onDelete: 'restrict' }),
    condition: toolConditionEnum('condition').notNull().default('good'),
    depositCents: integer('deposit_cents').notNull().default(0),
    createdAt: timestamp('created_at', { withTimezone: true }).defaultNow().notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true })
      .defaultNow()
      .notNull()
      .$onUpdate(() => new Date()),
  },
  (table) => [index('tools_category_id_idx').on(table.categoryId)],
);

export const toolsRelations = relations(tools, ({ many, one }) => ({
  category: one(toolCategories, { fields: [tools.categoryId], references: [toolCategories.id] }),
  loans: many(loans),
}));

export type Tool = typeof tools.$inferSelect;
export type NewTool = typeof tools.$inferInsert;
