import { relations, sql, type InferSelectModel } from 'drizzle-orm';
import { bigint, check, foreignKey, index, integer, numeric, pgEnum, pgTable, primaryKey, serial, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';

import { couriers } from './couriers';
import { customers } from './customers';

export const orderStatus = pgEnum('order_status', ['draft', 'placed', 'shipped', "won't ship"]);

export const orders = pgTable('orders', {
  id: serial('id').primaryKey(),
  customerId: uuid('customer_id').notNull().references(() => customers.id, { onDelete: 'cascade', onUpdate: 'restrict' }),
  courierId: integer('courier_id').references(() => couriers.id, { onDelete: 'set null' }),
  approvedBy: uuid('approved_by').references(() => customers.id),
  status: orderStatus('status').notNull().default('draft'),
  history: orderStatus('history').array(),
  total: numeric('total', { precision: 15, scale: 2 }).notNull().default('0'),
  weight: numeric('weight', { precision: 6 }),
  rate: numeric('rate'),
  cents: bigint('cents', { mode: 'number' }),
  note: text('note'),
  placedAt: timestamp('placed_at', { mode: 'string' }),
}, (t) => [
  index('orders_customer_status_idx').on(t.customerId, t.status),
  index('orders_open_idx').on(t.placedAt).where(sql`status <> 'shipped'`),
  check('orders_total_check', sql`${t.total} >= 0`),
  check('orders_weight_check', sql`${t.weight} > 0`),
  unique('orders_customer_placed_key').on(t.customerId, t.placedAt),
  unique().on(t.courierId, t.cents),
]);

export const orderLines = pgTable('order_lines', {
  orderId: integer('order_id').notNull(),
  line: integer('line'),
  sku: text('sku').notNull().unique('order_lines_sku_unique_name'),
  quantity: integer('quantity').notNull().default(1),
}, (t) => {
  return {
    pk: primaryKey({ columns: [t.orderId, t.line] }),
    order: foreignKey({ columns: [t.orderId], foreignColumns: [orders.id], name: 'order_lines_order_fk' }).onDelete('cascade').onUpdate('no action'),
  };
});

export const lineNotes = pgTable('line_notes', {
  id: serial('id').primaryKey(),
  orderId: integer('order_id').notNull(),
  line: integer('line').notNull(),
  body: text('body').notNull(),
}, (t) => [
  foreignKey({ columns: [t.orderId, t.line], foreignColumns: [orderLines.orderId, orderLines.line] }).onDelete('set null'),
]);

export const orderRelations = relations(orders, ({ one, many }) => ({
  customer: one(customers, { fields: [orders.customerId], references: [customers.id], relationName: 'buyer' }),
  approver: one(customers, { fields: [orders.approvedBy], references: [customers.id], relationName: 'approver' }),
  lines: many(orderLines),
}));

export type Order = InferSelectModel<typeof orders>;
