import { text, timestamp, type PgColumnBuilderBase } from 'drizzle-orm/pg-core';

import { newId } from './ids';

export const primaryId = (prefix: string) => text().primaryKey().$defaultFn(() => newId(prefix));

export function timestampColumns() {
  return {
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow().$onUpdateFn(() => new Date()),
  };
}

export const softDelete = { deletedAt: timestamp() };

export const auditColumns = {
  ...softDelete,
  createdById: text(),
} satisfies Record<string, PgColumnBuilderBase>;

export const base = (prefix: string) => ({ id: primaryId(prefix), ...timestampColumns() });
