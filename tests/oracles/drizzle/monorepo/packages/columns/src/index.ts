import { pgTable, text, timestamp, uuid, type PgColumnBuilderBase } from 'drizzle-orm/pg-core';

export const key = () => uuid('id').primaryKey().defaultRandom();
export const times = {
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
};

/** A table of a plugin: it belongs to a tenant. */
export function pluginTable<T extends Record<string, PgColumnBuilderBase>>(name: string, columns: T) {
  return pgTable(`plugin_${name}`, { id: key(), tenantId: text('tenant_id').notNull(), ...columns, ...times });
}
