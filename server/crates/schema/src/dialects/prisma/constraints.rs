//! Keys, uniques and indexes, of fields and of models.

use super::defaults::quoted;
use super::ir::{Argument, Attribute, Block, BlockKind, Value};
use super::link::Declared;
use crate::model::{Index, IndexPart, PrimaryKey, Table, Unique};
use crate::names::snake_case;

/// How many columns a key or an index is read with; PostgreSQL allows 32.
const MOST_PARTS: usize = 64;

/// Adds the keys, uniques and indexes of `model` to its `table`.
pub(super) fn add(model: Declared<'_>, table: &mut Table) {
    let block = model.block;
    for field in &block.fields {
        let column = || vec![field.mapped().text.clone()];
        if let Some(id) = field.attribute("id") {
            let place = model.place(id.span);
            table.primary_key = Some(PrimaryKey { name: id.map(), columns: column(), place });
        }
        if let Some(unique) = field.attribute("unique") {
            let place = model.place(unique.span);
            table.uniques.push(Unique { name: unique.map(), columns: column(), place });
        }
    }
    for attribute in &block.attributes {
        let place = model.place(attribute.span);
        let columns = || parts(block, attribute).collect::<Vec<_>>();
        match attribute.name.as_str() {
            "id" => table.primary_key = Some(PrimaryKey { name: attribute.map(), columns: columns(), place }),
            "unique" if attribute.argument("where").is_none() && !is_ordered(block, attribute) => {
                table.uniques.push(Unique { name: attribute.map(), columns: columns(), place });
            }
            "unique" => table.indexes.push(index(model, attribute)),
            // An index on a view is a note to the client.
            "index" | "fulltext" if block.kind == BlockKind::Model => {
                table.indexes.push(index(model, attribute));
            }
            _ => {}
        }
    }
}

/// True if a part of `attribute` has another order than usual, which only an index can have.
fn is_ordered(block: &Block, attribute: &Attribute) -> bool {
    ordered_parts(block, attribute).iter().any(|it| !it.order.is_empty())
}

fn index(model: Declared<'_>, attribute: &Attribute) -> Index {
    // An index's `name` is its name in the database; that of a unique is the client's.
    let old_name = || Some(attribute.argument("name")?.text()?.text.clone());
    let is_unique = attribute.name == "unique";
    let method = attribute.argument("type").and_then(Value::name).map(|it| it.text.to_lowercase());
    Index {
        name: attribute.map().or_else(|| if is_unique { None } else { old_name() }),
        parts: ordered_parts(model.block, attribute),
        unique: is_unique,
        predicate: predicate(model.block, attribute),
        method: method.or_else(|| (attribute.name == "fulltext").then(|| "fulltext".to_owned())),
        place: model.place(attribute.span),
    }
}

/// What `where: raw("…")` or `where: { … }` says, as SQL; what is neither stands as written, in `${…}`.
fn predicate(block: &Block, attribute: &Attribute) -> Option<String> {
    let argument = attribute.arguments.iter().find(|it| it.name.as_deref() == Some("where"))?;
    let sql = match &argument.value {
        Value::Call { name, arguments } if name.text == "raw" => {
            arguments.first().and_then(|it| it.value.text()).map(|it| it.text.clone())
        }
        Value::Object(conditions) if !conditions.is_empty() => {
            let conditions = conditions.iter().map(|it| condition(block, it));
            conditions.collect::<Option<Vec<_>>>().map(|it| it.join(" AND "))
        }
        _ => None,
    };
    Some(sql.unwrap_or_else(|| format!("${{{}}}", argument.written)))
}

/// `deletedAt: null` or `status: { not: "draft" }` as SQL; `None` if it is neither.
fn condition(block: &Block, of: &Argument) -> Option<String> {
    let field = of.name.as_deref()?;
    let column = block.field(field).map_or(field, |it| it.mapped().text.as_str());
    let is_plain = column.starts_with(|it: char| it.is_ascii_lowercase() || it == '_')
        && column.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_');
    let column = if is_plain { column.to_owned() } else { format!("\"{}\"", column.replace('"', "\"\"")) };
    let (value, not) = match &of.value {
        Value::Object(inner) => match inner.as_slice() {
            [only] if only.name.as_deref() == Some("not") => (&only.value, true),
            _ => return None,
        },
        value => (value, false),
    };
    let (is, equals) = if not { ("IS NOT", "<>") } else { ("IS", "=") };
    Some(match value {
        Value::Name(name) if name.text == "null" => format!("{column} {is} NULL"),
        Value::Name(name) if ["true", "false"].contains(&name.text.as_str()) => {
            format!("{column} {equals} {}", name.text)
        }
        Value::Number(number) => format!("{column} {equals} {number}"),
        Value::Text(text) => format!("{column} {equals} {}", quoted(&text.text)),
        _ => return None,
    })
}

/// The parts of the index `attribute`, with operators and direction.
fn ordered_parts(block: &Block, attribute: &Attribute) -> Vec<IndexPart> {
    let fields = attribute.argument("fields").or_else(|| attribute.first());
    let items = fields.map(Value::items).unwrap_or_default();
    let parts = items.iter().take(MOST_PARTS).filter_map(|item| {
        let name = columns(block, std::slice::from_ref(item)).next()?;
        Some(IndexPart { order: order(item), ..IndexPart::of_column(name) })
    });
    parts.collect()
}

/// What `title(ops: raw("text_pattern_ops"), sort: Desc)` says of the order, as SQL. `Asc` is what is usual.
fn order(item: &Value) -> String {
    let Value::Call { arguments, .. } = item else { return String::new() };
    let argument = |name: &str| arguments.iter().find(|it| it.name.as_deref() == Some(name)).map(|it| &it.value);
    let operators = match argument("ops") {
        Some(Value::Call { arguments, .. }) => {
            arguments.first().and_then(|it| it.value.text()).map(|it| it.text.clone())
        }
        Some(Value::Name(name)) => Some(operators(&name.text)),
        _ => None,
    };
    let is_descending = argument("sort").and_then(Value::name).is_some_and(|it| it.text == "Desc");
    let words = operators.into_iter().chain(is_descending.then(|| "desc".to_owned()));
    words.collect::<Vec<_>>().join(" ")
}

/// The operator class that Prisma calls `name`: `JsonbPathOps` is `jsonb_path_ops`, `Int4MinMaxOps` is `int4_minmax_ops`.
fn operators(name: &str) -> String {
    const WHOLE: [&str; 6] = ["min_max", "ts_vector", "ts_query", "timestamp_tz", "time_tz", "var_bit"];
    let name = snake_case(name);
    WHOLE.iter().fold(name, |name, word| name.replace(word, &word.replace('_', "")))
}

/// The columns that `attribute` lists, by their names in the database.
fn parts<'a>(block: &'a Block, attribute: &'a Attribute) -> impl Iterator<Item = String> {
    let fields = attribute.argument("fields").or_else(|| attribute.first());
    columns(block, fields.map(Value::items).unwrap_or_default())
}

/// The database names of the fields of `block` that `items` name.
pub(super) fn columns<'a>(block: &'a Block, items: &'a [Value]) -> impl Iterator<Item = String> {
    items.iter().take(MOST_PARTS).filter_map(|item| {
        let name = match item {
            Value::Name(name) => &name.text,
            // `title(sort: Desc)`
            Value::Call { name, .. } => &name.text,
            _ => return None,
        };
        Some(block.field(name).map_or_else(|| name.clone(), |it| it.mapped().text.clone()))
    })
}
