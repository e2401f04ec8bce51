import { type AnyPgColumn, index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { nanoid } from 'nanoid';

export const toolCategories = pgTable(
  'tool_categories',
  {
    id: text('id').primaryKey().$defaultFn(() => nanoid()),
    name: text('name').notNull().unique(),
    parentId: text('parent_id').references((): AnyPgColumn => toolCategories.id, { onDelete: 'set null' }),
    createdAt: timestamp('created_at', { withTimezone: true }).defaultNow().notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true })
      .defaultNow()
      .notNull()
      .$onUpdate(() => new Date()),
  },
  (table) => [index('tool_categories_parent_id_idx').on(table.parentId)],
);

export type ToolCategory = typeof toolCategories.$inferSelect;
export type NewToolCategory = typeof toolCategories.$inferInsert;
