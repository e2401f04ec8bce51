import { relations } from 'drizzle-orm';
import { boolean, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { nanoid } from 'nanoid';

import { memberRoleEnum } from './_enums';
import { loans } from './loan';

export const members = pgTable('members', {
  id: text('id').primaryKey().$defaultFn(() => nanoid()),
  email: text('email').notNull().unique(),
  fullName: text('full_name').notNull(),
  role: memberRoleEnum('role').notNull().default('borrower'),
  suspended: boolean('suspended').notNull().default(false),
  createdAt: timestamp('created_at', { withTimezone: true }).defaultNow().notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true })
    .defaultNow()
    .notNull()
    .$onUpdate(() => new Date()),
});

export const membersRelations = relations(members, ({ many }) => ({
  loans: many(loans),
}));

export type Member = typeof members.$inferSelect;
export type NewMember = typeof members.$inferInsert;
