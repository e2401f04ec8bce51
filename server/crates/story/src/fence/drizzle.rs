//! Tables that a Drizzle fence declares, read by the reader of real schemas.

use std::sync::Arc;

use schema::dialects::{Casing, Dialect, Linking, Module, Order, link};
use schema::model::{Action, Column, DefaultValue, Table};
use text::FileId;

use super::sql::Names;
use crate::words;
use crate::{
    Form, Mention, Sketch, SketchColumn, SketchIndex, SketchReference, SketchSource, Strength, Subject,
};

/// True if `code` declares tables.
pub(super) fn is_drizzle(code: &str) -> bool {
    ["pgTable(", "sqliteTable(", "mysqlTable("].iter().any(|call| code.contains(call))
}

/// What `code` names.
pub(super) fn names(code: &str) -> Names {
    let module = Module::read(Dialect::Drizzle, code);
    let find = |file: FileId| (file == FileId(0)).then_some(&module);
    let linking = Linking {
        roots: vec![FileId(0)],
        module: &find,
        resolve: &|_, _| None,
        casing: Casing::Preserve,
        order: Order::Listed,
    };
    let declared = link(&linking);
    let mut names = Names::default();
    for table in declared.tables {
        mention(code, &table, &mut names.mentions);
        names.sketches.push(sketch(table));
    }
    for declared in declared.enums {
        let span = declared.name.place.span;
        if span.slice(code) == declared.name.text {
            names.mentions.push(Mention {
                subject: Subject::Enum,
                name: declared.name.text,
                table: None,
                schema: declared.schema,
                span,
                form: Form::DrizzleDefinition,
                strength: Strength::Weak,
                cue: None,
            });
        }
    }
    names.mentions.sort_by_key(|it| (it.span.start(), it.span.end(), it.subject));
    names
}

fn mention(code: &str, table: &Table, found: &mut Vec<Mention>) {
    let span = table.name.place.span;
    if span.slice(code) != table.name.text || words::is_placeholder(&table.name.text) {
        return;
    }
    let name = words::Qualified { schema: table.schema.as_deref(), name: &table.name.text };
    found.push(crate::mentions::table(
        name,
        name.name,
        span,
        Form::DrizzleDefinition,
        Strength::Strong,
        None,
    ));
    for column in &table.columns {
        // A column without a written name of its own is named by its key.
        let ident = [&column.name, &column.key].into_iter().find(|it| it.place.span.slice(code) == it.text);
        if let Some(ident) = ident.filter(|it| words::is_identifier(&it.text)) {
            found.push(Mention {
                subject: Subject::Column,
                name: ident.text.clone(),
                table: Some(table.name.text.clone()),
                schema: table.schema.clone(),
                span: ident.place.span,
                form: Form::DrizzleDefinition,
                strength: Strength::Strong,
                cue: None,
            });
        }
    }
    for key in &table.foreign_keys {
        let written = key.table.place.span.slice(code);
        if words::is_identifier(written) {
            let name = words::Qualified { schema: None, name: written };
            found.push(crate::mentions::table(
                name,
                written,
                key.table.place.span,
                Form::ForeignKey,
                Strength::Strong,
                None,
            ));
        }
    }
}

fn sketch(table: Table) -> Sketch {
    let columns = table.columns.iter().map(|column| sketch_column(&table, column)).collect();
    let indexes = table.indexes.iter().map(|index| SketchIndex {
        name: index.name.clone(),
        columns: index.parts.iter().map(|part| part.text().to_owned()).collect(),
        unique: index.unique,
        span: index.place.span,
    });
    Sketch {
        name: table.name.text.clone(),
        span: table.name.place.span,
        columns,
        indexes: indexes.collect(),
        source: SketchSource::Fence(Arc::new(table)),
    }
}

fn sketch_column(table: &Table, column: &Column) -> SketchColumn {
    let name = &column.name.text;
    let is_only = |columns: &[String]| matches!(columns, [only] if only == name);
    let key = table.foreign_keys.iter().find(|key| is_only(&key.columns));
    SketchColumn {
        name: name.clone(),
        span: column.name.place.span,
        ty: Some(column.ty.written.clone()).filter(|it| !it.is_empty()),
        nullable: column.nullable,
        default: match &column.default {
            DefaultValue::None | DefaultValue::Increment => None,
            DefaultValue::Database(value) | DefaultValue::Application(value) => Some(value.clone()),
        },
        primary: table.primary_key.as_ref().is_some_and(|key| is_only(&key.columns)),
        unique: table.uniques.iter().any(|unique| is_only(&unique.columns)),
        references: key.map(|key| SketchReference {
            table: key.table.text.clone(),
            column: key.references.first().cloned(),
            on_delete: key.on_delete.filter(|it| *it != Action::NoAction),
        }),
        values: column.allowed.clone(),
    }
}
