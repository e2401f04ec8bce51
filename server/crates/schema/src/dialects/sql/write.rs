//! From the model to SQL: a file of its own, or statements behind those of a file that is there.
//!
//! Statements come in an order in which each one finds what it speaks of: schemas, types, tables (those referred to
//! first), the keys that close a circle, views, and row level security.

mod alter;
mod change;
pub(in crate::dialects) mod check;
mod extras;
mod insert;
pub(super) mod names;
pub(super) mod order;
mod style;
mod table;
mod types;

use text::Edits;

pub use self::change::{change_column, column_statements, value_statements};
pub use self::alter::{Alteration, add_columns, append, reversal, statements};
use self::style::Style;
use crate::dialects::Written;
use crate::model::{Database, Declarations, DefaultValue, Table, TableKind};

/// One file with everything `declarations` hold.
#[must_use]
pub fn file(declarations: &Declarations) -> Written {
    let database = declarations.tables.first().map_or(Database::PostgreSql, |it| it.database);
    let mut style = Style::of(database);
    let nothing = Declarations::default();
    let mut writer = Writer::new(&mut style, declarations, &nothing);
    writer.write();
    let Writer { groups, left_out, .. } = writer;
    let mut text = style.opening(&groups);
    text.push_str(&style.joined(&groups));
    Written { text, left_out }
}

/// The edits that add `addition` to `source`. See [`crate::dialects::insert`].
#[must_use]
pub fn insert(source: &str, addition: &Declarations, around: &Declarations) -> Option<Edits> {
    insert::edits(source, addition, around)
}

/// Statements that belong together, each with its semicolon.
type Group = Vec<String>;

/// Writes declarations as statements.
struct Writer<'a> {
    style: &'a Style,
    /// What is written.
    declarations: &'a Declarations,
    /// What is there already.
    around: &'a Declarations,
    groups: Vec<Group>,
    left_out: Vec<String>,
}

impl<'a> Writer<'a> {
    fn new(style: &'a mut Style, declarations: &'a Declarations, around: &'a Declarations) -> Self {
        style.take(declarations);
        Self { style, declarations, around, groups: Vec::new(), left_out: Vec::new() }
    }

    fn write(&mut self) {
        let declarations = self.declarations;
        self.schemas();
        self.enums();
        self.others();
        let order = order::of(declarations, self.style.database);
        for table in &order.tables {
            self.table(table, &order);
        }
        let late: Group = order.late.iter().map(|(table, key)| self.late_key(table, key)).collect();
        self.groups.push(late);
        for view in &order.views {
            self.view(view);
        }
        for table in &order.tables {
            let group = self.security(table);
            self.groups.push(group);
        }
        self.groups.retain(|it| !it.is_empty());
        for relation in &declarations.relations {
            self.left_out.push(format!("relation `{}` of `{}`", relation.name.text, relation.table));
        }
    }

