import { pgEnum } from 'drizzle-orm/pg-core';

export const growerRoleEnum = pgEnum('grower_role', ['field_lead', 'picker']);

export const harvestStatusEnum = pgEnum('harvest_status', ['picked', 'sorted', 'sold']);
