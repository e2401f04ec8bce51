//! What code writes to the values a schema is made of.

use super::{columns, declared, names, table};

/// `name(columns)` of each table, with `…` where there may be more.
fn tables(source: &str) -> Vec<String> {
    let found = declared(&format!("//- a.ts\nimport {{ pgTable, pgEnum, text, uuid, integer, timestamp }} from 'drizzle-orm/pg-core';\n{source}"));
    let shown = found.tables.iter().map(|it| {
        let list: Vec<&str> = it.columns.iter().map(|it| it.name.text.as_str()).collect();
        format!("{}({}{})", it.name.text, list.join(" "), if it.complete { "" } else { " …" })
    });
    shown.collect()
}

#[test]
fn what_is_written_before_a_name_is_used_is_part_of_it() {
    let source = "
const m: Record<string, any> = { id: uuid('id') };
m.extra = text('extra');
m['other'] = text('other');
Object.assign(m, { more: text('more') });
export const t = pgTable('t', m);
let mode = 'x';
mode = 'y';
export const named = pgTable(`t_${mode}`, { id: text('id') });
";
    assert_eq!(tables(source), ["t(id extra other more)", "t_y(id)"]);
}

#[test]
fn what_is_written_at_another_time_is_unknown() {
    for source in [
        // Between two uses.
        "const m: any = { id: uuid('id') }; export const t = pgTable('t', m); m.extra = text('extra'); ",
        "const m: any = { id: uuid('id') }; function add() { m.extra = text('extra'); } export const t = pgTable('t', m);",
        "const m: any = { id: uuid('id') }; if (process.env.X) { m.extra = text('extra'); } export const t = pgTable('t', m);",
        "const m: any = { id: uuid('id') }; for (const k of keys) m[k] = text(k); export const t = pgTable('t', m);",
        "const m: any = { id: uuid('id') }; decorate(m); export const t = pgTable('t', m);",
        "const m: any = { id: uuid('id') }; const n = m; n.extra = text('extra'); export const t = pgTable('t', m);",
        "const m: any = { id: uuid('id') }; delete m.id; export const t = pgTable('t', m);",
        "const m: any = { id: uuid('id') }; class C { static { m.x = text('x'); } } export const t = pgTable('t', m);",
    ] {
        let found = tables(source);
        assert!(matches!(&found[..], [only] if only.starts_with("t(") && only.ends_with(" …)")), "{source}: {found:?}");
    }
}

#[test]
fn what_is_only_read_stays_known() {
    let source = "
const m = { id: uuid('id') };
const keys = ['a', 'b'];
const has = m.id === null || keys.includes('a');
const f = (m: any, keys: string[]) => { m.x = 1; keys.push('c'); return m; };
console.log(m.id, keys[0]);
export const t = pgTable('t', { ...m, list: text('list', { enum: keys }) });
t.name = 'nobody minds';
";
    assert_eq!(tables(source), ["t(id list)"]);
}

#[test]
fn a_list_that_grows_is_all_of_it_or_unknown() {
    let found = declared(
        "//- a.ts
import { pgEnum } from 'drizzle-orm/pg-core';
const grown = ['b', 'a'];
grown.push('c');
grown.sort();
export const whole = pgEnum('whole', grown);
const late = ['a', 'b'];
export const open = pgEnum('open', late);
late.push('c');
const cut = ['a', 'b'];
cut.splice(0, 1);
export const unknown = pgEnum('unknown', cut);
",
    );
    let shown: Vec<_> = found.enums.iter().map(|it| (it.name.text.as_str(), it.values.len(), it.complete)).collect();
    assert_eq!(shown, [("whole", 3, true), ("open", 2, false), ("unknown", 2, false)]);
    assert_eq!(found.enums[0].values[0].text, "a");
}

