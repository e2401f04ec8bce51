import { eq, sql, type SQL } from 'drizzle-orm';
import { blob, index, integer, numeric, real, sqliteTable, sqliteView, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

import { createPrimaryKeyField, createSoftDeleteColumns, createTimestampColumns } from '../shared/columns';
import { ownersTable } from './owners.tables';

export const fileStates = ['new', 'kept'] as const;

export const filesTable = sqliteTable(
  'files',
  {
    ...createPrimaryKeyField({ prefix: 'file' }),
    ...createTimestampColumns(),
    ...createSoftDeleteColumns(),
    ownerId: text('owner_id').notNull().references(() => ownersTable.id, { onDelete: 'cascade', onUpdate: 'cascade' }),
    parentId: text('parent_id').references((): any => filesTable.id, { onDelete: 'set null' }),
    state: text('state', { enum: fileStates }).notNull().default('new'),
    size: integer('size').notNull().default(0),
    score: real('score'),
    price: numeric('price'),
    content: blob('content', { mode: 'buffer' }),
    tags: text('tags', { mode: 'json' }).$type<string[]>().notNull().default([]),
    hash: text('hash', { length: 64 }).notNull(),
    upper: text('upper').generatedAlwaysAs(sql`upper(hash)`),
    short: text('short').generatedAlwaysAs((): SQL => sql`substr(${filesTable.hash}, 1, 8)`, { mode: 'stored' }),
  },
  (table) => [
    index('files_owner_deleted_index').on(table.ownerId, table.isDeleted),
    uniqueIndex('files_owner_hash_unique').on(table.ownerId, table.hash),
    index('files_live_index').on(table.hash).where(sql`is_deleted = 0`),
  ],
);

export const liveFiles = sqliteView('live_files').as((qb) => qb.select().from(filesTable).where(eq(filesTable.isDeleted, false)));
export const fileCounts = sqliteView('file_counts', { ownerId: text('owner_id'), total: integer('total') }).as(sql`select owner_id, count(*) as total from files group by owner_id`);
