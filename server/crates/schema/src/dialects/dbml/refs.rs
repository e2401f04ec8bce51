//! References: the foreign keys they make, and the tables between two sides that have many of each other.

use std::collections::HashSet;

use text::Place;

use super::Module;
use super::columns::lines;
use super::ir::{End, Operator, Path, RefLine, Setting, Value, text};
use super::link::{Context, Declared};
use crate::model::{
    Action, Column, Declarations, ForeignKey, Ident, PrimaryKey, Table, TableKind, Unknown, UnknownScope,
};

/// Join tables beyond this many are left out.
const MOST_JOINS: usize = 1_000;

/// Adds the references of all files to the tables in `found`, which stand in the order of the context's.
pub(super) fn add(context: &Context<'_>, modules: &[Declared<'_, Module>], found: &mut Declarations) {
    for (number, &block) in context.tables.iter().enumerate() {
        for line in lines(context, block) {
            for setting in line.it.settings.iter().filter(|it| it.key == "ref") {
                let Value::Ref(operator, other) = &setting.value else { continue };
                let own = own_end(block.it.path.clone(), line.it.name.clone());
                let place = line.place(setting.span);
                let at = Site { table: Some(number), name: None, settings: &[], place };
                match operator {
                    Operator::OneToMany => key(context, &at, line.file, (other, &own), found),
                    Operator::ManyToMany => join(context, &at, line.file, (other, &own), found),
                    Operator::ManyToOne | Operator::OneToOne => {
                        key(context, &at, line.file, (&own, other), found);
                    }
                }
            }
        }
    }
    for module in modules {
        for line in &module.it.refs {
            reference(context, Declared { file: module.file, it: line }, found);
        }
    }
}

fn own_end(table: Path, column: super::ir::Word) -> End {
    End { table, columns: vec![column] }
}

fn reference(context: &Context<'_>, line: Declared<'_, RefLine>, found: &mut Declarations) {
    let RefLine { left, right, .. } = line.it;
    let name = line.it.name.as_ref().map(|it| it.text.clone());
    let at = Site { table: None, name, settings: &line.it.settings, place: line.place(line.it.span) };
    match line.it.operator {
        Operator::ManyToOne => key(context, &at, line.file, (left, right), found),
        Operator::OneToMany | Operator::OneToOne => key(context, &at, line.file, (right, left), found),
        Operator::ManyToMany => join(context, &at, line.file, (left, right), found),
    }
}

/// Where a reference stands and what it says beside its ends.
struct Site<'a> {
    /// The table it stands in.
    table: Option<usize>,
    name: Option<String>,
    settings: &'a [Setting],
    place: Place,
}

impl Site<'_> {
    /// The number of the table of `end`, which may be the one that the reference stands in.
    fn resolve(&self, context: &Context<'_>, end: &End) -> Option<usize> {
        let own = self.table.filter(|it| context.tables.get(*it).is_some_and(|it| it.it.path == end.table));
        own.or_else(|| context.table(&end.table))
    }
}

/// Adds the foreign key of `ends.0` to `ends.1`.
fn key(
    context: &Context<'_>,
    at: &Site<'_>,
    file: text::FileId,
    ends: (&End, &End),
    found: &mut Declarations,
) {
    let (from, to) = ends;
    let Some(table) = at.resolve(context, from).and_then(|it| found.tables.get_mut(it)) else {
        let what = format!("`{}`, which a reference names, is not declared", from.table.name.text);
        found.unknowns.push(Unknown { what, place: at.place, scope: UnknownScope::Detail });
        return;
    };
    let target = at.resolve(context, to).and_then(|it| context.tables.get(it));
    let path = target.map_or(&to.table, |it| &it.it.path);
    table.foreign_keys.push(ForeignKey {
        name: at.name.clone(),
        columns: from.columns.iter().map(|it| it.text.clone()).collect(),
        table: Ident {
            text: path.name.text.clone(),
            place: Place::new(file, to.table.name.span),
        },
        table_schema: path.schema.as_ref().map(|it| it.text.clone()),
        references: to.columns.iter().map(|it| it.text.clone()).collect(),
        on_delete: action(at.settings, "delete"),
        on_update: action(at.settings, "update"),
        known: target.is_some(),
        place: at.place,
    });
}

