//! What the reader makes of files that somebody types in.

use super::*;

/// A file in which every table is declared in another way.
const WHOLE: &str = r#"import { index, integer, pgEnum, pgSchema, pgTable, pgTableCreator, pgView, text } from 'drizzle-orm/pg-core';

export const state = pgEnum('state', ['open', 'closed']);
const auth = pgSchema('auth');
const createTable = pgTableCreator((name) => `shop_${name}`);
const base = { id: text('id').primaryKey() };

export const users = pgTable('users', {
  id: text('id').primaryKey(),
  name: text('name'),
});
export const copies = pgTable('copies', {
  ...base,
  state: state('state'),
}, (table) => [index('copies_state').on(table.state)]);

export const accounts = auth.table('accounts', {
  id: text('id'),
});

export const orders = createTable(
  'orders',
  (d) => ({
    id: d.integer('id'),
  }),
);
const hidden = pgTable('hidden', { id: text('id'), ownerId: text('owner_id').references(() => users.id) });
export const open = pgView('open', { id: text('id') }).existing();
export const last = pgTable('last', {
  id: integer('id'),
});
"#;

/// True if a name may be declared that is not among `found`.
fn anything(found: &Declarations) -> bool {
    found.unknowns.iter().any(|it| it.scope == UnknownScope::Tables)
}

/// What reading `text` loses of `whole` though nothing says that it may be there.
fn lost(whole: &Declarations, text: &str) -> Option<String> {
    let now = declared(&format!("//- a.ts\n{text}"));
    let anything = anything(&now);
    for table in &whole.tables {
        let Some(found) = now.tables.iter().find(|it| it.name.text == table.name.text) else {
            if anything {
                continue;
            }
            return Some(format!("`{}` is absent", table.name.text));
        };
        let name = |it: &crate::model::Column| it.name.text.clone();
        let gone: Vec<_> =
            table.columns.iter().map(name).filter(|it| !found.columns.iter().any(|other| name(other) == *it)).collect();
        if !gone.is_empty() && found.complete {
            return Some(format!("`{}` has no {}", table.name.text, gone.join(", ")));
        }
    }
    for it in &whole.enums {
        let found = now.enums.iter().find(|other| other.name.text == it.name.text);
        let is_less = found.is_some_and(|other| other.complete && other.values.len() < it.values.len());
        if found.is_none() && !anything || is_less {
            return Some(format!("enum `{}`", it.name.text));
        }
    }
    None
}

