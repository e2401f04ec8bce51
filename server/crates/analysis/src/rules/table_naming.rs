//! A table that is not named like the others.

use schema::model::{Declarations, Table, TableKind};
use schema::names::{self, Case};
use text::Place;
use workspace::config::Severity;
use workspace::snapshot::Cancelled;

use super::Cx;
use crate::habit::habit;
use crate::{Finding, Fix, generate};

rule! {
    /// ## What it finds
    ///
    /// A table whose name is spelled in another case style, or in another number, than the names of the other tables.
    ///
    /// The schema's own habit decides: a style that fewer than six tables in ten follow is no rule here. A name that
    /// differs in number alone is a hint.
    ///
    /// Migrations are history: what they made is not judged, for nobody edits them any more.
    ///
    /// ## Why it matters
    ///
    /// When every name can be guessed, nobody has to look it up.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', { id: text('id') });
    /// export const teams = pgTable('teams', { id: text('id') });
    /// export const orders = pgTable('orders', { id: text('id') });
    /// export const products = pgTable('products', { id: text('id') });
    /// export const invoice = pgTable('invoice', { id: text('id') });
    ///                                 ^^^^^^^ `invoice` is not named like the other tables: `invoices`
    ///                                 ^^^^^^^ fix: Rename to "invoices"
    /// ```
    ///
    /// ```good
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', { id: text('id') });
    /// export const team = pgTable('team', { id: text('id') });
    /// export const orders = pgTable('orders', { id: text('id') });
    /// export const product = pgTable('product', { id: text('id') });
    /// export const invoice = pgTable('invoice', { id: text('id') });
    /// ```
    code: "table-naming",
    level: Info,
    reads: Schemas,
}

/// What the names of a schema's tables have in common.
struct Naming {
    case: Option<Case>,
    number: Option<Number>,
}

#[derive(Clone, Copy, PartialEq)]
enum Number {
    Singular,
    Plural,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    for (set, own) in cx.own_sets() {
        let naming = cx.learnt(set, || Naming::of(&set.declarations));
        for table in own.into_iter().filter(|it| it.kind == TableKind::Table && !it.implied) {
            let Some(name) = naming.instead_of(&table.name.text) else { continue };
            // Two tables cannot share a name: then this one has its own reason to differ.
            if set.declarations.tables.iter().any(|it| it.name.text == name) {
                continue;
            }
            let message = format!("`{}` is not named like the other tables: `{name}`", table.name.text);
            let mut finding =
                cx.finding(table.name.place.span, &table.name.text, message).on(naming.evidence());
            if names::words(&table.name.text).len() == names::words(&name).len()
                && names::case_of(&table.name.text) == names::case_of(&name)
            {
                // Number alone is a matter of taste, and of words that have none.
                finding.severity = cx.at_most(Severity::Hint);
            }
            found.push(finding);
        }
    }
    Ok(())
}

fn fix(cx: &Cx<'_>, finding: &Finding) -> Vec<Fix> {
    let mut own = cx.own_tables().filter(|(_, table)| table.name.place.span == finding.span);
    let Some((set, table)) = own.next() else { return Vec::new() };
    if !generate::renames_in_place(cx.snapshot, table) {
        return Vec::new();
    }
    let naming = cx.learnt(set, || Naming::of(&set.declarations));
    let Some(name) = naming.instead_of(&table.name.text) else { return Vec::new() };
    rename(cx, finding, table.name.place, &name).into_iter().collect()
}

/// The fix that spells the database name at `place` as `name`, if a literal stands there.
pub(super) fn rename(cx: &Cx<'_>, finding: &Finding, place: Place, name: &str) -> Option<Fix> {
    let source = cx.document.source();
    let before = source.get(..place.span.start().bytes())?;
    let is_literal = before.ends_with(['\'', '"', '`']) && place.span.slice(&source) == finding.name;
    (is_literal && place.file == finding.file)
        .then(|| cx.replacement(finding, format!("Rename to \"{name}\""), place.span, name))
}

