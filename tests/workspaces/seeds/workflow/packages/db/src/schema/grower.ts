import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { nanoid } from 'nanoid';

import { growerRoleEnum } from './_enums';

export const growers = pgTable('growers', {
    id: text('id').primaryKey().$defaultFn(() => nanoid()),
    firstName: text('first_name').notNull(),
    email: text('email').notNull().unique(),
    role: growerRoleEnum('role').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).defaultNow().notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).defaultNow().notNull().$onUpdate(() => new Date()),
});

export type Grower = typeof growers.$inferSelect;
export type NewGrower = typeof growers.$inferInsert;
