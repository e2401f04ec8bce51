import { and, eq, isNotNull, sql, type SQL } from 'drizzle-orm';
import { bigint, bigserial, bit, customType, halfvec, index, integer, jsonb, numeric, pgMaterializedView, pgPolicy, pgRole, pgSchema, pgTable, pgView, smallserial, text, timestamp, unique, uniqueIndex, uuid, vector } from 'drizzle-orm/pg-core';

export const billing = pgSchema('billing');
export const cycle = billing.enum('cycle', ['monthly', 'yearly']);

const citext = customType<{ data: string }>({
  dataType() {
    return 'citext';
  },
});
const money2 = customType<{ data: string; config: { digits?: number } }>({
  dataType: (config) => `numeric(12, ${config?.digits ?? 2})`,
});

const flag = customType<{ data: boolean }>({ dataType: () => 'boolean' });
const tally = customType<{ data: number }>({ dataType: () => 'smallint' });
const code = customType<{ data: string }>({ dataType: () => 'varchar(8)' });
const bag = customType<{ data: unknown }>({ dataType: () => 'jsonb' });

export const reader = pgRole('reader').existing();

export const invoices = billing.table('invoices', {
  id: uuid('id').primaryKey().default(sql`gen_random_uuid()`),
  cycle: cycle('cycle').notNull(),
  owner: citext('owner').notNull(),
  amount: money2('amount', { digits: 4 }).notNull(),
  tax: money2('tax'),
}, (t) => [uniqueIndex('invoices_owner_idx').on(t.owner).concurrently()]);

export const documents = pgTable('documents', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  rank: smallserial('rank'),
  invoiceId: uuid('invoice_id').references(() => invoices.id, { onDelete: 'restrict', onUpdate: 'cascade' }),
  title: text('title').notNull(),
  search: text('search').generatedAlwaysAs(sql`lower(title)`),
  embedding: vector('embedding', { dimensions: 3 }),
  coarse: halfvec('coarse', { dimensions: 2 }),
  bits: bit('bits', { dimensions: 8 }),
  grid: integer('grid').array().array(),
  fixed: integer('fixed').array(3),
  at: timestamp('at', { precision: 6, withTimezone: true }).array(),
}, (t) => [
  pgPolicy('documents_read', { for: 'select', to: 'public', using: sql`true` }),
  pgPolicy('documents_write', { as: 'restrictive', for: 'insert', withCheck: sql`true` }),
  unique('documents_title_key').on(t.title).nullsNotDistinct(),
  index('documents_at_idx').using('btree', t.rank.desc().nullsFirst(), t.title.op('text_pattern_ops')).with({ fillfactor: 70 }),
]);

export const secrets = pgTable('secrets', {
  id: integer('id').primaryKey(),
  body: text('body'),
}).enableRLS();

export const titles = pgView('titles').as((qb) => qb.select({ id: documents.id, title: documents.title }).from(documents));
export const totals = pgView('totals', { owner: text('owner'), total: integer('total') }).as(sql`select owner::text, 1 as total from billing.invoices`);
export const cached = pgMaterializedView('cached').as((qb) => qb.select().from(secrets).where(eq(secrets.id, 1)));

export const filed = pgTable('filed', {
  id: integer('id').primaryKey(),
  ownerId: uuid('ownerId').notNull(),
  labels: text('labels').array().notNull().default(['new', 'in use']),
  options: jsonb('options').notNull().default({ open: true, sizes: [1, 2] }),
  rate: numeric('rate', { precision: 6, scale: 2 }).default('1.50'),
  number: bigint('number', { mode: 'bigint' }).default(sql`10`),
  state: text('state'),
  touchedAt: timestamp('touched_at').$onUpdate(() => new Date()),
}, (t) => [
  index('filed_state_idx').on(sql`${t.state} text_pattern_ops`),
  index('filed_owner_idx').on(sql`lower(${t.state})`).where(and(isNotNull(t.ownerId), isNotNull(t.state))),
  pgPolicy('filed_own', { for: 'update', to: ['current_user', 'session_user'], using: sql`${t.ownerId} is not null` }),
]);

export const articles = pgTable('articles', {
  id: integer('id').primaryKey(),
  title: text('title').notNull(),
  lower: text('lower_title').generatedAlwaysAs((): SQL => sql`lower(${articles.title})`),
  length: integer('length').notNull().generatedAlwaysAs(() => sql`length(title)`),
  isDraft: flag('is_draft').notNull().default(false),
  views: tally('views').notNull().default(0),
  code: code('code').default("it's"),
  options: bag('options').notNull().default({ open: true }),
});
