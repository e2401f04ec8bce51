import { relations } from 'drizzle-orm';
import { index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { nanoid } from 'nanoid';

import { loanStatusEnum } from './_enums';
import { members } from './member';
import { tools } from './tool';

export const loans = pgTable(
  'loans',
  {
    id: text('id').primaryKey().$defaultFn(() => nanoid()),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'restrict' }),
    toolId: text('tool_id')
      .notNull()
      .references(() => tools.id, { onDelete: 'restrict' }),
    status: loanStatusEnum('status').notNull().default('open'),
    dueAt: timestamp('due_at', { withTimezone: true }).notNull(),
    returnedAt: timestamp('returned_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).defaultNow().notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true })
      .defaultNow()
      .notNull()
      .$onUpdate(() => new Date()),
  },
  (table) => [index('loans_member_id_idx').on(table.memberId)],
);

export const loansRelations = relations(loans, ({ one }) => ({
  member: one(members, { fields: [loans.memberId], references: [members.id] }),
  tool: one(tools, { fields: [loans.toolId], references: [tools.id] }),
}));

export type Loan = typeof loans.$inferSelect;
export type NewLoan = typeof loans.$inferInsert;
