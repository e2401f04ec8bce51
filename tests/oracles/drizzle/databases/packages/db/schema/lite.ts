import { relations } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const authors = sqliteTable('authors', {
  id: integer().primaryKey({ autoIncrement: true }),
  penName: text().notNull(),
  bornAt: integer({ mode: 'timestamp' }),
});

export const issues = sqliteTable('issues', {
  slug: text().primaryKey(),
  stage: text({ enum: ['draft', 'printed'] }).notNull().default('draft'),
  leadAuthor: integer().references(() => authors.id, { onDelete: 'set null' }),
}, (t) => [index('issues_lead_author_idx').on(t.leadAuthor)]);

export const issueRelations = relations(issues, ({ one }) => ({
  lead: one(authors, { fields: [issues.leadAuthor], references: [authors.id] }),
}));
