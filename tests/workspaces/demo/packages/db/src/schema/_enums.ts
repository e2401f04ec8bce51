import { pgEnum } from 'drizzle-orm/pg-core';

export const loanStatusEnum = pgEnum('loan_status', ['open', 'returned', 'overdue', 'lost']);

export const memberRoleEnum = pgEnum('member_role', ['borrower', 'volunteer', 'coordinator']);

export const toolConditionEnum = pgEnum('tool_condition', ['new', 'good', 'worn', 'broken']);
