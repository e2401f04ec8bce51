//! What is left of a schema in another language, and what is said of the rest.

use text::FileId;

use super::{Casing, Dialect, Linking, Module, Order, Written, link, write};
use crate::model::Declarations;

/// What `source`, one file in `dialect`, declares.
fn read(dialect: Dialect, source: &str) -> Declarations {
    let module = Module::read(dialect, source);
    link(&Linking {
        roots: vec![FileId(0)],
        module: &|_| Some(&module),
        resolve: &|_, _| None,
        casing: Casing::Preserve,
        order: Order::Listed,
        database: None,
    })
}

fn converted(from: Dialect, source: &str, to: Dialect) -> Written {
    write(to, &read(from, source))
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
}

const GUESSED: &str = "
import { EXTRA, other } from '@acme/values';
import { check, index, pgPolicy, pgTable, pgView, integer, text, uniqueIndex } from 'drizzle-orm/pg-core';
export const t = pgTable('t', {
  n: integer('n').default(Number.MAX_SAFE_INTEGER),
  d: text('d').default(EXTRA),
  g: text('g').generatedAlwaysAs(sql`lower(${EXTRA})`),
  k: text('k').default('known'),
}, (t) => [
  check('c', sql`${t.n} > ${EXTRA}`), check('ck', sql`${t.n} > 1`),
  index('i').on(sql`lower(${other()})`), index('ik').on(sql`lower(${t.d})`),
  index('p').on(t.d).where(sql`${t.n} > ${EXTRA}`), uniqueIndex('pk').on(t.d).where(sql`${t.n} > 1`),
  pgPolicy('o', { for: 'select', using: sql`${t.d} = ${EXTRA}` }), pgPolicy('ok', { using: sql`true` }),
]);
export const v = pgView('v', { n: integer('n') }).as(sql`select ${EXTRA} as n`);
";

#[test]
fn what_could_not_be_evaluated_is_written_in_no_language() {
    for to in Dialect::ALL {
        let Written { text, left_out } = converted(Dialect::Drizzle, GUESSED, *to);
        assert!(!text.contains("EXTRA") && !text.contains("MAX_SAFE") && !text.contains("other"), "{to:?}\n{text}");
        let said = left_out.join("\n");
        for name in ["`t.n`", "`t.d`", "`t.g`", "`c`", "`i`", "`p`", "`o`", "`v`"] {
            let plain = name.replace("t.", "");
            assert!(said.contains(name) || said.contains(&plain), "{to:?}: {name}\n{said}");
        }
    }
    let sql = converted(Dialect::Drizzle, GUESSED, Dialect::Sql);
    has(&sql.text, &["k text DEFAULT 'known'", "CONSTRAINT ck CHECK", "CREATE INDEX ik ON", "CREATE UNIQUE INDEX pk ON"]);
    has(&sql.text, &["ENABLE ROW LEVEL SECURITY", "CREATE POLICY ok ON t"]);
    for known in ["`t.k`", "`ck`", "`ik`", "`pk`", "`ok`"] {
        assert!(!sql.left_out.join("\n").contains(known), "{:?}", sql.left_out);
    }
}
