//! A column that is not named like the others.

use schema::model::{Column, Table};
use schema::names::{self, Case};
use workspace::model::SchemaSet;
use workspace::snapshot::Cancelled;

use super::Cx;
use super::table_naming::{has_style, rename, respelled};
use crate::habit::habit;
use crate::{Finding, Fix, generate};

rule! {
    /// ## What it finds
    ///
    /// A column whose database name is spelled in another case style than those of the other columns.
    ///
    /// The schema's own habit decides: a style that fewer than six columns in ten follow is no rule here. A table
    /// whose columns deviate together (it often comes from a library) is reported once.
    ///
    /// Migrations are history: what they made is not judged, for nobody edits them any more.
    ///
    /// ## Why it matters
    ///
    /// In PostgreSQL a name with capitals must be quoted in every query by hand, and nobody remembers which ones do.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/schema.ts
    /// import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', {
    ///   firstName: text('first_name'),
    ///   lastName: text('last_name'),
    ///   teamName: text('team_name'),
    ///   createdAt: timestamp('created_at'),
    ///   updatedAt: timestamp('updatedAt'),
    ///                         ^^^^^^^^^ `updatedAt` is not named like the other columns: `updated_at`
    ///                         ^^^^^^^^^ fix: Rename to "updated_at"
    /// });
    /// ```
    ///
    /// ```good
    /// //- db/schema.ts
    /// import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', {
    ///   firstName: text('first_name'),
    ///   lastName: text('last_name'),
    ///   email: text('email'),
    ///   createdAt: timestamp('created_at'),
    ///   updatedAt: timestamp('updated_at'),
    /// });
    /// ```
    code: "column-naming",
    level: Info,
    reads: Schemas,
}

/// A table with at least this many deviating columns is reported as one, if they are most of its columns.
const TOGETHER: usize = 3;

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    for (set, own) in cx.own_sets() {
        let Some(case) = Shared::of(cx, set) else { continue };
        for table in own.into_iter().filter(|it| !it.implied) {
            report(cx, table, case, found);
        }
    }
    Ok(())
}

fn fix(cx: &Cx<'_>, finding: &Finding) -> Vec<Fix> {
    for (set, table) in cx.own_tables() {
        let mut columns = table.columns.iter().filter(|column| column.name.place.file == finding.file);
        let Some(column) = columns.find(|column| column.name.place.span == finding.span) else { continue };
        let Some(case) = Shared::of(cx, set) else { continue };
        if !generate::renames_in_place(cx.snapshot, table) {
            return Vec::new();
        }
        let name = respelled(&column.name.text, case);
        return rename(cx, finding, column.name.place, &name).into_iter().collect();
    }
    Vec::new()
}

fn report(cx: &Cx<'_>, table: &Table, case: Case, found: &mut Vec<Finding>) {
    let styled = table.columns.iter().filter(|column| has_style(&column.name.text)).count();
    let deviating: Vec<&Column> = table.columns.iter().filter(|column| deviates(column, case)).collect();
    if deviating.len() >= TOGETHER && deviating.len() * 2 > styled {
        let example = deviating.first().map_or("", |column| column.name.text.as_str());
        let message = format!(
            "the columns of `{}` are not named like those of other tables: `{example}`",
            table.name.text
        );
        found.push(cx.finding(table.name.place.span, &table.name.text, message).on(evidence(case)));
        return;
    }
    for column in deviating.into_iter().filter(|column| column.name.place.file == cx.document.id()) {
        let name = respelled(&column.name.text, case);
        let message = format!("`{}` is not named like the other columns: `{name}`", column.name.text);
        found.push(cx.finding(column.name.place.span, &column.name.text, message).on(evidence(case)));
    }
}

fn evidence(case: Case) -> String {
    format!("most columns of the schema are like \"{}\"", respelled("created_at", case))
}

/// True if the name of `column` is spelled in another style than `case`.
fn deviates(column: &Column, case: Case) -> bool {
    let name = column.name.text.as_str();
    // Names with odd separators or digits come out of respelling as they are, or as another name altogether.
    has_style(name) && names::case_of(name) != Some(case) && names::same_column(name, &respelled(name, case))
}

/// The style that the columns of a set share, if they do.
struct Shared(Option<Case>);

impl Shared {
    /// That of `set`.
    fn of(cx: &Cx<'_>, set: &SchemaSet) -> Option<Case> {
        let named = set.declarations.tables.iter().filter(|it| !it.implied);
        let columns = named.flat_map(|table| &table.columns);
        let names = columns.map(|column| column.name.text.as_str()).filter(|name| has_style(name));
        cx.learnt(set, || Self(habit(&names.map(names::case_of).collect::<Vec<_>>()).flatten())).0
    }
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_fix, check_none};

    const HABIT: &str = "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', {
  a: text('first_name'), b: text('last_name'), c: text('team_name'), d: text('street_name'), e: text('time_zone'),
  f: text('post_code'), g: text('phone_number'),
});
";

    #[test]
    fn a_table_that_deviates_altogether_is_reported_once() {
        check(&format!(
            "{HABIT}export const account = pgTable('account', {{
                                ^^^^^^^ the columns of `account` are not named like those of other tables: `accessToken`
  a: text('accessToken'), b: text('refreshToken'), c: text('expiresAt'), d: text('id'),
}});
"
        ));
    }

    #[test]
    fn columns_that_nobody_named_are_not_judged() {
        check_none(
            "
//- prisma/schema.prisma
datasource db {
  provider = \"postgresql\"
}
model Product {
  id       Int        @id
  sku_code String
  box_size Int
  net_mass Int
  shop_tax Int
  sold_out Boolean
  ean_code String
  listings Category[]
}
model Category {
  id       Int       @id
  products Product[]
}
",
        );
    }

    #[test]
    fn one_word_fits_every_style() {
        check_none(&format!(
            "{HABIT}export const tags = pgTable('tags', {{ a: text('name'), b: text('slug') }});\n"
        ));
    }

    #[test]
    fn a_column_takes_the_name_it_should_have() {
        check_fix(
            &format!("{HABIT}export const tags = pgTable('tags', {{ a: text('sortOrder') }});\n"),
            &format!("{HABIT}export const tags = pgTable('tags', {{ a: text('sort_order') }});\n"),
        );
    }

    #[test]
    fn a_half_typed_column_is_not_judged() {
        check_none(&format!(
            "{HABIT}export const tags = pgTable('tags', {{ a: text('sort\n//- schemark.toml\n[rules]\nschema-unreadable = \"off\"\n"
        ));
    }
}
