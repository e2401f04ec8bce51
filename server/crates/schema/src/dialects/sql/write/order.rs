//! The order in which tables and views can be made.

use std::collections::{HashMap, HashSet};

use crate::model::{Database, Declarations, ForeignKey, Table, TableKind};

/// Tables and views in the order of their statements.
pub(super) struct Order<'a> {
    /// Tables, each behind those it refers to where that is possible.
    pub(super) tables: Vec<&'a Table>,
    /// Foreign keys to tables that are made later.
    pub(super) late: Vec<(&'a Table, &'a ForeignKey)>,
    /// Views, each behind those it selects from.
    pub(super) views: Vec<&'a Table>,
}

/// The order of `declarations`: as declared, but for what is needed first.
pub(super) fn of(declarations: &Declarations, database: Database) -> Order<'_> {
    let is_table = |it: &&Table| it.kind == TableKind::Table;
    let declared: Vec<&Table> = declarations.tables.iter().filter(is_table).collect();
    let numbers: HashMap<(Option<&str>, &str), usize> =
        declared.iter().enumerate().map(|(at, it)| (path(it), at)).collect();
    let target = |key: &ForeignKey| {
        let exact = numbers.get(&(key.table_schema.as_deref(), key.table.text.as_str()));
        exact.or_else(|| numbers.get(&(None, key.table.text.as_str()))).copied()
    };
    let needs: Vec<Vec<usize>> = declared
        .iter()
        .map(|table| table.foreign_keys.iter().filter_map(target).collect())
        .collect();
    let order = sorted(&needs);
    let mut made: HashSet<usize> = HashSet::new();
    let mut late = Vec::new();
    for at in &order {
        made.insert(*at);
        let Some(table) = declared.get(*at) else { continue };
        // SQLite adds no key to a table that is there, and looks for the target only when rows come.
        let waits = |key: &&ForeignKey| {
            database != Database::Sqlite && target(key).is_some_and(|it| !made.contains(&it))
        };
        late.extend(table.foreign_keys.iter().filter(waits).map(|key| (*table, key)));
    }
    let tables = order.iter().filter_map(|at| declared.get(*at).copied()).collect();
    Order { tables, late, views: views(declarations) }
}

fn path(table: &Table) -> (Option<&str>, &str) {
    (table.schema.as_deref(), table.name.text.as_str())
}

fn views(declarations: &Declarations) -> Vec<&Table> {
    let views: Vec<&Table> =
        declarations.tables.iter().filter(|it| it.kind != TableKind::Table).collect();
    let words: Vec<HashSet<&str>> = views
        .iter()
        .map(|it| {
            let query = it.query.as_deref().unwrap_or("");
            query.split(|it: char| !it.is_alphanumeric() && it != '_').collect()
        })
        .collect();
    let mut needs: Vec<Vec<usize>> = Vec::new();
    for (at, words) in words.iter().enumerate() {
        let named = |(other, view): (usize, &&Table)| {
            (other != at && words.contains(view.name.text.as_str())).then_some(other)
        };
        needs.push(views.iter().enumerate().filter_map(named).collect());
    }
    sorted(&needs).iter().filter_map(|at| views.get(*at).copied()).collect()
}

/// The numbers of `needs`, each behind those it needs unless they need it too; otherwise in their order.
pub(in super::super) fn sorted(needs: &[Vec<usize>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(needs.len());
    let mut seen: HashSet<usize> = HashSet::new();
    for root in 0..needs.len() {
        if !seen.insert(root) {
            continue;
        }
        // Each entry: a number, and how many of its needs were looked at. No recursion: a chain may be long.
        let mut path = vec![(root, 0_usize)];
        while let Some((at, looked)) = path.pop() {
            match needs.get(at).and_then(|it| it.get(looked)) {
                Some(need) => {
                    path.push((at, looked + 1));
                    if seen.insert(*need) {
                        path.push((*need, 0));
                    }
                }
                None => order.push(at),
            }
        }
    }
    order
}
