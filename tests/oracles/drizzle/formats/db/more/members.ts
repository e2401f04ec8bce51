import { pgTable, serial, text, unique } from 'drizzle-orm/pg-core';

const columns = { id: serial().primaryKey(), firstName: text(), lastName: text().notNull() };

export const members = pgTable('members', columns, (t) => [unique('members_name').on(t.firstName, t.lastName)]);
export const formerMembers = pgTable('former_members', { ...columns, lastName: text().unique() });
