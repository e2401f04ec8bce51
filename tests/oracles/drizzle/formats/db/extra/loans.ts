import { pgTable, foreignKey, integer, text } from 'drizzle-orm/pg-core';

import { books } from '../main';

/** Which books are out. */
export const loans = pgTable('loans', {
  id: integer().primaryKey(),
  bookIsbn: text(),
  bookEdition: integer(),
  parentId: integer(),
}, (self) => ({
  book: foreignKey({ columns: [self.bookIsbn, self.bookEdition], foreignColumns: [books.isbn, books.edition], name: 'loan_book' }).onDelete('restrict').onUpdate('cascade'),
  parent: foreignKey({ columns: [self.parentId], foreignColumns: [self.id] }).onDelete('cascade'),
}));
