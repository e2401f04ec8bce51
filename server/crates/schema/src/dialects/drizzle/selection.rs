//! The columns of a view that a query makes: `pgView('open').as((qb) => qb.select({ id: posts.id }).from(posts))`.

use std::rc::Rc;

use super::eval::{Arguments, Evaluator, Site};
use super::values::{Record, Value};
use crate::dialects::sql::type_of;
use crate::model::{Column, Database, UnknownScope, is_sql};
use crate::types::ColumnType;

/// A query under way.
#[derive(Clone, Default)]
pub(super) struct Selection<'a> {
    /// What is selected; `None` for everything.
    fields: Option<Rc<Record<'a>>>,
    /// The table it is selected from, by its number.
    from: Option<usize>,
    /// False if the columns do not follow from the two.
    known: bool,
}

impl<'a> Evaluator<'a> {
    /// What `receiver.name(…)` gives of a query, or of what makes queries.
    pub(super) fn select(&self, selection: &Selection<'a>, name: &str, arguments: &Arguments<'a>) -> Value<'a> {
        let mut selection = selection.clone();
        match (name, arguments.value(0)) {
            ("select" | "selectDistinct", Value::Nothing) => selection.known = true,
            ("select" | "selectDistinct", Value::Object(record)) => {
                selection.known = record.gaps.is_empty();
                selection.fields = Some(record);
            }
            ("from", Value::Table(table)) => selection.from = Some(table),
            // What is joined adds columns, unless they are listed.
            (name, _) if name.ends_with("Join") => selection.known &= selection.fields.is_some(),
            ("where" | "groupBy" | "having" | "orderBy" | "limit" | "offset" | "$dynamic", _) => {}
            _ => selection.known = false,
        }
        Value::Selection(Rc::new(selection))
    }

    /// Makes `table` the view of what `query` gives: SQL, or a function that is handed what makes queries.
    pub(super) fn define_view(&mut self, table: usize, query: &Value<'a>, site: Site<'a>) {
        let made = match query {
            Value::Function(closure) => self.invoke(closure, vec![Value::Selection(Rc::default())]),
            other => other.clone(),
        };
        match made {
            Value::Sql(sql) => {
                if let Some(view) = self.found.tables.get_mut(table) {
                    view.query = (!sql.contains("${")).then(|| sql.to_string());
                }
            }
            Value::Selection(selection) => self.select_into(table, &selection, site),
            _ => self.lose_columns(table, site),
        }
    }

    fn select_into(&mut self, table: usize, selection: &Selection<'a>, site: Site<'a>) {
        let mut columns: Vec<Column> = Vec::new();
        let mut known = selection.known && selection.from.is_some();
        let database = self.found.tables.get(table).map(|it| it.database).unwrap_or_default();
        match &selection.fields {
            Some(record) => {
                for slot in &record.slots {
                    match self.selected(&slot.value, database) {
                        Some(column) => columns.push(Column { key: slot.key.clone(), place: slot.place, ..column }),
                        None => known = false,
                    }
                }
            }
            None => {
                let from = selection.from.and_then(|it| self.found.tables.get(it));
                known &= from.is_some_and(|it| it.complete);
                columns.extend(from.into_iter().flat_map(|it| it.columns.iter().cloned()));
            }
        }
        if !known {
            self.lose_columns(table, site);
        }
        if self.found.tables.get(table).is_none_or(|it| !it.columns.is_empty()) {
            return;
        }
        let view = self.name_of(table);
        for column in columns.iter().filter(|it| !it.known && !it.ty.is_known()) {
            let what = format!("the type of column `{}` of `{view}` cannot be evaluated", column.name.text);
            self.unknown(what, column.place, UnknownScope::Detail);
        }
        if let Some(view) = self.found.tables.get_mut(table) {
            view.complete = known;
            // A view gives no value by itself.
            view.columns = columns.into_iter().map(plain).collect();
        }
    }

    /// The column that a selected value makes in a view of `database`; its key is the caller's.
    fn selected(&self, value: &Value<'a>, database: Database) -> Option<Column> {
        match value {
            Value::TableColumn(table, key) => {
                let columns = self.found.tables.get(*table).map(|it| it.columns.as_slice())?;
                columns.iter().find(|it| it.key.text == **key).cloned()
            }
            Value::Aliased(name, sql) => {
                // SQLite has no types for what a view computes.
                let is_typed = database == Database::PostgreSql && is_sql(sql);
                let ty = if is_typed { type_of(sql) } else { ColumnType::default() };
                let known = ty.is_known() || database == Database::Sqlite;
                Some(Column { name: (**name).clone(), ty, known, ..Column::default() })
            }
            _ => None,
        }
    }

    fn lose_columns(&mut self, table: usize, site: Site<'a>) {
        let Some(view) = self.found.tables.get_mut(table).filter(|it| it.columns.is_empty()) else { return };
        view.complete = false;
        let name = view.name.text.clone();
        let what = format!("the columns of view `{name}` cannot be evaluated");
        self.unknown(what, site.place(), UnknownScope::Table(name));
    }
}

/// `column` as a view has it.
fn plain(column: Column) -> Column {
    Column {
        name: column.name,
        key: column.key,
        // The view numbers nothing, whatever the column it shows is made with.
        ty: ColumnType { written: column.ty.canonical.clone(), ..column.ty },
        nullable: column.nullable,
        allowed: column.allowed,
        place: column.place,
        known: column.known,
        ..Column::default()
    }
}
