//! The files of one schema together: what each name means, and the declarations.

use std::collections::HashMap;

use text::{FileId, Place, Span};

use super::ir::{Block, BlockKind, Field, FieldType, Word};
use super::source::Source;
use super::{columns, constraints, joins, relations, types};
use crate::dialects::{Linking, Module as AnyModule};
use super::ir::Value;
use crate::model::{Other, Declarations, Enum, Ident, Table, TableKind, Unknown, UnknownScope};

/// A block and the file it stands in.
#[derive(Clone, Copy)]
pub(super) struct Declared<'a> {
    pub(super) file: FileId,
    pub(super) block: &'a Block,
}

impl Declared<'_> {
    pub(super) fn place(&self, span: Span) -> Place {
        Place::new(self.file, span)
    }

    pub(super) fn ident(&self, word: &Word) -> Ident {
        Ident { text: word.text.clone(), place: self.place(word.span) }
    }
}

/// What the type of a field means.
#[derive(Clone, Copy)]
pub(super) enum Meaning<'a> {
    Scalar,
    Unsupported(&'a str),
    Enum(Declared<'a>),
    Composite,
    /// A model or view: the field is a relation.
    Model(Declared<'a>),
    /// Nothing that is declared.
    Unknown,
}

/// What the blocks of all files say of each other.
pub(super) struct Context<'a> {
    pub(super) source: Source,
    /// Models and views, in order, each name once.
    pub(super) models: Vec<Declared<'a>>,
    named: HashMap<&'a str, Declared<'a>>,
}

impl<'a> Context<'a> {
    fn new(blocks: &[Declared<'a>]) -> Self {
        let source =
            Source::of(blocks.iter().map(|it| it.block).filter(|it| it.kind == BlockKind::Datasource));
        let mut context = Self { source, models: Vec::new(), named: HashMap::new() };
        for declared in blocks {
            let kind = declared.block.kind;
            let names_type =
                !matches!(kind, BlockKind::Datasource | BlockKind::Generator | BlockKind::Unknown);
            let name = declared.block.name.text.as_str();
            if !names_type || context.named.contains_key(name) {
                continue;
            }
            context.named.insert(name, *declared);
            if matches!(kind, BlockKind::Model | BlockKind::View) {
                context.models.push(*declared);
            }
        }
        context
    }

    /// What `ty` means.
    pub(super) fn meaning(&self, ty: &'a FieldType) -> Meaning<'a> {
        if let Some(unsupported) = &ty.unsupported {
            return Meaning::Unsupported(unsupported);
        }
        let name = ty.name.text.as_str();
        match self.named.get(name) {
            Some(declared) => match declared.block.kind {
                BlockKind::Enum => Meaning::Enum(*declared),
                BlockKind::Model | BlockKind::View => Meaning::Model(*declared),
                _ => Meaning::Composite,
            },
            None if types::is_scalar(name) => Meaning::Scalar,
            None => Meaning::Unknown,
        }
    }

    /// The model that `field` is a relation to.
    pub(super) fn target(&self, field: &'a Field) -> Option<Declared<'a>> {
        match self.meaning(&field.ty) {
            Meaning::Model(target) => Some(target),
            _ => None,
        }
    }
}

/// Everything the root files declare.
pub(in crate::dialects) fn link(linking: &Linking<'_>) -> Declarations {
    let mut found = Declarations::default();
    let mut blocks = Vec::new();
    for &file in &linking.roots {
        let Some(AnyModule::Prisma(module)) = (linking.module)(file) else { continue };
        if module.unread {
            let what = "the file is too long to be read".to_owned();
            let place = Place::new(file, Span::default());
            found.unknowns.push(Unknown { what, place, scope: UnknownScope::Tables });
        }
        for span in &module.lost {
            let what = "a table may be declared here that cannot be read".to_owned();
            let place = Place::new(file, *span);
            found.unknowns.push(Unknown { what, place, scope: UnknownScope::Tables });
        }
        blocks.extend(module.blocks.iter().map(|block| Declared { file, block }));
    }
    let context = Context::new(&blocks);
    for &model in &context.models {
        let table = table(&context, model, &mut found);
        found.tables.push(table);
        relations::add(&context, model, &mut found);
    }
    joins::add(&context, &mut found);
    if let Some((declared, provider)) = blocks.iter().find_map(|it| Some((it, Source::unsupported(it.block)?))) {
        let what = format!("the types of columns are not known: `{}` is another kind of database", provider.text);
        let place = declared.place(provider.span);
        found.other_product = Some(provider.text.clone());
        found.unknowns.push(Unknown { what, place, scope: UnknownScope::Detail });
    }
    for declared in blocks.iter().filter(|it| it.block.kind == BlockKind::Datasource) {
        found.others.extend(extensions(*declared));
    }
    let mut is_new = std::collections::HashSet::new();
    let enums = blocks.iter().filter(|it| it.block.kind == BlockKind::Enum);
    found.enums = enums.filter(|it| is_new.insert(it.block.name.text.as_str())).map(enumeration).collect();
    found
}

/// The extensions of the database that `datasource` names: `extensions = [citext, uuidOssp(map: "uuid-ossp")]`.
fn extensions(datasource: Declared<'_>) -> Vec<Other> {
    let named = |it: &Value| -> Option<String> {
        let Value::Call { name, arguments } = it else { return Some(it.name()?.text.clone()) };
        let map = arguments.iter().find(|it| it.name.as_deref() == Some("map"));
        Some(map.and_then(|it| it.value.text()).map_or(&name.text, |it| &it.text).clone())
    };
    let names = datasource.block.setting("extensions").map(Value::items).unwrap_or_default().iter().filter_map(named);
    let others = names.map(|name| Other {
        what: format!("extension `{name}`"),
        sql: Some(format!("CREATE EXTENSION IF NOT EXISTS \"{}\"", name.replace('"', "\"\""))),
        place: datasource.place(datasource.block.name.span),
    });
    others.collect()
}

/// The table of the model or view `model`.
fn table(context: &Context<'_>, model: Declared<'_>, found: &mut Declarations) -> Table {
    let block = model.block;
    let mut table = Table {
        name: model.ident(block.mapped()),
        schema: block.schema().map(str::to_owned),
        key: model.ident(&block.name),
        exported: true,
        kind: if block.kind == BlockKind::View { TableKind::View } else { TableKind::Table },
        database: context.source.database(),
        complete: block.whole,
        more_constraints: !block.whole,
        doc: block.doc.clone(),
        place: model.place(block.span),
        ..Table::default()
    };
    let mut unknown = |what: String, span: Span| {
        let scope = UnknownScope::Table(block.mapped().text.clone());
        found.unknowns.push(Unknown { what, place: model.place(span), scope });
    };
    if !block.whole {
        unknown(format!("a part of `{}` cannot be read", block.name.text), block.name.span);
    }
    for field in &block.fields {
        match context.meaning(&field.ty) {
            Meaning::Model(_) => {}
            // A field with `@relation` is no column, whatever its type.
            Meaning::Unknown if field.attribute("relation").is_some() => {}
            Meaning::Unknown => {
                table.complete = false;
                // The line itself is a problem already if it has no type.
                if field.whole {
                    let (ty, name) = (&field.ty.name, &field.name.text);
                    unknown(
                        format!("`{}`, the type of `{}.{name}`, is not declared", ty.text, block.name.text),
                        ty.span,
                    );
                }
            }
            meaning => table.columns.push(columns::column(context, model, field, meaning)),
        }
    }
    constraints::add(model, &mut table);
    relations::add_foreign_keys(context, model, &mut table);
    table
}

fn enumeration(declared: &Declared<'_>) -> Enum {
    let block = declared.block;
    Enum {
        name: declared.ident(block.mapped()),
        schema: block.schema().map(str::to_owned),
        key: declared.ident(&block.name),
        values: block.fields.iter().map(|it| declared.ident(it.mapped())).collect(),
        complete: block.whole,
        place: declared.place(block.span),
    }
}
