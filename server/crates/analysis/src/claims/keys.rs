//! Foreign keys that a story wants and the schema lacks, as changes to the schema.

use schema::model::{ColumnChange, ForeignKey, Table};
use schema::names::{same_column, singular, snake_case};
use workspace::snapshot::Snapshot;

use crate::{WorkspaceEdits, generate};

/// The change that adds `key`, as [`wanted`] gives it, to `table`, with its title.
pub(crate) fn added(
    snapshot: &Snapshot,
    table: &Table,
    key: &ForeignKey,
) -> Option<(String, WorkspaceEdits)> {
    let [column] = key.columns.as_slice() else { return None };
    if !key.known {
        return None;
    }
    let edits = generate::change_column(snapshot, table, column, &ColumnChange::Reference(key.clone()))?;
    Some((format!("Add a foreign key from `{column}` to `{}`", key.table.text), edits))
}

/// The foreign key of `table` that leads to `target`: of `columns`, or of the column that is called after the target if
/// there are none. `None` if no column of `table` can have it.
pub(crate) fn wanted(table: &Table, columns: &[String], target: &Table) -> Option<ForeignKey> {
    let key = target.primary_key.as_ref()?;
    let [referred] = key.columns.as_slice() else { return None };
    let name =
        format!("{}_{}", snake_case(&singular(&target.name.text.to_lowercase())), snake_case(referred));
    let column = match columns {
        [] => table.columns.iter().find(|it| same_column(&it.name.text, &name))?,
        [only] => table.column(only)?,
        _ => return None,
    };
    let fits = target.column(referred).is_some_and(|it| it.ty.canonical == column.ty.canonical);
    let is_free = table.foreign_keys.iter().all(|it| !it.columns.contains(&column.name.text));
    (fits && is_free && column.known).then(|| ForeignKey {
        columns: vec![column.name.text.clone()],
        table: target.name.clone(),
        table_schema: target.schema.clone(),
        references: vec![referred.clone()],
        known: true,
        ..ForeignKey::default()
    })
}
