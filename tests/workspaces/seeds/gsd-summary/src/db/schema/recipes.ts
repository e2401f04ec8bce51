import { index, integer, pgTable, text, timestamp, unique } from 'drizzle-orm/pg-core';

import { createPrefixedId } from './ids';

export const recipes = pgTable(
  'recipes',
  {
    id: text('id').primaryKey().$defaultFn(createPrefixedId('rec')),
    cookId: text('cook_id').notNull(),
    title: text('title').notNull(),
    status: text('status').$type<'draft' | 'published' | 'retired'>().notNull().default('draft'),
    sourceUrl: text('source_url'),
    shareToken: text('share_token').notNull(),
    createdAt: timestamp('created_at', { mode: 'date', precision: 3 }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { mode: 'date', precision: 3 }).notNull().defaultNow(),
  },
  (table) => ({
    cookIdx: index('recipes_cook_id_idx').on(table.cookId),
    statusIdx: index('recipes_status_idx').on(table.status),
  }),
);

export const recipeSteps = pgTable(
  'recipe_steps',
  {
    id: text('id').primaryKey().$defaultFn(createPrefixedId('rst')),
    recipeId: text('recipe_id')
      .notNull()
      .references(() => recipes.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    instruction: text('instruction').notNull(),
    createdAt: timestamp('created_at', { mode: 'date', precision: 3 }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { mode: 'date', precision: 3 }).notNull().defaultNow(),
  },
  (table) => ({
    recipeIdx: index('recipe_steps_recipe_id_idx').on(table.recipeId),
    onePlace: unique('recipe_steps_place_key').on(table.recipeId, table.position),
  }),
);
