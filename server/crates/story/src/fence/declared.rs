//! What a piece of code declares, by the reader of real schemas, and the names in it.

use std::sync::Arc;

use schema::dialects::mermaid::Reference;
use schema::dialects::{Casing, Dialect, Linking, Module, Order, link};
use schema::model::{Column, Declarations, DefaultValue, Enum, Ident, Table, TableKind};
use schema::names::Folded;
use text::{FileId, Span};

use super::ellipsis::{Whole, stands_for_more};
use crate::words;
use crate::{
    Claim, Cue, Form, Mention, Said, Sketch, SketchColumn, SketchIndex, SketchReference, SketchSource,
    Strength, Subject, Value,
};

/// What code names and declares, with spans in the code.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// The names.
    pub(crate) mentions: Vec<Mention>,
    /// The tables it creates.
    pub(crate) sketches: Vec<Sketch>,
    /// The enum types it creates.
    pub(crate) enums: Vec<Arc<Enum>>,
    /// What the lines of a diagram claim.
    pub(crate) claims: Vec<Claim>,
    /// Where it leaves something out.
    pub(crate) left_out: Vec<Span>,
    /// Where it cannot be read.
    pub(crate) broken: Vec<Span>,
}

impl Names {
    /// Puts the names in order; of two at one place the first one found stays.
    pub(super) fn sort(&mut self) {
        self.mentions.sort_by_key(|it| (it.span.start(), it.span.end(), it.subject));
        self.mentions.dedup_by_key(|it| (it.span, it.subject));
    }
}

/// What `code`, written in `dialect`, declares.
pub(super) fn names(dialect: Dialect, code: &str) -> Names {
    let whole = Whole::new(code);
    let module = Module::read(dialect, &whole.code);
    let find = |file: FileId| (file == FileId(0)).then_some(&module);
    let linking = Linking {
        roots: vec![FileId(0)],
        module: &find,
        resolve: &|_, _| None,
        casing: Casing::Preserve,
        order: Order::Listed,
        database: None,
    };
    let declared = link(&linking);
    let left_out = whole.left_out(&module);
    let mut reader = Reader { code, form: Form::of(dialect), dialect, names: Names::default() };
    for table in &declared.tables {
        if !reader.creates(table) {
            continue;
        }
        let mut table = table.clone();
        if left_out.iter().any(|it| table.place.span.covers(*it)) {
            table.complete = false;
            table.more_constraints = true;
        }
        for column in &mut table.columns {
            column.doc = column.doc.take().filter(|it| !stands_for_more(it));
        }
        reader.table(&table, &declared);
        let sketch = reader.sketch(table, &declared.enums);
        reader.names.sketches.push(sketch);
    }
    for it in &declared.enums {
        reader.enumeration(it);
        reader.names.enums.push(Arc::new(it.clone()));
    }
    if let Module::Mermaid(diagram) = &module {
        let lines = diagram.references().into_iter().map(|it| line(it, &declared.tables));
        reader.names.claims.extend(lines);
    }
    reader.names.left_out = left_out;
    reader.names.broken = module.problems().iter().map(|it| it.span).collect();
    reader.names
}

/// What the line `reference` of a diagram with `tables` claims: a foreign key, of the column that the diagram shows for it.
fn line(reference: Reference, tables: &[Table]) -> Claim {
    let key = tables
        .iter()
        .filter(|it| it.name.text == reference.from)
        .flat_map(|it| &it.foreign_keys)
        .find(|it| it.table.place.span == reference.span);
    let columns = key.map(|it| it.columns.clone()).unwrap_or_default();
    let (table, to) = (reference.from, reference.to);
    Claim {
        said: Said::ForeignKey { table, columns, to, on_delete: None },
        span: reference.span,
        strength: Strength::Strong,
        cue: None,
        evidence: "line of a diagram",
    }
}

struct Reader<'a> {
    code: &'a str,
    dialect: Dialect,
    form: Form,
    names: Names,
}

impl<'a> Reader<'a> {
    /// True if `table` is made by a declaration of its own: nobody names a join table that Prisma makes, and what SQL
    /// says of a table that it alters or copies is a part of it.
    fn creates(&self, table: &Table) -> bool {
        let (all, name) = (table.place.span, table.name.place.span);
        let head = || self.code.get(all.start().bytes()..name.start().bytes()).unwrap_or("");
        let made = || {
            let create = head().get(.."create".len()).is_some_and(|it| it.eq_ignore_ascii_case("create"));
            // A name behind the statement was given by a later one.
            create && !head().contains('(') || all.end() <= name.start()
        };
        !table.implied && (self.dialect != Dialect::Sql || made())
    }

    /// The name that stands for `ident` in the code, and where.
    fn written(&self, ident: &Ident) -> Option<(&'a str, Span)> {
        let span = ident.place.span;
        let written = span.slice(self.code);
        // Without quotes SQL folds letters.
        (written.eq_ignore_ascii_case(&ident.text) && words::is_identifier(written))
            .then_some((written, span))
    }