#[test]
fn a_garbled_line_makes_nothing_absent() {
    let whole = declared(&format!("//- a.ts\n{WHOLE}"));
    let mut faults = Vec::new();
    let mut at = 0;
    for line in WHOLE.split_inclusive('\n') {
        let (start, end) = (at, at + line.trim_end().len());
        at += line.len();
        let half = usize::midpoint(start, end);
        let mut stretches = vec![(start, half, ""), (start, half, " (("), (start, half, " @#"), (half, end, ""), (half, end, " (("), (half, end, " @#")];
        for letter in start..end {
            stretches.push((letter, letter + 1, ""));
            stretches.push((letter, letter, "("));
            stretches.push((letter, letter, "'"));
        }
        for (from, to, garbled) in stretches {
            let quote = if line.contains('`') { "`" } else { "'" };
            // Another name is another table.
            if is_in_quotes(&WHOLE[start..from]) && is_in_quotes(&WHOLE[start..to]) && garbled != quote {
                continue;
            }
            let text = format!("{}{garbled}{}", &WHOLE[..from], &WHOLE[to..]);
            if let Some(what) = lost(&whole, &text) {
                faults.push(format!("{}: {what}", &text[start..text[start..].find('\n').map_or(text.len(), |it| it + start)]));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

fn is_in_quotes(before: &str) -> bool {
    before.matches(['\'', '`']).count() % 2 == 1
}

#[test]
fn a_head_that_is_being_typed_makes_no_table_absent() {
    let before = "import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const a = pgTable('a', { id: text('id') });\n\n";
    let behind = "'copies', {\n  id: text('id'),\n});\n\nexport const z = pgTable('z', { id: text('id') });\n";
    for head in [
        "export const copies = (",
        "export const copies = pgTabl(",
        "export const copies = gTable(",
        "export const copies pgTable(",
        "export const copies = pgTable",
        "export const = pgTable(",
        "export copies = pgTable(",
        "exprt const copies = pgTable(",
        "xport const copies = pgTable(",
        "export cnst copies = pgTable(",
        "exportconst copies = pgTable(",
        "const copies pgTable(",
        "copies = pgTable(",
        " = pgTable(",
        "Table(",
        "(",
        "",
        " ((",
        " @#copies = pgTable(",
        "/ export const copies = pgTable(",
    ] {
        let found = declared(&format!("//- a.ts\n{before}{head}{behind}"));
        assert!(names(&found).contains(&"copies") || anything(&found), "{head}: {found:?}");
        for name in ["a", "z"] {
            assert!(table(&found, name).complete, "{head}: {found:?}");
        }
        let copies = found.tables.iter().find(|it| it.name.text == "copies");
        assert!(copies.is_none_or(|it| !it.complete || it.columns.len() == 1), "{head}: {found:?}");
    }
    for head in ["export const state = (", "export const state = pgEnu(", "exprt const state = pgEnum("] {
        let found = declared(&format!("//- a.ts\n{before}{head}'state', ['open']);\n"));
        assert!(!found.enums.is_empty() || anything(&found), "{head}: {found:?}");
    }
}

#[test]
fn a_table_whose_columns_are_a_constant_is_not_lost_without_its_function() {
    let before = "import { pgTable, pgView, text } from 'drizzle-orm/pg-core';\nimport { others } from './others';\nconst columns = { id: text('id') };\n";
    for line in [
        "export const copies = ('copies', columns, (t) => [index('i').on(t.id)]);",
        "export const copies = ('copies', columns);",
        "export const copies = ('copies', others);",
        "export const copies = ('copies', others.copies);",
        "export const copies = ('copies', columnsOf('copies'));",
    ] {
        let found = declared(&format!("//- a.ts\n{before}{line}\nexport const z = pgTable('z', columns);\n"));
        assert!(anything(&found), "{line}: {found:?}");
        assert!(table(&found, "z").complete, "{line}: {found:?}");
    }
}

#[test]
fn a_line_that_goes_on_with_nothing_costs_no_neighbour() {
    let whole = "import { sqliteTable, text } from 'drizzle-orm/sqlite-core'\nexport default sqliteTable('o', { id: text('id') })\n";
    let found = declared(&format!("//- a.ts\n{whole}: 1, q: sqliteTable('q', {{}}) }};\n"));
    assert!(table(&found, "o").complete && anything(&found), "{found:?}");
}

#[test]
fn a_view_whose_function_is_garbled_is_not_lost() {
    let before = "import { pgTable, pgView, text } from 'drizzle-orm/pg-core';\nconst users = pgTable('users', { id: text('id') });\n";
    for function in ["pgVew", "pgiew", "pgMaterialzedView", "sqliteVew", ""] {
        for behind in [".as((q) => q.select().from(users))", ".existing()"] {
            let found = declared(&format!("//- a.ts\n{before}export const copies = {function}('copies'){behind};\n"));
            // `'admin'.existing()` is a role.
            assert!(anything(&found) || (function.is_empty() && behind == ".existing()"), "{function}{behind}");
        }
    }
}

#[test]
fn code_that_is_whole_makes_no_table_of_what_is_none() {
    let found = declared(
        r#"//- a.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
import { define, track } from 'elsewhere';
export const a = pgTable('a', { id: text('id') });
const x = fn('copies', { mode: 'dark' });
const y = define('copies', ['one', 'two']);
const z = pgTables('copies');
const viewed = getView('copies');
const path = view('copies');
const shouted = 'copies'.toUpperCase();
const told = ('copies').at(0);
describe('copies', () => { track('copies', { id: 1 }); });
const route = fetch('copies', { id: 'x' });
const pair = ('copies', 'two');
const pgTabs = (name, options) => ({ name, ...options });
export const tabs = pgTabs('copies', { id: 'x' });
"#,
    );
    assert_eq!(names(&found), ["a"]);
    assert_eq!(found.unknowns, []);
}

#[test]
fn a_module_of_common_js_may_declare_anything() {
    let found = declared("//- a.js\nconst { pgTable, text } = require('drizzle-orm/pg-core');\nexports.one = pgTable('one', { id: text() });\n");
    assert!(found.unknowns.iter().any(|it| it.scope == UnknownScope::Tables));
    let found = declared("//- a.ts\nimport { pgTable, text } from 'drizzle-orm/pg-core';\nconst fs = require('node:fs');\nexport const one = pgTable('one', { id: text() });\n");
    assert_eq!(found.unknowns, []);
}

#[test]
fn modules_that_pass_a_name_on_in_a_circle_export_nothing() {
    let found = declared(
        "//- a.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
import { lost } from './b';
export { lost } from './b';
export { kept } from './b';
export const users = pgTable('users', { id: text(), ...lost });
//- b.ts
import { text } from 'drizzle-orm/pg-core';
import { lost } from './a';
export { lost };
export const kept = text();
",
    );
    assert!(!table(&found, "users").complete);
    assert_eq!(columns(table(&found, "users")), ["id text?"]);
}

#[test]
fn a_barrel_that_is_being_typed_makes_no_table_absent() {
    let users = "//- users.ts\nimport { pgTable, text } from 'drizzle-orm/pg-core';\nexport type User = { id: string };\nexport const users = pgTable('users', { id: text('id') });\n";
    let is_unknown = |line: &str| anything(&declared_from(&format!("//- index.ts\n{line}\n{users}"), 1));
    for line in [
        "export * frm './users';",
        "export * from './user';",
        "expor * from './users';",
        "export { user } from './users';",
        "export { users } from './users",
        "{ users } from './users';",
    ] {
        assert!(is_unknown(line), "{line}");
    }
    for line in ["export { users, User } from './users';", "export * from './users';", "export type { Use } from './users';"] {
        assert!(!is_unknown(line), "{line}");
    }
}

#[test]
fn a_property_typed_above_a_table_costs_no_table() {
    for typed in ["  x: ", "x:", "  email: text('email'),"] {
        let found = declared(&format!(
            "//- a.ts\nimport {{ pgTable, text }} from 'drizzle-orm/pg-core';\nexport const a = pgTable('a', {{ id: text('id') }});\n{typed}\nexport const users = pgTable('users', {{ id: text('id') }});\nconst b = pgTable('b', {{ id: text('id') }});\n{typed}\nexport default b;\n"
        ));
        let is_open = found.unknowns.iter().any(|it| it.scope == UnknownScope::Tables);
        let listed = super::names(&found);
        assert!(is_open || listed.contains(&"users") && listed.contains(&"b"), "{typed}: {listed:?}");
    }
}
