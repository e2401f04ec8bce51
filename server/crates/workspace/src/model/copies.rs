//! Tables that several files declare, where nothing says which of the files are the schema.

use std::collections::HashMap;

use schema::model::{Declarations, Table};
use text::FileId;

/// Leaves one of the tables that have the same name, schema and database in several files: the one whose file ranks
/// highest, then the one whose file declares most. Where they differ nobody knows which is right, and more may be true of
/// the one that is left.
pub(super) fn merge(declarations: &mut Declarations, rank: &dyn Fn(FileId) -> usize) {
    let mut sizes: HashMap<FileId, usize> = HashMap::new();
    for table in &declarations.tables {
        *sizes.entry(table.place.file).or_default() += 1;
    }
    let worth = |it: &Table| (rank(it.place.file), sizes.get(&it.place.file).copied().unwrap_or_default());
    let mut kept: Vec<Table> = Vec::new();
    let mut places: HashMap<_, usize> = HashMap::new();
    for mut table in std::mem::take(&mut declarations.tables) {
        let name = (table.name.text.clone(), table.schema.clone(), table.database);
        let other = places.get(&name).copied();
        let Some(there) =
            other.and_then(|it| kept.get_mut(it)).filter(|it| it.place.file != table.place.file)
        else {
            places.entry(name).or_insert(kept.len());
            kept.push(table);
            continue;
        };
        let differ = !is_same(there, &table);
        if worth(&table) > worth(there) {
            std::mem::swap(there, &mut table);
        }
        if differ {
            there.complete = false;
            there.more_constraints = true;
        }
    }
    declarations.tables = kept;
}

/// True if two tables have the same columns, and as many constraints.
fn is_same(one: &Table, other: &Table) -> bool {
    let columns = |it: &Table| -> Vec<_> {
        it.columns.iter().map(|it| (it.name.text.clone(), it.ty.canonical.clone(), it.nullable)).collect()
    };
    let constraints = |it: &Table| {
        let key = it.primary_key.as_ref().map(|it| it.columns.clone());
        (
            key,
            it.uniques.len(),
            it.foreign_keys.len(),
            it.indexes.len(),
            it.checks.len(),
            it.complete,
            it.more_constraints,
        )
    };
    columns(one) == columns(other) && constraints(one) == constraints(other)
}
