//! References: `ref: > users.id` and `Ref: posts.author_id > users.id [delete: cascade]`.

use super::names::{path, quoted};
use super::{Style, Writer};
use crate::model::{ForeignKey, Table};

/// A foreign key that can be written.
pub(super) struct Reference<'a> {
    key: &'a ForeignKey,
    /// The target's schema: a name that it shares with no other.
    schema: Option<&'a str>,
}

impl Reference<'_> {
    /// True if it stands in one column and says no more than where it leads.
    pub(super) fn fits_inline(&self) -> bool {
        let it = self.key;
        it.columns.len() == 1 && it.name.is_none() && it.on_delete.is_none() && it.on_update.is_none()
    }

    /// True if it is of the column `name` alone.
    pub(super) fn is_of(&self, name: &str) -> bool {
        self.key.columns.first().is_some_and(|it| it == name)
    }

    fn target(&self) -> String {
        end(self.schema, &self.key.table.text, &self.key.references)
    }

    pub(super) fn inline(&self) -> String {
        format!("ref: > {}", self.target())
    }

    pub(super) fn below(&self, style: Style<'_>, table: &Table) -> String {
        let it = self.key;
        let name = it.name.as_ref().map(|it| format!(" {}", quoted(it))).unwrap_or_default();
        let actions = [("delete", it.on_delete), ("update", it.on_update)];
        let actions: Vec<String> =
            actions.iter().filter_map(|(word, it)| Some(format!("{word}: {}", (*it)?.as_str()))).collect();
        let settings = if actions.is_empty() { String::new() } else { format!(" [{}]", actions.join(", ")) };
        let from = end(table.schema.as_deref(), &table.name.text, &it.columns);
        format!("{}{name}: {from} > {}{settings}\n", style.keyword("Ref"), self.target())
    }
}

/// `schema.table.column`, or `table.(one, two)`.
fn end(schema: Option<&str>, table: &str, columns: &[String]) -> String {
    let columns = match columns {
        [one] => quoted(one),
        many => format!("({})", many.iter().map(|it| quoted(it)).collect::<Vec<_>>().join(", ")),
    };
    format!("{}.{columns}", path(schema, table))
}

impl Writer<'_> {
    /// The references of `table` that can be written.
    pub(super) fn references<'t>(&mut self, table: &'t Table) -> Vec<Reference<'t>> {
        let mut found: Vec<Reference<'t>> = Vec::new();
        for key in &table.foreign_keys {
            let target = (key.table_schema.as_deref(), key.table.text.as_str());
            let is_there = self.tables.contains(&target)
                || (target.0 == Some("public") && self.tables.contains(&(None, target.1)));
            // The language's own tool refuses a second reference between the same columns, and one to itself.
            let is_new = !found.iter().any(|it| {
                it.key.columns == key.columns
                    && it.key.references == key.references
                    && it.key.table.text == key.table.text
            });
            let is_itself = target == (table.schema.as_deref(), table.name.text.as_str())
                && key.columns == key.references;
            let fits = key.columns.len() == key.references.len() && !key.columns.is_empty();
            if !is_there || !fits || is_itself {
                let columns = key.columns.join(", ");
                self.left_out.push(format!(
                    "reference of `{}.{columns}` to `{}`",
                    table.name.text, key.table.text
                ));
            } else if is_new {
                found.push(Reference { key, schema: target.0 });
            }
        }
        found
    }

    /// The table `table`, which nobody declares, as a reference of many to many; `None` if the language would make
    /// another table of it.
    pub(super) fn join(&self, table: &Table) -> Option<String> {
        let [one, other] = table.foreign_keys.as_slice() else { return None };
        let named = |key: &ForeignKey| -> Vec<String> {
            key.references.iter().map(|it| format!("{}_{it}", key.table.text)).collect()
        };
        let columns: Vec<String> = table.columns.iter().map(|it| it.name.text.clone()).collect();
        let fits = table.name.text == format!("{}_{}", one.table.text, other.table.text)
            && one.columns == named(one)
            && other.columns == named(other)
            && columns == [named(one), named(other)].concat()
            && [one, other].iter().all(|it| it.on_delete.is_none() && it.on_update.is_none());
        let side = |key: &ForeignKey| end(key.table_schema.as_deref(), &key.table.text, &key.references);
        fits.then(|| format!("{}: {} <> {}\n", self.style.keyword("Ref"), side(one), side(other)))
    }
}
