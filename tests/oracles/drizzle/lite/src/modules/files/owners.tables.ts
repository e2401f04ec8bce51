import { check, foreignKey, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';
import { sql } from 'drizzle-orm';

import { createPrimaryKeyField, createTimestampColumns } from '../shared/columns';

export const ownersTable = sqliteTable('owners', {
  ...createPrimaryKeyField({ prefix: 'own', idGenerator: () => crypto.randomUUID() }),
  ...createTimestampColumns(),
  email: text('email').notNull().unique(),
});

export const countersTable = sqliteTable('counters', {
  id: integer('id').primaryKey({ autoIncrement: true }),
});

export const sharesTable = sqliteTable('shares', {
  fileId: text('file_id'),
  ownerId: text('owner_id').notNull(),
  at: text('at').default(sql`(current_timestamp)`),
}, (table) => ({
  pk: primaryKey({ columns: [table.fileId, table.ownerId] }),
  owner: foreignKey(() => ({ columns: [table.ownerId], foreignColumns: [ownersTable.id] })).onDelete('cascade'),
  at: unique('shares_at').on(table.at, table.ownerId),
  notEmpty: check('shares_check', sql`${table.at} <> ''`),
}));