impl Naming {
    /// What tells that names are made so.
    fn evidence(&self) -> String {
        let number =
            self.number.map(|it| if it == Number::Plural { "in the plural" } else { "in the singular" });
        let case = self.case.map(|it| format!("like \"{}\"", respelled("order_item", it)));
        let habits: Vec<String> = case.into_iter().chain(number.map(str::to_owned)).collect();
        format!("most tables of the schema are named {}", habits.join(" and "))
    }

    /// What the names of the tables in `declarations` have in common.
    fn of(declarations: &Declarations) -> Self {
        let tables = declarations.tables.iter().filter(|it| it.kind == TableKind::Table && !it.implied);
        let names: Vec<&str> = tables.map(|it: &Table| it.name.text.as_str()).collect();
        let cases: Vec<Option<Case>> =
            names.iter().filter(|it| has_style(it)).map(|it| names::case_of(it)).collect();
        let numbers: Vec<Number> = names.iter().filter_map(|it| number(it)).collect();
        Self { case: habit(&cases).flatten(), number: habit(&numbers) }
    }

    /// The name that a table called `name` should have; `None` if it has it.
    fn instead_of(&self, name: &str) -> Option<String> {
        let mut better = name.to_owned();
        match (self.number, number(name)) {
            (Some(Number::Plural), Some(Number::Singular)) => better = names::plural(name),
            (Some(Number::Singular), Some(Number::Plural)) => better = names::singular(name),
            _ => {}
        }
        if let Some(case) = self.case.filter(|it| has_style(name) && Some(*it) != names::case_of(name)) {
            better = respelled(&better, case);
        }
        (better != name).then_some(better)
    }
}

/// True if `name` shows a case style: one word in lower case fits every style but two.
pub(super) fn has_style(name: &str) -> bool {
    name.contains(['_', '-']) || name.chars().any(char::is_uppercase)
}

/// `name` in the style `case`.
pub(super) fn respelled(name: &str, case: Case) -> String {
    match case {
        Case::Snake => names::snake_case(name),
        Case::Camel => names::camel_case(name),
        Case::Pascal => names::pascal_case(name),
        Case::Kebab => names::kebab_case(name),
        Case::Screaming => names::snake_case(name).to_uppercase(),
    }
}

/// The number of `name`; `None` for a word that is the same in both, or no English noun.
fn number(name: &str) -> Option<Number> {
    match (names::is_singular(name), names::is_plural(name)) {
        (true, false) => Some(Number::Singular),
        (false, true) => Some(Number::Plural),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_fix, check_none};

    const FOUR: &str = "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const a = pgTable('order_items', { id: text('id') });
export const b = pgTable('user_roles', { id: text('id') });
export const c = pgTable('team_members', { id: text('id') });
export const d = pgTable('price_lists', { id: text('id') });
";

    #[test]
    fn another_case_style_stands_out() {
        let label = "                          ^^^^^^^^^^^ `auditEvents` is not named like the other tables: `audit_events`\n";
        check(&format!("{FOUR}export const e = pgTable('auditEvents', {{ id: text('id') }});\n{label}"));
    }

    #[test]
    fn a_table_that_nobody_named_is_not_judged() {
        check_none(
            "
//- prisma/schema.prisma
datasource db {
  provider = \"postgresql\"
}
model orders {
  id   Int    @id
  tags tags[]
}
model tags {
  id     Int      @id
  orders orders[]
}
model carts {
  id Int @id
}
model users {
  id Int @id
}
",
        );
    }

    #[test]
    fn a_word_without_a_plural_does_not() {
        check_none(&format!("{FOUR}export const e = pgTable('order_metadata', {{ id: text('id') }});\n"));
    }

    #[test]
    fn a_table_takes_the_name_it_should_have() {
        check_fix(
            &format!("{FOUR}export const e = pgTable('AuditEvent', {{ id: text('id') }});\n"),
            &format!("{FOUR}export const e = pgTable('audit_events', {{ id: text('id') }});\n"),
        );
    }

    #[test]
    fn a_table_that_is_being_typed_has_no_name_yet() {
        check_none(&format!(
            "{FOUR}export const e = pgTable(\n//- schemark.toml\n[rules]\nschema-unreadable = \"off\"\n"
        ));
    }
}
