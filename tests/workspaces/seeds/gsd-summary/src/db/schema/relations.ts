import { relations } from 'drizzle-orm';

import { recipes, recipeSteps } from './recipes';

export const recipesRelations = relations(recipes, ({ many }) => ({
  steps: many(recipeSteps),
}));

export const recipeStepsRelations = relations(recipeSteps, ({ one }) => ({
  recipe: one(recipes, { fields: [recipeSteps.recipeId], references: [recipes.id] }),
}));
