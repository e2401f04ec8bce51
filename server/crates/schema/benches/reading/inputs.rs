//! Schemas of realistic shape and any size, the same in every language: made once as SQL, and written by each language's
//! writer.

use std::fmt::Write as _;

use schema::dialects::{Casing, Dialect, Linking, Module, Order, link, write};
use schema::model::Declarations;
use text::FileId;

/// The file of every schema here.
const FILE: FileId = FileId(0);

/// What tables are called, in turn; a number follows.
const NAMES: &[&str] =
    &["teams", "members", "projects", "invoices", "invoice_items", "shipments", "audit_entries", "webhooks"];

/// A schema in `dialect` of about `bytes` bytes.
pub(crate) fn of_size(dialect: Dialect, bytes: usize) -> String {
    source(dialect, bytes * SAMPLE / source(dialect, SAMPLE).len() + 1)
}

/// A schema in `dialect` of about `lines` lines.
pub(crate) fn of_lines(dialect: Dialect, lines: usize) -> String {
    source(dialect, lines * SAMPLE / source(dialect, SAMPLE).lines().count() + 1)
}

/// How many tables tell the size of one.
const SAMPLE: usize = 64;

/// What `module`, a schema of one file, declares.
pub(crate) fn linked(module: &Module) -> Declarations {
    link(&Linking {
        roots: vec![FILE],
        module: &|file| (file == FILE).then_some(module),
        resolve: &|_, _| None,
        casing: Casing::Preserve,
        order: Order::Listed,
        database: None,
    })
}

/// Where a letter is typed in `source`: inside a column's name, in the middle.
pub(crate) fn middle(source: &str) -> usize {
    let lines = source.split_inclusive('\n').scan(0, |at, line| {
        *at += line.len();
        Some((*at - line.len(), line))
    });
    let named = lines.filter(|(at, _)| *at >= source.len() / 2).find_map(|(at, line)| {
        let name = line.find("created")?;
        Some(at + name + "created".len())
    });
    named.expect("every table has a column `created_at`")
}

/// A schema of `tables` tables in `dialect`.
fn source(dialect: Dialect, tables: usize) -> String {
    let declared = linked(&Module::read(Dialect::Sql, &sql(tables)));
    assert_eq!(declared.tables.len(), tables, "all of the model is read");
    let text = write(dialect, &declared).text;
    let again = linked(&Module::read(dialect, &text));
    assert_eq!(again.tables.len(), tables, "all of {} is read", dialect.name());
    text
}

/// `tables` tables in PostgreSQL.
fn sql(tables: usize) -> String {
    let mut text = String::new();
    for number in 0..tables {
        // One enum serves several tables, as states do.
        if number % 8 == 0 {
            let _ = writeln!(
                text,
                "create type status_{} as enum ('draft', 'open', 'in_review', 'closed');",
                number / 8
            );
        }
        table(&mut text, number);
    }
    text
}

fn table(text: &mut String, number: usize) {
    let name = name(number);
    let _ = write!(
        text,
        "create table {name} (
  id uuid primary key default gen_random_uuid(),
  parent_id uuid references {parent} (id) on delete cascade,
  name text not null,
  slug varchar(80) not null unique,
  status status_{status} not null default 'draft',
  total numeric(12, 2) not null default 0,
  quantity integer,
  is_active boolean not null default true,
  settings jsonb,
  notes text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone
);
create index {name}_parent_id_idx on {name} (parent_id);
create unique index {name}_parent_id_name_idx on {name} (parent_id, name);
",
        parent = self::name(number / 2),
        status = number / 8,
    );
}

fn name(number: usize) -> String {
    format!("{}_{number}", NAMES.get(number % NAMES.len()).copied().unwrap_or_default())
}