#[test]
fn wrapper_functions_may_build_step_by_step() {
    let source = "
function orgTable(name: string, columns: any, options?: { soft: boolean; keys?: string[] }) {
  let cols: any = { ...columns, orgId: uuid('org_id') };
  if (options?.soft) {
    cols = { ...cols, deletedAt: timestamp('deleted_at') };
  }
  for (const key of options?.keys ?? []) cols[key] = text(key);
  return pgTable(name, cols);
}
function held(name: string) {
  const own = { id: uuid('id') } as any;
  const holder = { own, list: ['a'] };
  holder.own.extra = text('extra');
  holder.list.push('b');
  own.more = text('more');
  return pgTable(name, { ...holder.own, kind: text('kind', { enum: holder.list }) });
}
const stamped = (columns: any) => {
  columns.at = timestamp('at');
  ['x', 'y'].forEach((it) => { columns[it] = integer(it); });
};
function make(name: string) {
  let columns: any;
  columns = { id: uuid('id') };
  stamped(columns);
  return pgTable(name, columns);
}
export const a = orgTable('a', { id: uuid('id') }, { soft: true });
export const b = orgTable('b', { id: uuid('id') });
export const c = orgTable('c', {}, { soft: false, keys: ['k', 'l'] });
export const d = make('d');
export const e = held('e');
";
    let expected = ["a(id org_id deleted_at)", "b(id org_id)", "c(org_id k l)", "d(id at x y)", "e(id extra more kind)"];
    assert_eq!(tables(source), expected);
}

#[test]
fn what_a_wrapper_may_have_written_is_unknown() {
    for body in [
        "if (flag()) cols.extra = text('extra');",
        "if (flag()) { cols = { other: text('other') }; }",
        "for (const key of keys()) { cols[key] = text(key); }",
        "for (const key in table) { cols[key] = text(key); }",
        "decorate(cols);",
        "register(() => { cols.extra = text('extra'); });",
        "[1].reduce((sum) => { cols.extra = text('extra'); return sum; }, 0);",
        "cols[name()] = text('extra');",
        "const other = cols; decorate(other);",
        "const holder = { cols }; decorate(holder.cols);",
    ] {
        let source = format!("function make(n: string) {{ let cols: any = {{ id: uuid('id') }}; {body} return pgTable(n, cols); }} export const t = make('t');");
        let found = tables(&source);
        let doubted = matches!(&found[..], [only] if only == "t( …)" || only == "t(id …)" || only == "t(id extra …)");
        assert!(doubted, "{body}: {found:?}");
    }
}

#[test]
fn a_table_made_under_an_unknown_condition_may_exist() {
    let found = declared(
        "//- a.ts
import { pgTable, text, integer } from 'drizzle-orm/pg-core';
export const one = process.env.X ? pgTable('yes', { id: text('id') }) : pgTable('no', { id: text('id') });
const kind = process.env.X ? text('x') : integer('x');
const other = process.env.X ? text('x') : integer('y');
export const sure = pgTable('sure', { kind });
export const open = pgTable('open', { other, id: text('id') });
export const plain = true ? pgTable('plain', { id: text('id') }) : null;
",
    );
    assert_eq!(names(&found), ["yes", "no", "sure", "open", "plain"]);
    let complete: Vec<bool> = found.tables.iter().map(|it| it.complete).collect();
    assert_eq!(complete, [false, false, true, false, true]);
    assert_eq!(columns(table(&found, "sure")), ["x text!"]);
    assert_eq!(columns(table(&found, "open")), ["id text?"]);
}

#[test]
fn keys_that_are_computed_are_computed() {
    let source = "
const lang = 'en';
const KEY = 'key';
const KEYS = { A: 'a' } as const;
export const t = pgTable('t', { [`title_${lang}`]: text(), [KEY]: text(), [KEYS.A]: text('named'), [`plain`]: text() });
export const u = pgTable('u', { id: text(), [`title_${other}`]: text(), [next()]: text() });
";
    assert_eq!(tables(source), ["t(title_en key named plain)", "u(id …)"]);
}

#[test]
fn a_column_whose_name_is_unknown_is_not_guessed() {
    let found = declared(
        "//- a.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
import { citext } from 'some-package';
import { money } from './types';
class Base { static id = text('cid'); }
function pick(kind: string) { switch (kind) { case 'a': return text('picked'); } }
export const one = pgTable('one', { id: Base.id, name: text('name') });
export const two = pgTable('two', { id: pick('a'), name: text('name') });
export const three = pgTable('three', { price: money('price'), name: text('name') });
export const four = pgTable('four', { mail: citext('e_mail').notNull(), name: text('name') });
//- types.ts
export const money = wrap(() => null);
",
    );
    let expected = [("one", vec!["name text?"]), ("two", vec!["name text?"]), ("three", vec!["name text?"])];
    for (name, shown) in expected {
        assert_eq!(columns(table(&found, name)), shown, "{name}");
        assert!(!table(&found, name).complete, "{name}");
    }
    assert_eq!(columns(table(&found, "four")), ["e_mail !", "name text?"]);
    assert!(!table(&found, "four").complete);
}

