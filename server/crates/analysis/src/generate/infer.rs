//! From the words a story uses for a type, or from a column's name alone, to a type.

use schema::names::{snake_case, words};
use story::SketchColumn;

use super::claim::Manner;
use crate::conventions::Conventions;

/// The type of a column as PostgreSQL prints it, as far as words and name tell. References are resolved elsewhere.
pub(super) fn column_type(column: &SketchColumn, manner: Manner, conventions: &Conventions) -> String {
    if manner == Manner::Exact && column.ty.as_deref().is_some_and(|it| it.eq_ignore_ascii_case("json")) {
        return "json".to_owned();
    }
    let said = column.ty.as_deref().and_then(|it| from_words(it, conventions));
    said.unwrap_or_else(|| from_name(&column.name, conventions))
}

/// The type that the words for one mean; `None` if they mean none we know.
fn from_words(written: &str, conventions: &Conventions) -> Option<String> {
    let lower = written.trim().trim_matches('`').to_lowercase();
    if let Some(item) = lower.strip_suffix("[]") {
        if matches!(item, "string" | "str") {
            return Some("text[]".to_owned());
        }
        return from_words(item, conventions).map(|it| format!("{it}[]"));
    }
    let (base, arguments) = match lower.split_once('(') {
        Some((base, rest)) => (base.trim(), rest.split(')').next().unwrap_or_default().replace(' ', "")),
        None => (lower.as_str(), String::new()),
    };
    let numbers = !arguments.is_empty() && arguments.chars().all(|it| it.is_ascii_digit() || it == ',');
    let sized = |base: &str| if numbers { format!("{base}({arguments})") } else { base.to_owned() };
    let first = base.split([' ', '/', ',', '|', ';']).next().unwrap_or_default();
    let ty = match first {
        "uuid" | "guid" => "uuid".to_owned(),
        "varchar" | "character" | "nvarchar" if base != "character" => sized("character varying"),
        "char" | "character" | "bpchar" => sized("character"),
        "string" | "str" if numbers => sized("character varying"),
        "string" | "str" | "email" | "url" | "uri" | "slug" => conventions.short_text.clone(),
        "text" | "longtext" | "markdown" | "html" | "cuid" | "cuid2" | "nanoid" | "ulid" | "citext" => {
            "text".to_owned()
        }
        "integer" | "int" | "int4" | "number" | "serial" => "integer".to_owned(),
        "smallint" | "int2" | "tinyint" => "smallint".to_owned(),
        "bigint" | "int8" | "long" | "bigserial" => "bigint".to_owned(),
        "boolean" | "bool" | "flag" => "boolean".to_owned(),
        "decimal" | "numeric" if numbers => sized("numeric"),
        "decimal" | "numeric" | "money" | "currency" => conventions.amount.clone(),
        "float" | "double" | "float8" => "double precision".to_owned(),
        "real" | "float4" => "real".to_owned(),
        "date" => "date".to_owned(),
        "time" => "time without time zone".to_owned(),
        "timestamptz" => "timestamp with time zone".to_owned(),
        "timestamp" if base.contains("with time zone") => "timestamp with time zone".to_owned(),
        "timestamp" | "datetime" => conventions.timestamp.clone(),
        "interval" | "duration" => "interval".to_owned(),
        "json" => conventions.json.clone(),
        "jsonb" | "object" | "map" | "record" => "jsonb".to_owned(),
        "array" | "list" | "string[]" => "text[]".to_owned(),
        "inet" | "ip" => "inet".to_owned(),
        _ => return None,
    };
    Some(ty)
}

