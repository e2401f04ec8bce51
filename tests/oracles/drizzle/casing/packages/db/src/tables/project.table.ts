import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';

import { auditColumns, base, primaryId, timestampColumns } from '../columns';
import { planEnum, providerEnum, providers } from '../enums';

export const organizations = pgTable('organization', {
  ...base('org'),
  displayName: text().notNull(),
  plan: planEnum().notNull().default('free'),
  billingHTTPUrl: text(),
  api2Key: text(),
});

export const projects = pgTable('project', (t) => ({
  id: primaryId('prj'),
  ...timestampColumns(),
  ...auditColumns,
  organizationId: t.text().notNull().references(() => organizations.id, { onDelete: 'cascade' }),
  externalName: t.varchar('external_Name', { length: 80 }),
  provider: providerEnum(),
  mode: t.text({ enum: ['live', 'test'] }).notNull().default('live'),
  source: text({ enum: providers }),
  settings: jsonb().$type<{ retries: number; tags: Array<'a' | 'b'> }>().notNull().default({ retries: 3, tags: [] }),
  isPublic: boolean().default(false).notNull(),
  bigNumber: t.bigint({ mode: 'bigint' }),
  ratio: t.doublePrecision(),
  share: t.real(),
  day: t.date(),
  opensAt: t.time(),
  length: t.interval(),
  flag: t.char({ length: 2 }),
  letter: t.char(),
  small: t.smallint(),
  address: t.inet(),
  network: t.cidr(),
  mac: t.macaddr(),
  place: t.point(),
  raw: t.json(),
  wide: t.varchar(),
}), (table) => [
  index().on(table.organizationId),
  uniqueIndex('project_org_name_idx').on(table.organizationId, sql`lower(source)`),
]);
