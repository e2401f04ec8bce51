//! What is particular to each language when tables are added to a schema: how its declarations are called, which file
//! takes them, and what else has to change. A language that is not listed here is written as its writer writes it, into
//! the file that holds most tables.

mod drizzle;
mod plain;
mod prisma;
mod sql;

use schema::dialects::Dialect;
use schema::model::{Column, ColumnChange, Enum, Index, Table};
use text::{Edit, Edits};

use super::ground::Ground;
use super::plan::Plan;
use crate::WorkspaceEdits;
use crate::conventions::Conventions;

/// What is particular to one language. Nothing here decides what a table holds.
pub(super) trait Language: Sync {
    /// How the team of `ground` makes its tables.
    fn conventions(&self, ground: Ground<'_>) -> Conventions {
        Conventions::default().read_off(ground.declarations())
    }

    /// Gives what `plan` declares the names that it has in the source, where they are not those of the database.
    fn name(&self, _ground: Ground<'_>, _plan: &mut Plan) {}

    /// The file that the table of `plan` belongs in, below the root. `said` is the file that a fence named first.
    fn path(&self, ground: Ground<'_>, plan: &Plan, said: Option<&str>) -> String;

    /// The change that makes all `plans` true; `None` if the language cannot say them.
    fn write(&self, ground: Ground<'_>, plans: &[Plan]) -> Option<WorkspaceEdits>;

    /// The change that adds the last column of the table of `plan`, with what it refers to, to that table.
    fn add_column(&self, ground: Ground<'_>, plan: &Plan) -> Option<WorkspaceEdits>;

    /// The change that adds `index` to `table`.
    fn add_index(&self, ground: Ground<'_>, table: &Table, index: &Index) -> Option<WorkspaceEdits>;

    /// The change that adds to `table` what other tables of the team have: each column with a table that has it.
    fn add_shared(
        &self,
        ground: Ground<'_>,
        table: &Table,
        columns: &[(&Table, &Column)],
    ) -> Option<WorkspaceEdits>;

    /// The change that makes `change` to `column` of `table`. `None` if the language cannot say it, or not safely.
    fn change_column(
        &self,
        _ground: Ground<'_>,
        _table: &Table,
        _column: &Column,
        _change: &ColumnChange,
    ) -> Option<WorkspaceEdits> {
        None
    }

    /// The change that adds `values` to the enum type `held`. `None` if the language cannot say it.
    fn add_values(&self, ground: Ground<'_>, held: &Enum, values: &[String]) -> Option<WorkspaceEdits> {
        listed(ground, held, values)
    }

    /// True if a name in the database is spelled where it is declared and nowhere else, so that it can be changed there.
    fn renames_in_place(&self) -> bool {
        true
    }
}

/// What is particular to `dialect`.
pub(super) fn of(dialect: Dialect) -> &'static dyn Language {
    match dialect {
        Dialect::Drizzle => &drizzle::Drizzle,
        Dialect::Prisma => &prisma::Prisma,
        Dialect::Sql => &sql::Sql,
        _ => &plain::Plain,
    }
}

/// The change that adds `values` behind the last one of `held`, where that is written as a list.
fn listed(ground: Ground<'_>, held: &Enum, values: &[String]) -> Option<WorkspaceEdits> {
    let last = held.values.last()?.place;
    let source = ground.snapshot.document(last.file)?.source();
    let (at, text) = match source.get(last.span.end().bytes()..)?.chars().next()? {
        quote @ ('\'' | '"' | '`') => {
            let listed = values.iter().map(|it| format!(", {quote}{it}{quote}")).collect::<String>();
            (last.span.end().plus(1), listed)
        }
        '\n' | '\r' | ' ' if ground.dialect() == Dialect::Prisma => {
            let line = source.get(..last.span.start().bytes())?;
            let indent = line.get(line.rfind('\n').map_or(0, |it| it + 1)..)?;
            // A remark or a mapping behind the value stays with it.
            let rest = source.get(last.span.end().bytes()..)?;
            let end = rest.find(['\r', '\n'])?;
            let end = last.span.end().plus(end);
            (end, values.iter().map(|it| format!("\n{indent}{it}")).collect::<String>())
        }
        _ => return None,
    };
    let fits = |it: &String| it.chars().all(|it| it.is_alphanumeric() || "_- ".contains(it));
    let mut change = WorkspaceEdits::default();
    change.files.insert(last.file, Edits::new(vec![Edit::insert(at, text)]));
    values.iter().all(fits).then_some(change)
}

/// True if tables may be at home in `dialect`: teams keep their schema in it, not a picture of one.
pub(super) fn is_home(dialect: Dialect) -> bool {
    !matches!(dialect, Dialect::Dbml | Dialect::Mermaid)
}
