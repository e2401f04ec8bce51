import * as d from 'drizzle-orm/pg-core';

export const audit = () => ({ changedBy: d.text('changed_by'), changedAt: d.timestamp('changed_at') });
