import { pgEnum, pgTable, integer, text, type AnyPgColumn } from 'drizzle-orm/pg-core';

export const courierState = pgEnum('courier_state', ['free', 'busy']);

export const couriers = pgTable('couriers', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  number: integer('number').generatedByDefaultAsIdentity({ startWith: 1000 }),
  chiefId: integer('chief_id').references((): AnyPgColumn => couriers.id, { onDelete: 'set null' }),
  state: courierState('state').default('free'),
  name: text('name').notNull(),
});
