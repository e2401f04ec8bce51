// Columns, names and values that are put together step by step.
import { integer, pgEnum, pgTable, pgTableCreator, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const prefixed = pgTableCreator((name) => ['built', name].join('_'));
const lang = 'en';
const KEY = 'key';

const columns: Record<string, any> = { id: uuid('id').primaryKey() };
columns.extra = text('extra');
Object.assign(columns, { more: text('more').notNull() });

let mode = 'draft';
mode = 'final';

const states = ['open', 'closed'];
states.push('lost');

export const state = pgEnum('state', states as [string, ...string[]]);
export const parts = prefixed('parts', columns);
export const notes = pgTable(`notes_${mode}`, {
  id: integer('id').primaryKey(),
  [`title_${lang}`]: text(),
  [KEY]: text(),
  state: state('state'),
});

function owned(name: string, own: Record<string, any>, options?: { soft?: boolean; keys?: string[] }) {
  let all: any = { ...own, ownerId: uuid('owner_id').notNull() };
  if (options?.soft) {
    all = { ...all, deletedAt: timestamp('deleted_at') };
  }
  for (const key of options?.keys ?? []) all[key] = text(key);
  return pgTable(name, all);
}

const stamp = (target: Record<string, any>) => {
  target.at = timestamp('at').defaultNow();
  ['first', 'last'].forEach((it) => { target[it] = integer(it); });
};

function stamped(name: string) {
  let own: any;
  own = { id: integer('id').primaryKey() };
  stamp(own);
  return pgTable(name, own);
}

export const projects = owned('projects', { id: uuid('id').primaryKey() }, { soft: true });
export const boards = owned('boards', { id: uuid('id').primaryKey() }, { keys: ['colour', 'shape'] });
export const visits = stamped('visits');
