import { relations } from 'drizzle-orm';
import { index, integer, pgEnum, pgTable, text, timestamp, unique } from 'drizzle-orm/pg-core';

export const stage = pgEnum('stage', ['draft', 'printed']);

export const authors = pgTable('authors', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  penName: text().notNull(),
  bornAt: timestamp({ withTimezone: true }),
});

export const issues = pgTable('issues', {
  slug: text().primaryKey().unique(),
  stage: stage().notNull().default('draft'),
  leadAuthor: integer().references(() => authors.id, { onDelete: 'set null' }),
}, (t) => [
  [index('issues_lead_author_idx').on(t.leadAuthor), unique('issues_stage_slug_key').on(t.stage, t.slug)],
  { kind: 'check', name: 'kept_by_hand' } as never,
]);

export const issueRelations = relations(issues, ({ one }) => ({
  lead: one(authors, { fields: [issues.leadAuthor], references: [authors.id] }),
}));
