import * as d from 'drizzle-orm/pg-core';
import { key, pluginTable, times } from '@acme/columns';
import { audit } from '@acme/columns/audit';
import { limits } from '#limits';
import { Size } from '@/limits';

const prefix = 'api_' as const;
const named = (name: string) => `${prefix}${name}`;

export const state = d.pgEnum('state', limits.states);
export const size = d.pgEnum('size', Size);

export const pages = d.pgTable(named('pages'), {
  id: key(),
  title: d.varchar('title', { length: limits.title }).notNull(),
  state: state('state').default(limits.states[0]),
  size: size('size'),
  ...audit(),
  ...times,
}, (t) => [...[d.index('pages_title_idx').on(t.title)], d.unique('pages_unique').on(t.title, t.state)]);

export const forms = pluginTable('forms', {
  pageId: d.uuid('page_id').references(() => pages.id, { onDelete: 'set default' }),
});
