//! Columns: what `email String? @db.VarChar(120) @default("")` says.

use super::defaults;
use super::ir::{Arity, Attribute, Block, Field};
use super::link::{Context, Declared, Meaning};
use super::source::Provider;
use super::types;
use crate::model::Column;
use crate::types::{ColumnType, canonical};

/// The column of `field`, whose type means `meaning`.
pub(super) fn column(
    context: &Context<'_>,
    model: Declared<'_>,
    field: &Field,
    meaning: Meaning<'_>,
) -> Column {
    let provider = context.source.provider;
    let ty = column_type(field, meaning, provider);
    let default = defaults::default(field, meaning, provider);
    Column {
        name: model.ident(field.mapped()),
        key: model.ident(&field.name),
        nullable: field.whole.then_some(match field.ty.arity {
            Arity::One => false,
            Arity::Optional => true,
            // Prisma's client never stores NULL in a list, but its migrations do not forbid it.
            Arity::List => true,
        }),
        default,
        generated: None,
        on_update: field.attribute("updatedAt").map(|_| String::new()),
        allowed: Vec::new(),
        doc: field.doc.clone(),
        place: model.place(field.span),
        known: field.whole,
        ty,
    }
}

/// The attribute `@db.…` of `field`.
fn native(field: &Field) -> Option<(&str, &Attribute)> {
    // The part before the dot is the name of the datasource, which nearly everybody calls `db`.
    field.attributes.iter().find_map(|it| Some((it.name.split_once('.')?.1, it)))
}

/// The type of the column of `field`.
pub(super) fn column_type(field: &Field, meaning: Meaning<'_>, provider: Provider) -> ColumnType {
    let list = if field.ty.arity == Arity::List { "[]" } else { "" };
    let name = field.ty.name.text.as_str();
    let native = native(field);
    let mut enumeration = None;
    let plain = match meaning {
        Meaning::Unsupported(sql) if provider == Provider::PostgreSql => canonical(sql),
        Meaning::Unsupported(sql) => sql.to_lowercase(),
        Meaning::Enum(declared) => {
            let name = declared.block.mapped().text.clone();
            let ty = match provider {
                Provider::PostgreSql if !declared.block.is_named() => String::new(),
                Provider::PostgreSql => qualified(declared.block.schema(), &name),
                Provider::Sqlite => "text".to_owned(),
                Provider::MySql => value_list(declared.block),
                Provider::Other => String::new(),
            };
            enumeration = Some(name);
            ty
        }
        Meaning::Scalar => match native {
            Some((native, attribute)) => types::of_native(native, &attribute.arguments, provider),
            None => types::of_scalar(name, provider).to_owned(),
        },
        // A document in the document: no column of a table is one.
        Meaning::Composite => String::new(),
        Meaning::Model(_) | Meaning::Unknown => String::new(),
    };
    let canonical = if plain.is_empty() { plain } else { plain + list };
    let mut written = match meaning {
        Meaning::Unsupported(sql) => format!("Unsupported(\"{sql}\"){list}"),
        _ => format!("{name}{list}"),
    };
    if let Some((native, attribute)) = native {
        let sizes: Vec<&str> = attribute.arguments.iter().map(|it| it.written.as_str()).collect();
        let sizes = if sizes.is_empty() { String::new() } else { format!("({})", sizes.join(", ")) };
        written.push_str(&format!(" @db.{native}{sizes}"));
    }
    ColumnType { canonical, written, enumeration }
}

/// The enum type `name` of the database schema `schema` as PostgreSQL prints it: bare where it looks for types by itself.
fn qualified(schema: Option<&str>, name: &str) -> String {
    match schema {
        Some(schema) if schema != "public" => format!("{schema}.{name}"),
        _ => name.to_owned(),
    }
}

/// The type of an enum where the database has no enum types of its own: `enum('a','b')`.
fn value_list(block: &Block) -> String {
    // Every column repeats the list.
    const LONGEST: usize = 4096;
    let mut list = String::from("enum(");
    for (index, field) in block.fields.iter().enumerate() {
        list.push_str(if index == 0 { "" } else { "," });
        list.push_str(&defaults::quoted(&field.mapped().text));
        if list.len() > LONGEST {
            return "enum".to_owned();
        }
    }
    list + ")"
}
