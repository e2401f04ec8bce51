import { relations } from 'drizzle-orm';

import { customers } from './customers';
import { orderLines, orders } from './orders';

export const customerRelations = relations(customers, ({ many }) => ({
  orders: many(orders, { relationName: 'buyer' }),
  approvals: many(orders, { relationName: 'approver' }),
}));

export const lineRelations = relations(orderLines, (r) => ({
  order: r.one(orders, { fields: [orderLines.orderId], references: [orders.id] }),
}));
