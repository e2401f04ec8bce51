//! A foreign key that writes NULL where NULL may not be.

use schema::model::{Action, ForeignKey, Table, TableKind};
use workspace::snapshot::Cancelled;

use super::Cx;
use crate::{Finding, Fix};

rule! {
    /// ## What it finds
    ///
    /// A foreign key with `on delete set null` or `on update set null` whose column is NOT NULL.
    ///
    /// Migrations are history and are not asked.
    ///
    /// ## Why it matters
    ///
    /// The database takes the declaration and refuses the first delete.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/schema.sql
    /// create table teams (id bigint primary key);
    /// create table users (id bigint primary key, team_id bigint not null references teams on delete set null);
    ///                                            ^^^^^^^ `users.team_id` is NOT NULL, and set to NULL on delete
    /// create index users_team_id on users (team_id);
    /// ```
    ///
    /// ```good
    /// //- db/schema.sql
    /// create table teams (id bigint primary key);
    /// create table users (id bigint primary key, team_id bigint references teams on delete set null);
    /// create index users_team_id on users (team_id);
    /// ```
    code: "null-for-required",
    level: Warning,
    reads: Schemas,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    for (_, tables) in cx.own_sets() {
        for table in tables.into_iter().filter(|it| it.kind == TableKind::Table) {
            for key in &table.foreign_keys {
                found.extend(flaw(cx, table, key));
            }
        }
    }
    Ok(())
}

/// Whether the column takes NULL or the key does something else is for people to say.
fn fix(_cx: &Cx<'_>, _finding: &Finding) -> Vec<Fix> {
    Vec::new()
}

/// What is wrong with `key` of `table`, where its column is declared.
fn flaw(cx: &Cx<'_>, table: &Table, key: &ForeignKey) -> Option<Finding> {
    let when = match (key.on_delete, key.on_update) {
        (Some(Action::SetNull), _) => "delete",
        (_, Some(Action::SetNull)) => "update",
        _ => return None,
    };
    let required = |it: &&String| {
        table.columns.iter().find(|column| column.name.text == **it).filter(|it| it.nullable == Some(false))
    };
    let column = key.columns.iter().find_map(|it| required(&it))?;
    let name = &column.name.text;
    let message = format!("`{}.{name}` is NOT NULL, and set to NULL on {when}", table.name.text);
    Some(cx.finding(column.name.place.span, name, message).on("NOT NULL and SET NULL of one column"))
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_none};

    #[test]
    fn a_required_column_is_never_set_to_null() {
        check(
            "
//- db/schema.ts
import { index, pgTable, text } from 'drizzle-orm/pg-core';
export const teams = pgTable('teams', { id: text('id').primaryKey() });
export const users = pgTable('users', {
  id: text('id').primaryKey(),
  teamId: text('team_id').notNull().references(() => teams.id, { onDelete: 'set null' }),
                ^^^^^^^ `users.team_id` is NOT NULL, and set to NULL on delete
}, (t) => [index('users_team_id').on(t.teamId)]);
",
        );
    }

    #[test]
    fn a_column_that_takes_null_or_a_key_that_cascades_is_left_alone() {
        check_none(
            "
//- db/schema.ts
import { index, pgTable, text } from 'drizzle-orm/pg-core';
export const teams = pgTable('teams', { id: text('id').primaryKey() });
export const users = pgTable('users', {
  id: text('id').primaryKey(),
  teamId: text('team_id').references(() => teams.id, { onDelete: 'set null' }),
  homeId: text('home_id').notNull().references(() => teams.id, { onDelete: 'cascade' }),
}, (t) => [index('users_team_id').on(t.teamId), index('users_home_id').on(t.homeId)]);
",
        );
    }

    #[test]
    fn a_half_typed_key_says_nothing_of_null() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const teams = pgTable('teams', { id: text('id').primaryKey() });
export const users = pgTable('users', { teamId: text('team_id').notNull().references(() => teams.id, { onDelete: 'set nu
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }
}
