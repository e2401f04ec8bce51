import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { nanoid } from 'nanoid';

import { loans } from './loan';

export const loanDeposits = pgTable(
  'loan_deposits',
  {
    id: text('id').primaryKey().$defaultFn(() => nanoid()),
    loanId: text('loan_id')
      .notNull()
      .references(() => loans.id, { onDelete: 'cascade' }),
    amountCents: integer('amount_cents').notNull(),
  },
  (table) => [index('loan_deposits_loan_id_idx').on(table.loanId)],
);

export type LoanDeposit = typeof loanDeposits.$inferSelect;
export type NewLoanDeposit = typeof loanDeposits.$inferInsert;
