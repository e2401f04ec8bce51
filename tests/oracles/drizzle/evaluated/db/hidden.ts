// What drizzle-kit sees of a module is what it exports.
import { integer, pgTable, pgView, text } from 'drizzle-orm/pg-core';

const hidden = pgTable('hidden', { id: integer('id').primaryKey() });
const listed = pgTable('listed', { id: integer('id').primaryKey(), note: text('note') });

export const held = { one: pgTable('held_one', { id: integer('id') }) };
export const many = ['many_a', 'many_b'].map((name) => pgTable(name, { id: integer('id') }));
export const there = pgView('there', { id: integer('id') }).existing();
export const [first] = many;
export const count = [hidden].length;
export { listed as renamed };
