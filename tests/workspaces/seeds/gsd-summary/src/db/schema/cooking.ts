import { index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

import { createPrefixedId } from './ids';
import { recipes, recipeSteps } from './recipes';

export const cookingSessions = pgTable(
  'cooking_sessions',
  {
    id: text('id').primaryKey().$defaultFn(createPrefixedId('cs')),
    recipeId: text('recipe_id')
      .notNull()
      .references(() => recipes.id, { onDelete: 'cascade' }),
    startedAt: timestamp('started_at', { mode: 'date', precision: 3 }).notNull().defaultNow(),
    endedAt: timestamp('ended_at', { mode: 'date', precision: 3 }),
  },
  (table) => ({
    recipeIdx: index('cooking_sessions_recipe_id_idx').on(table.recipeId),
  }),
);

export const stepTimers = pgTable(
  'step_timers',
  {
    id: text('id').primaryKey().$defaultFn(createPrefixedId('tim')),
    sessionId: text('session_id')
      .notNull()
      .references(() => cookingSessions.id, { onDelete: 'cascade' }),
    stepId: text('step_id')
      .notNull()
      .references(() => recipeSteps.id, { onDelete: 'cascade' }),
    status: text('status').$type<'running' | 'rung'>().notNull().default('running'),
    settings: jsonb('settings').$type<Record<string, unknown>>(),
  },
  (table) => ({
    sessionIdx: index('step_timers_session_id_idx').on(table.sessionId),
    stepIdx: index('step_timers_step_id_idx').on(table.stepId),
  }),
);