    fn table(&mut self, table: &Table, all: &Declarations) {
        let name = self.written(&table.name).or_else(|| self.written(&table.key));
        let is_name = |it: &str| !words::is_placeholder(it) && !it.starts_with("__");
        let Some((name, span)) = name.filter(|it| is_name(it.0)) else { return };
        // Nobody writes a story to have a view: it is what a query is called. An entity that is only drawn is an idea.
        let idea = self.dialect == Dialect::Mermaid && table.columns.is_empty();
        let is_table = table.kind == TableKind::Table && !idea;
        let strength = if is_table { Strength::Strong } else { Strength::Weak };
        self.named(table.schema.as_deref(), name, span, self.form, strength);
        if let Some((key, span)) = self.alias(&table.name, &table.key) {
            self.named(None, key, span, self.form, Strength::Weak);
        }
        let columns = table.columns.iter().filter(|_| table.kind == TableKind::Table);
        for column in columns {
            // Of a broken statement, a word that no type follows may be anything.
            let doubtful = self.dialect == Dialect::Sql && !table.complete && column.ty.written.is_empty();
            let strength = if doubtful { Strength::Weak } else { Strength::Strong };
            // A column without a written name of its own is named by its key.
            if let Some((text, span)) = self.written(&column.name).or_else(|| self.written(&column.key)) {
                self.column(table, name, text, span, strength);
            }
            if let Some((key, span)) = self.alias(&column.name, &column.key) {
                self.column(table, name, key, span, Strength::Weak);
            }
        }
        for key in &table.foreign_keys {
            let span = key.table.place.span;
            let written = span.slice(self.code);
            if words::is_identifier(written) {
                // What the code itself declares under another name is bound by that name.
                let here = key.known && all.tables.iter().any(|it| it.name.text == key.table.text);
                let other = here && Folded::new(written) != Folded::new(&key.table.text);
                let strength = if other { Strength::Weak } else { Strength::Strong };
                self.named(key.table_schema.as_deref(), written, span, Form::ForeignKey, strength);
            }
        }
    }

    /// The name in the source, where a model or a field has one beside the name in the database.
    fn alias(&self, name: &Ident, key: &Ident) -> Option<(&'a str, Span)> {
        let two = self.dialect == Dialect::Prisma && self.written(name).is_some() && name.place != key.place;
        self.written(key).filter(|_| two)
    }

    fn named(&mut self, schema: Option<&str>, name: &str, span: Span, form: Form, strength: Strength) {
        let qualified = words::Qualified { schema, name };
        self.names.mentions.push(crate::mentions::table(qualified, name, span, form, strength, None));
    }

    fn column(&mut self, table: &Table, owner: &str, name: &str, span: Span, strength: Strength) {
        let schema = table.schema.as_deref();
        let system = schema.is_some_and(words::is_system_schema) || words::is_system_table(owner);
        self.names.mentions.push(Mention {
            subject: Subject::Column,
            name: name.to_owned(),
            table: Some(owner.to_owned()),
            column: None,
            schema: schema.filter(|it| !it.eq_ignore_ascii_case("public")).map(str::to_owned),
            span,
            form: self.form,
            strength: if system { Strength::Weak } else { strength },
            cue: system.then_some(Cue::Elsewhere),
        });
    }

    fn enumeration(&mut self, it: &Enum) {
        let Some((name, span)) = self.written(&it.name) else { return };
        self.names.mentions.push(Mention {
            subject: Subject::Enum,
            name: name.to_owned(),
            table: None,
            column: None,
            schema: it.schema.clone(),
            span,
            form: self.form,
            strength: Strength::Weak,
            cue: None,
        });
    }

    fn sketch(&self, table: Table, enums: &[Enum]) -> Sketch {
        let name = self.written(&table.name).or_else(|| self.written(&table.key));
        let (name, span) = name.unwrap_or((&table.name.text, table.name.place.span));
        let columns = table.columns.iter().map(|column| sketch_column(&table, column, enums)).collect();
        let indexes = table.indexes.iter().map(|index| SketchIndex {
            name: index.name.clone(),
            columns: index.parts.iter().map(|part| part.text().to_owned()).collect(),
            unique: index.unique,
            span: index.place.span,
            may_be_each: false,
        });
        Sketch {
            name: name.to_owned(),
            span,
            columns,
            indexes: indexes.collect(),
            source: SketchSource::Fence(Arc::new(table)),
        }
    }
}

/// A value of which only the text is known.
fn unplaced(text: &str) -> Value {
    Value { text: text.to_owned(), span: Span::default() }
}

fn sketch_column(table: &Table, column: &Column, enums: &[Enum]) -> SketchColumn {
    let name = &column.name.text;
    let is_only = |columns: &[String]| matches!(columns, [only] if only == name);
    let key = table.foreign_keys.iter().find(|key| is_only(&key.columns));
    let of_type = column.ty.enumeration.as_ref().and_then(|it| enums.iter().find(|one| one.name.text == *it));
    let values = of_type.map(|it| {
        it.values.iter().map(|value| Value { text: value.text.clone(), span: value.place.span }).collect()
    });
    let place = [&column.name, &column.key].into_iter().find(|it| !it.place.span.is_empty());
    SketchColumn {
        name: name.clone(),
        span: place.map_or(column.place.span, |it| it.place.span),
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
            on_delete: key.on_delete.filter(|it| *it != schema::model::Action::NoAction),
        }),
        values: values.unwrap_or_else(|| column.allowed.iter().map(|it| unplaced(it)).collect()),
    }
}