/// The type that a column of this name usually has.
pub(super) fn from_name(name: &str, conventions: &Conventions) -> String {
    let words = words(name);
    let snake = snake_case(name);
    let last = words.last().map(String::as_str).unwrap_or_default();
    let first = words.first().map(String::as_str).unwrap_or_default();
    match (first, last) {
        ("is" | "has" | "can" | "should" | "allow" | "allows", _) if words.len() > 1 => "boolean".to_owned(),
        (_, "at" | "timestamp") => conventions.timestamp.clone(),
        (_, "on") if words.len() > 1 => "date".to_owned(),
        (_, "date" | "birthday" | "dob") => "date".to_owned(),
        (
            _,
            "enabled" | "active" | "archived" | "verified" | "published" | "deleted" | "default" | "required",
        ) => "boolean".to_owned(),
        (
            _,
            "count" | "quantity" | "qty" | "position" | "order" | "index" | "age" | "year" | "level" | "rank"
            | "size" | "attempts" | "version" | "priority" | "seconds" | "minutes" | "days" | "cents"
            | "number" | "score",
        ) => "integer".to_owned(),
        (_, "price" | "amount" | "value" | "total" | "cost" | "rate" | "balance" | "fee" | "percentage") => {
            conventions.amount.clone()
        }
        (
            _,
            "metadata" | "settings" | "preferences" | "config" | "configuration" | "payload" | "data"
            | "options" | "attributes" | "properties" | "context",
        ) => conventions.json.clone(),
        (_, "tags" | "labels" | "scopes") => "text[]".to_owned(),
        (
            _,
            "description" | "notes" | "note" | "content" | "body" | "bio" | "comment" | "summary" | "message"
            | "url" | "token" | "hash" | "reason",
        ) => "text".to_owned(),
        _ if snake.ends_with("_id") => "text".to_owned(),
        _ => conventions.short_text.clone(),
    }
}

/// Whether a column of this name may be missing, where nobody says.
pub(super) fn optional_by_name(name: &str) -> bool {
    let words = words(name);
    let last = words.last().map(String::as_str).unwrap_or_default();
    let first = words.first().map(String::as_str).unwrap_or_default();
    matches!(first, "parent" | "deleted" | "optional" | "previous" | "alternative")
        || matches!(
            last,
            "at" | "url" | "avatar" | "image" | "bio" | "phone" | "description" | "notes" | "note"
        )
        || matches!(
            last,
            "metadata" | "comment" | "summary" | "reason" | "logo" | "nickname" | "organization"
        )
}

/// A default as SQL, from the words a story uses for it.
pub(super) fn default_sql(said: &str, ty: &str) -> Option<String> {
    let said = said.trim().trim_matches('`').trim();
    let lower = said.to_lowercase();
    let textual = ty == "text" || ty.starts_with("character") || !ty.contains(['(', ' ']) && ty.contains('_');
    let quoted = |value: &str| format!("'{}'", value.replace('\'', "''"));
    match lower.as_str() {
        "" | "null" | "none" | "nil" | "undefined" => None,
        "now" | "now()" | "current_timestamp" | "current timestamp" | "defaultnow()" => {
            (ty.starts_with("timestamp") || ty == "date").then(|| "now()".to_owned())
        }
        "uuid" | "uuid()" | "gen_random_uuid()" | "uuid_generate_v4()" | "random" | "auto" | "generated" => {
            (ty == "uuid").then(|| "gen_random_uuid()".to_owned())
        }
        "true" | "false" => (ty == "boolean").then_some(lower),
        "{}" | "[]" if ty.starts_with("json") => Some(quoted(said)),
        "{}" | "[]" | "empty" if ty.ends_with("[]") => Some(quoted("{}")),
        _ if said.parse::<f64>().is_ok() => {
            let number = ["integer", "smallint", "bigint", "real", "double precision"].contains(&ty);
            if number || ty.starts_with("numeric") {
                Some(said.to_owned())
            } else {
                textual.then(|| quoted(said))
            }
        }
        _ => {
            let bare = said.trim_matches(['\'', '"', '“', '”']);
            let wordlike = !bare.is_empty() && bare.len() <= 40 && !bare.contains(['(', ')', ';']);
            let literal = said.starts_with('\'') && said.ends_with('\'') && said.len() > 1;
            let json = ty.starts_with("json") && said.starts_with("'");
            if json {
                return Some(said.split("::").next().unwrap_or_default().to_owned());
            }
            (textual && (wordlike || literal)).then(|| quoted(bare))
        }
    }
}
