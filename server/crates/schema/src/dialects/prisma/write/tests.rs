//! What the writer gives, that reading it gives the same, and what its edits leave behind.

mod edits;
mod random;
mod round;

use super::super::tests::declared;
use crate::model::{Declarations, DefaultValue, ForeignKey, Generated, Table};

/// Everything Prisma can say of `declarations`, one thing per line, in order. The names that Prisma gives keys by itself
/// are left away, and a unique index is a unique.
fn said(declarations: &Declarations) -> Vec<String> {
    let mut found = Vec::new();
    for table in &declarations.tables {
        let schema = table.schema.as_deref().unwrap_or("public");
        let name = format!("{schema}.{}", table.name.text);
        found.push(format!("{:?} {name} {:?} {:?}", table.kind, table.database, table.doc));
        for (at, column) in table.columns.iter().enumerate() {
            let default = match (&column.default, &column.generated) {
                (_, Some(Generated::Identity { .. })) => DefaultValue::Increment,
                (default, _) => default.clone(),
            };
            let (ty, is_changed) = (&column.ty, column.on_update.is_some());
            found.push(format!(
                "{name} column {at} {} {} {:?} {:?} {default:?} {is_changed} {:?}",
                column.name.text, ty.canonical, ty.enumeration, column.nullable, column.doc
            ));
        }
        let of = |kind: &str, given: Option<&String>, columns: &[String], usual: &str| {
            let usual = format!("{}{usual}", table.name.text);
            let given = given.filter(|it| **it != usual);
            format!("{name} {kind} {columns:?} {given:?}")
        };
        let key = table.primary_key.iter();
        found.extend(key.map(|it| of("key", it.name.as_ref(), &it.columns, "_pkey")));
        for it in &table.uniques {
            let usual = format!("_{}_key", it.columns.join("_"));
            found.push(of("unique", it.name.as_ref(), &it.columns, &usual));
        }
        for it in &table.indexes {
            let columns: Vec<String> = it.parts.iter().map(|it| it.text().to_owned()).collect();
            if it.unique && it.predicate.is_none() {
                found.push(of("unique", it.name.as_ref(), &columns, &format!("_{}_key", columns.join("_"))));
                continue;
            }
            let usual = format!("_{}_{}", columns.join("_"), if it.unique { "key" } else { "idx" });
            let line = of("index", it.name.as_ref(), &columns, &usual);
            let orders: Vec<&str> = it.parts.iter().map(|it| it.order.as_str()).collect();
            found.push(format!("{line} {orders:?} {} {:?} {:?}", it.unique, it.predicate, it.method));
        }
        found.extend(table.foreign_keys.iter().map(|it| foreign_key(&name, table, it)));
    }
    for it in &declarations.enums {
        let values: Vec<&str> = it.values.iter().map(|it| it.text.as_str()).collect();
        found.push(format!("enum {} {} {values:?}", it.schema.as_deref().unwrap_or("public"), it.name.text));
    }
    found.sort_unstable();
    found
}

fn foreign_key(name: &str, table: &Table, key: &ForeignKey) -> String {
    let action = |it: Option<crate::model::Action>| it.map_or("no action", crate::model::Action::as_str);
    let usual = format!("{}_{}_fkey", table.name.text, key.columns.join("_"));
    let given = key.name.as_ref().filter(|it| **it != usual);
    let target = format!("{}.{}", key.table_schema.as_deref().unwrap_or("public"), key.table.text);
    let (delete, update) = (action(key.on_delete), action(key.on_update));
    format!("{name} foreign {:?} {target} {:?} {delete} {update} {given:?}", key.columns, key.references)
}

/// Asserts that `declarations` are what their own source declares, and gives what was left out.
fn comes_back(declarations: &Declarations) -> Vec<String> {
    let written = super::file(declarations);
    let again = declared(&[&written.text]);
    let (expected, found) = (said(declarations), said(&again));
    let lost: Vec<_> = expected.iter().filter(|it| !found.contains(it)).collect();
    let new: Vec<_> = found.iter().filter(|it| !expected.contains(it)).collect();
    assert!(lost.is_empty() && new.is_empty(), "lost: {lost:#?}\nnew: {new:#?}\n{}", written.text);
    assert_eq!(expected.len(), found.len(), "{}", written.text);
    assert!(again.unknowns.is_empty(), "{:?}", again.unknowns);
    // What is written again is the same to the letter.
    assert_eq!(super::file(&again).text, written.text);
    // No view of a Prisma schema says its query.
    written.left_out.into_iter().filter(|it| !it.starts_with("query of view")).collect()
}