fn action(settings: &[Setting], key: &str) -> Option<Action> {
    let written = text(settings, key)?.to_lowercase();
    let all = [Action::Cascade, Action::SetNull, Action::SetDefault, Action::Restrict, Action::NoAction];
    all.into_iter().find(|it| it.as_str() == written)
}

/// Adds the table between `ends`, as the export of the language's own tool makes it.
fn join(
    context: &Context<'_>,
    at: &Site<'_>,
    file: text::FileId,
    ends: (&End, &End),
    found: &mut Declarations,
) {
    let sides = [ends.0, ends.1].map(|end| (end, at.resolve(context, end)));
    let [(left, Some(first)), (right, Some(second))] = sides else {
        let what = "a reference names a table that is not declared".to_owned();
        found.unknowns.push(Unknown { what, place: at.place, scope: UnknownScope::Tables });
        return;
    };
    let (Some(one), Some(other)) = (found.tables.get(first), found.tables.get(second)) else { return };
    if found.tables.len() - context.tables.len() >= MOST_JOINS {
        let what = "there are more references of many to many than are read".to_owned();
        found.unknowns.push(Unknown { what, place: at.place, scope: UnknownScope::Tables });
        return;
    }
    let name = Ident { text: free_name(&found.tables, one, other), place: at.place };
    let mut table = Table {
        key: name.clone(),
        name,
        schema: one.schema.clone(),
        exported: true,
        kind: TableKind::Table,
        implied: true,
        database: context.database,
        complete: true,
        place: at.place,
        ..Table::default()
    };
    for (end, target) in [(left, one), (right, other)] {
        side(at, file, end, target, &mut table);
    }
    let columns = table.columns.iter().map(|it| it.name.text.clone()).collect();
    table.primary_key = Some(PrimaryKey { name: None, columns, place: at.place });
    found.tables.push(table);
}

/// The name of a join table: those of both sides, with a number where it is taken.
fn free_name(tables: &[Table], one: &Table, other: &Table) -> String {
    let plain = format!("{}_{}", one.name.text, other.name.text);
    let alike: HashSet<&str> =
        tables.iter().map(|it| it.name.text.as_str()).filter(|it| it.starts_with(&plain)).collect();
    let numbered = (1..=alike.len()).map(|it| format!("{plain}({it})"));
    let mut names = std::iter::once(plain.clone()).chain(numbered);
    names.find(|it| !alike.contains(it.as_str())).unwrap_or(plain)
}

/// Adds to the join table `table` the columns that refer to `end`, which is in `target`.
fn side(at: &Site<'_>, file: text::FileId, end: &End, target: &Table, table: &mut Table) {
    let mut columns = Vec::new();
    for word in &end.columns {
        let name = Ident { text: format!("{}_{}", target.name.text, word.text), place: at.place };
        let original = target.columns.iter().find(|it| it.name.text == word.text);
        columns.push(name.text.clone());
        table.columns.push(Column {
            key: name.clone(),
            name,
            ty: original.map(|it| it.ty.clone()).unwrap_or_default(),
            nullable: Some(false),
            place: at.place,
            known: original.is_some(),
            ..Column::default()
        });
    }
    table.foreign_keys.push(ForeignKey {
        name: None,
        columns,
        table: Ident { text: target.name.text.clone(), place: Place::new(file, end.table.name.span) },
        table_schema: target.schema.clone(),
        references: end.columns.iter().map(|it| it.text.clone()).collect(),
        known: true,
        place: at.place,
        ..ForeignKey::default()
    });
}