#[test]
fn a_table_whose_name_is_unknown_is_unknown() {
    let found = declared(
        "//- a.ts
import { pgTable, pgEnum, pgTableCreator, text } from 'drizzle-orm/pg-core';
const create = pgTableCreator((name) => ['pre', name].join('_'));
const dark = pgTableCreator((name) => process.env.PREFIX + name);
export const t = create('tee', { id: text('id') });
export const u = dark('you', { id: text('id'), m: other('m') });
export const e = pgEnum(process.env.NAME, ['a']);
",
    );
    assert_eq!(names(&found), ["pre_tee", "u"]);
    assert!(table(&found, "pre_tee").complete && !table(&found, "u").complete);
    assert!(!found.enums[0].complete);
    assert!(found.unknowns.iter().all(|it| !it.what.contains("``")), "{:?}", found.unknowns);
}

#[test]
fn lists_names_and_actions_that_are_not_known_are_not_guessed() {
    let found = declared(
        "//- a.ts
import { pgTable, text, uuid, timestamp, foreignKey } from 'drizzle-orm/pg-core';
import { mysqlTable, mysqlEnum } from 'drizzle-orm/mysql-core';
import { EXTRA, NAMES, RULE } from 'outside';
const KNOWN = ['a', 'b'] as const;
export const orders = pgTable('orders', {
  id: uuid('id').primaryKey(),
  status: text('status', { enum: ['open', EXTRA] }),
  kind: text('kind', { enum: ['x', ...EXTRA] }),
  size: text('size', { enum: KNOWN }),
  at: timestamp('at', RULE),
});
export const named = pgTable('named', { id: uuid(NAMES.id), n: text(NAMES['n']), sure: text('sure') });
export const mine = mysqlTable('mine', { a: mysqlEnum('a', ['x', EXTRA]), b: mysqlEnum('b', KNOWN) });
export const keys = pgTable('keys', {
  a: uuid('a').references(() => orders.id, { onDelete: RULE }),
  b: uuid('b').references(() => orders.id, RULE),
  c: uuid('c').references(() => orders.id, { onDelete: 'cascade' }),
  d: uuid('d'),
}, (t) => [foreignKey({ columns: [t.d], foreignColumns: [orders.id] }).onDelete(RULE)]);
",
    );
    let allowed: Vec<usize> = table(&found, "orders").columns.iter().map(|it| it.allowed.len()).collect();
    assert_eq!(allowed, [0, 0, 0, 2, 0]);
    assert_eq!(columns(table(&found, "named")), ["sure text?"]);
    assert!(!table(&found, "named").complete && table(&found, "orders").complete);
    assert_eq!(columns(table(&found, "mine")), ["a ?", "b enum('a','b')?"]);
    let known: Vec<bool> = table(&found, "keys").foreign_keys.iter().map(|it| it.known).collect();
    assert_eq!(known, [false, false, true, false]);
}

#[test]
fn what_no_file_exports_is_not_seen() {
    let unseen = |source: &str| -> Vec<String> {
        let head = "import { pgTable, pgView, text } from 'drizzle-orm/pg-core';\nconst columns = { id: text('id') };\n";
        let found = declared(&format!("//- a.ts\n{head}{source}"));
        found.tables.iter().filter(|it| it.unseen).map(|it| it.name.text.clone()).collect()
    };
    let source = "
const hidden = pgTable('hidden', columns);
const listed = pgTable('listed', columns);
export const plain = pgTable('plain', columns);
export const held = { one: pgTable('one', columns) };
export const there = pgView('there', columns).existing();
export const cond = process.env.X ? pgTable('yes', columns) : null;
export const { left } = { left: pgTable('left', columns) };
export { listed };
export default pgTable('default', columns);
";
    assert_eq!(unseen(source), ["hidden", "one", "there"]);
    // A piece of a module exports nothing; a file that is being typed may export anything.
    assert!(unseen("const a = pgTable('a', columns);").is_empty());
    assert!(unseen("export const a = pgTable('a', columns);\nxport const b = pgTable('b', columns);\n").is_empty());
}