    /// The schemas that nothing around has.
    fn schemas(&mut self) {
        let written = |it: &'a Declarations| {
            let tables = it.tables.iter().filter(|it| !is_nowhere(it)).filter_map(|it| it.schema.as_deref());
            tables.chain(it.enums.iter().filter_map(|it| it.schema.as_deref()))
        };
        let mut group: Group = Vec::new();
        let mut seen: Vec<&str> = written(self.around).chain(["public"]).collect();
        for schema in written(self.declarations) {
            if seen.contains(&schema) || self.style.database == Database::Sqlite {
                continue;
            }
            seen.push(schema);
            let words = self.style.say("CREATE SCHEMA IF NOT EXISTS");
            group.push(format!("{words} {};", self.style.name(schema)));
        }
        self.groups.push(group);
    }

    fn enums(&mut self) {
        for it in &self.declarations.enums {
            let name = &it.name.text;
            if self.style.database != Database::PostgreSql {
                self.left_out.push(format!("enum `{name}`"));
                continue;
            }
            if !it.complete {
                self.left_out.push(format!("values of enum `{name}` that are not known"));
            }
            let path = self.style.path(it.schema.as_deref(), name);
            let values: Vec<String> = it.values.iter().map(|it| names::string(&it.text)).collect();
            let (create, of) = (self.style.say("CREATE TYPE"), self.style.say("AS ENUM"));
            let statement = format!("{create} {path} {of} ({});", values.join(", "));
            self.groups.push(vec![statement]);
        }
    }

    /// What tables need besides enums; the rest is left out.
    fn others(&mut self) {
        let is_postgres = self.style.database == Database::PostgreSql;
        for other in &self.declarations.others {
            match other.sql.as_ref().filter(|it| is_postgres && check::is_known(it)) {
                Some(sql) => self.groups.push(vec![format!("{};", sql.trim_end_matches(';'))]),
                None => self.left_out.push(other.what.clone()),
            }
        }
    }

    fn table(&mut self, table: &'a Table, order: &order::Order<'a>) {
        if is_nowhere(table) {
            self.left_out.push(format!("table `{}`: none of its columns is known", table.name.text));
            return;
        }
        self.note_unsaid(table);
        let late: Vec<_> =
            order.late.iter().filter(|it| std::ptr::eq(it.0, table)).map(|it| it.1).collect();
        let mut group = vec![self.create_table(table, &late)];
        self.indexes(table, &mut group);
        self.comments(table, &mut group);
        self.groups.push(group);
    }

    fn view(&mut self, view: &'a Table) {
        let known = view.query.as_deref().filter(|it| check::is_known(it));
        let Some(query) = known.map(|it| it.trim().trim_end_matches(';')) else {
            self.left_out.push(format!("view `{}`: its query is not known", view.name.text));
            return;
        };
        let words = match view.kind {
            TableKind::MaterializedView => "CREATE MATERIALIZED VIEW",
            _ => "CREATE VIEW",
        };
        let path = self.style.path(view.schema.as_deref(), &view.name.text);
        let mut group = vec![format!("{} {path} {}\n{query};", self.style.say(words), self.style.say("AS"))];
        self.indexes(view, &mut group);
        self.comments(view, &mut group);
        self.groups.push(group);
    }

    /// Notes what SQL cannot say of `table`, and what nobody knows of it.
    fn note_unsaid(&mut self, table: &Table) {
        let name = &table.name.text;
        if !table.complete {
            self.left_out.push(format!("columns of `{name}` that are not known"));
        }
        if table.more_constraints {
            self.left_out.push(format!("keys, indexes and checks of `{name}` that are not known"));
        }
        if table.more_policies {
            self.left_out.push(format!("policies and row level security of `{name}` that are not known"));
        }
        for column in &table.columns {
            let path = format!("`{name}.{}`", column.name.text);
            if let DefaultValue::Application(call) = &column.default {
                self.left_out.push(format!("default {call} of {path}: the application gives it"));
            }
            match column.on_update.as_deref() {
                Some(_) if table::updates_itself(column, self.style.database) => {}
                Some("") => self.left_out.push(format!("new value of {path} at each update")),
                Some(call) => self.left_out.push(format!("new value {call} of {path} at each update")),
                None => {}
            }
            if !column.allowed.is_empty() && !column.ty.canonical.starts_with("enum(") {
                self.left_out.push(format!("allowed values of {path}: the application checks them"));
            }
            if column.nullable.is_none() {
                self.left_out.push(format!("whether {path} may be NULL: it is not known"));
            }
            if !column.known && column.ty.is_known() {
                self.left_out.push(format!("a part of {path} that is not known"));
            }
        }
    }
}

/// True if nothing is known of `table` but its name: something outside of the schema makes it.
fn is_nowhere(table: &Table) -> bool {
    table.kind == TableKind::Table && table.columns.is_empty() && !table.complete
}

#[cfg(test)]
mod tests;
