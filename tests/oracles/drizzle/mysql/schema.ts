import { eq, sql } from 'drizzle-orm';
import { bigint, boolean, char, date, datetime, decimal, double, float, foreignKey, index, int, json, mediumint, mysqlEnum, mysqlTable, mysqlView, primaryKey, real, serial, smallint, text, time, timestamp, tinyint, uniqueIndex, varbinary, varchar, year } from 'drizzle-orm/mysql-core';

export const shops = mysqlTable('shops', {
  id: int('id').autoincrement().primaryKey(),
  name: varchar('name', { length: 120 }).notNull().unique(),
  kind: mysqlEnum('kind', ['shop', "owner's"]).notNull().default('shop'),
  big: bigint('big', { mode: 'number', unsigned: true }),
  small: smallint('small'),
  medium: mediumint('medium'),
  tiny: tinyint('tiny'),
  open: boolean('open').default(true),
  price: decimal('price', { precision: 10, scale: 2 }),
  whole: decimal('whole', { precision: 8 }),
  ratio: double('ratio'),
  exact: double('exact', { precision: 8, scale: 2 }),
  rough: double('rough', { precision: 12, scale: 0, unsigned: true }),
  weight: float('weight', { precision: 20, unsigned: true }),
  stock: decimal('stock', { precision: 8, unsigned: true }),
  plain: decimal('plain', { precision: 10, scale: 0 }),
  total: decimal('total', { precision: 12, scale: 4, unsigned: true }),
  angle: real('angle', { precision: 6, scale: 3 }),
  share: float('share'),
  code: char('code', { length: 3 }),
  bits: varbinary('bits', { length: 16 }),
  data: json('data').$type<{ a: string }>(),
  note: text('note'),
  day: date('day'),
  hour: time('hour'),
  founded: year('founded'),
  seen: datetime('seen', { mode: 'string', fsp: 3 }),
  createdAt: timestamp('created_at').notNull().defaultNow(),
  updatedAt: timestamp('updated_at', { fsp: 6 }).defaultNow().onUpdateNow(),
}, (t) => [index('shops_kind_idx').on(t.kind, t.name), index('shops_code_idx').on(t.code).using('hash'), index('shops_note_idx').on(t.note).using('fulltext' as 'btree'), uniqueIndex('shops_lower_idx').on(sql`(lower(${t.name}))`)]);

export const visits = mysqlTable('visits', {
  shopId: int('shop_id').notNull().references(() => shops.id, { onDelete: 'cascade' }),
  number: serial('number'),
  day: date('day').notNull(),
}, (t) => ({ pk: primaryKey({ columns: [t.shopId, t.day], name: 'visits_pk' }) }));

export const openShops = mysqlView('open_shops').as((qb) => qb.select({ id: shops.id, name: shops.name }).from(shops).where(eq(shops.open, true)));
