import { integer, text } from 'drizzle-orm/sqlite-core';

export function createPrimaryKeyField({ prefix, idGenerator = () => `${prefix}_1` }: { prefix: string; idGenerator?: () => string }) {
  return { id: text('id').primaryKey().$default(idGenerator) };
}

export function createTimestampColumns() {
  return {
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull().$default(() => new Date()),
    updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull().$default(() => new Date()).$onUpdate(() => new Date()),
  };
}

export const createSoftDeleteColumns = () => ({
  isDeleted: integer('is_deleted', { mode: 'boolean' }).notNull().default(false),
  deletedAt: integer('deleted_at', { mode: 'timestamp' }),
});
