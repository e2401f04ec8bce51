import { sql, type SQL } from 'drizzle-orm';
import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { customType, index, integer, pgTable, primaryKey, text, timestamp, uniqueIndex, varchar } from 'drizzle-orm/pg-core';
import type { InferInsertModel, InferSelectModel } from 'drizzle-orm';
import { z } from 'zod';

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });
const lower = (column: unknown): SQL => sql`lower(${column})`;
const optional = { length: 40 } as const;
const stamps = () => ({ created_at: timestamp().notNull().defaultNow() });
const isLive = sql`"archivedAt" is null`;

/* Two declared at once. */
export const authors = pgTable("authors", {
    "id": integer().generatedAlwaysAsIdentity().primaryKey(),
    'pen_name': varchar(optional),
    motto: text().default("it's"),
    ...stamps(),
  }), books = pgTable('books', {
    isbn: text().notNull(),
    edition: integer().notNull().default(1),
    author_id: integer().references(() => authors.id),
    archived_at: timestamp({ withTimezone: true, mode: 'string' }),
    search: tsvector().generatedAlwaysAs((): SQL => sql`to_tsvector('simple', isbn)`),
    updated_at: timestamp().$onUpdate(() => new Date()).notNull(),
    price: integer().$type<1 | 2>().default(sql`1 + 1`),
  }, (table) => {
    const { isbn, edition } = table;
    return [
      primaryKey({ name: 'books_key', columns: [isbn, edition] }),
      uniqueIndex('books_lower_idx').on(lower(table.isbn)).where(isLive),
      index('books_search_idx').using('gin', table.search),
    ];
  });

export const insertBook = createInsertSchema(books, { isbn: z.string().min(1) });
export const selectBook = createSelectSchema(books);
export type Book = InferSelectModel<typeof books>;
export type NewBook = InferInsertModel<typeof books>;
