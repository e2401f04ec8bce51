//! The function that makes a column of a type: `varchar('name', { length: 120 })`.

use super::page::Page;
use super::{EnumForm, Style, camel, constant};
use crate::model::{Column, Database, DefaultValue, Generated};

/// A function that makes columns, and its options.
pub(super) struct Builder {
    pub(super) function: &'static str,
    pub(super) options: Vec<String>,
}

impl Builder {
    fn plain(function: &'static str) -> Self {
        Self { function, options: Vec::new() }
    }

    /// `{ length: 120 }`, if there are any.
    pub(super) fn argument(&self) -> Option<String> {
        (!self.options.is_empty()).then(|| format!("{{ {} }}", self.options.join(", ")))
    }
}

/// The builder of `column` in `database`; `None` if Drizzle has none for its type.
pub(super) fn builder(column: &Column, database: Database, style: &Style) -> Option<Builder> {
    let ty = Parts::of(&column.ty.canonical, database);
    if ty.text.is_empty() {
        // Whatever it is, it can be written down; who asks for the file is told so.
        return Some(Builder::plain("text"));
    }
    let mut found = match database {
        Database::PostgreSql => postgres(column, &ty, style),
        Database::Sqlite => sqlite(column, &ty, style),
        Database::MySql => mysql(column, &ty, style),
    }?;
    let listed = !column.allowed.is_empty() && style.enums != EnumForm::Annotation;
    if listed && takes_values(found.function) {
        let values: Vec<String> = column.allowed.iter().map(|it| style.quoted(it)).collect();
        found.options.push(format!("enum: [{}]", values.join(", ")));
    }
    Some(found)
}

/// True if `function` takes the list of values that are allowed.
pub(super) fn takes_values(function: &str) -> bool {
    matches!(function, "text" | "varchar" | "char")
}

/// The call of a type that Drizzle has no function for: the constant that names it, or its declaration in place.
pub(super) fn custom(page: &mut Page<'_>, canonical: &str) -> String {
    let ty = without_brackets(canonical);
    let scope = page.scope;
    if let Some(target) = scope.types.get(ty) {
        return page.refer(target);
    }
    custom_type(page, ty)
}

/// The declaration of a type that Drizzle has no function for.
pub(super) fn custom_type(page: &mut Page<'_>, ty: &str) -> String {
    let function = page.core("customType");
    format!("{function}<{{ data: {} }}>({{ dataType: () => {} }})", data_of(ty), page.style.quoted(ty))
}

/// How TypeScript sees the values of a type that Drizzle has no function for; decimal numbers keep their digits.
fn data_of(ty: &str) -> &'static str {
    let lower = ty.to_lowercase();
    match lower.split(['(', ' ']).next().unwrap_or(&lower) {
        "boolean" | "bool" => "boolean",
        "bigint" | "double" | "float" | "int" | "integer" | "mediumint" | "real" | "smallint" | "tinyint" => "number",
        _ => "string",
    }
}

/// The constant for the type `ty`: `geometry(Point,4326)` gives `geometryPoint4326`, and `datetime`, which is a
/// function elsewhere, `datetimeType`.
pub(super) fn custom_key(ty: &str) -> String {
    let words: String = ty.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '_' }).collect();
    let key = camel(words.trim_matches('_'));
    let is_free = constant(&key) == key && !matches!(key.as_str(), "string" | "number" | "any" | "object" | "unknown");
    if is_free { key } else { format!("{key}Type") }
}

/// True if the database gives `column` its numbers, and its type says so.
pub(super) fn is_serial(column: &Column) -> bool {
    column.default == DefaultValue::Increment
        && !matches!(column.generated, Some(Generated::Identity { .. }))
        && matches!(column.ty.canonical.as_str(), "integer" | "bigint" | "smallint")
}

/// `text[]` gives `text`.
pub(super) fn without_brackets(canonical: &str) -> &str {
    canonical.trim_end_matches("[]").trim()
}

/// A type in its parts: `timestamp(3) with time zone` is `timestamp with time zone` and `["3"]`.
struct Parts {
    base: String,
    arguments: Vec<String>,
    /// The whole, in lower case.
    text: String,
}

impl Parts {
    fn of(canonical: &str, database: Database) -> Self {
        let plain = without_brackets(canonical);
        let text = match database {
            Database::PostgreSql => crate::types::canonical(plain),
            _ => plain.to_lowercase(),
        };
        let Some((before, rest)) = text.split_once('(') else {
            return Self { base: text.clone(), arguments: Vec::new(), text };
        };
        let (inside, after) = rest.rsplit_once(')').unwrap_or((rest, ""));
        let base = format!("{} {}", before.trim(), after.trim()).trim().to_owned();
        let arguments = inside.split(',').map(|it| it.trim().to_owned()).collect();
        Self { base, arguments, text }
    }

    /// The arguments, if all are whole numbers.
    fn numbers(&self) -> Option<Vec<&str>> {
        let is_number = |it: &&str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        let numbers: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        numbers.iter().all(is_number).then_some(numbers)
    }

    /// `function` with its first argument as the option `name`.
    fn sized(&self, function: &'static str, name: &str) -> Option<Builder> {
        let options = match self.numbers()?.as_slice() {
            [] => Vec::new(),
            [size] => vec![format!("{name}: {size}")],
            _ => return None,
        };
        Some(Builder { function, options })
    }

    /// [`Parts::sized`] for functions that demand the option.
    fn measured(&self, function: &'static str, name: &str) -> Option<Builder> {
        self.sized(function, name).filter(|it| !it.options.is_empty())
    }

    /// `function` of MySQL with its sizes as they are written.
    fn approximate(&self, function: &'static str) -> Option<Builder> {
        match self.numbers()?.as_slice() {
            [precision, "0"] if function != "decimal" => {
                Some(Builder { function, options: vec![format!("precision: {precision}"), "scale: 0".to_owned()] })
            }
            _ => self.decimal(function),
        }
    }

    fn decimal(&self, function: &'static str) -> Option<Builder> {
        let options = match self.numbers()?.as_slice() {
            [] => Vec::new(),
            [precision] | [precision, "0"] => vec![format!("precision: {precision}")],
            [precision, scale] => vec![format!("precision: {precision}"), format!("scale: {scale}")],
            _ => return None,
        };
        Some(Builder { function, options })
    }
}

fn postgres(column: &Column, ty: &Parts, style: &Style) -> Option<Builder> {
    let mode = |mode: &str| vec![format!("mode: {}", style.quoted(mode))];
    let spelled = column.default == DefaultValue::None && column.ty.written.contains("serial");
    let serial = is_serial(column) || spelled;
    let base = ty.base.as_str();
    let plain = match base {
        "integer" if serial => "serial",
        "smallint" if serial => "smallserial",
        "bigint" if serial => return Some(Builder { function: "bigserial", options: mode("number") }),
        "bigint" => {
            let options = mode(mode_of(column).unwrap_or("number"));
            return Some(Builder { function: "bigint", options });
        }
        "character varying" => return ty.sized("varchar", "length"),
        "character" => return ty.sized("char", "length"),
        "numeric" => return ty.decimal("numeric"),
        "vector" | "halfvec" | "sparsevec" | "bit" => {
            let function = ["vector", "halfvec", "sparsevec"].into_iter().find(|it| *it == base);
            return ty.measured(function.unwrap_or("bit"), "dimensions");
        }
        "geometry" if ty.text == "geometry(Point)" => {
            let options = vec![format!("type: {}", style.quoted("point"))];
            return Some(Builder { function: "geometry", options });
        }
        "timestamp without time zone" | "timestamp with time zone" => {
            return timed("timestamp", ty, mode_of(column).or(style.timestamp_mode.as_deref()), style);
        }
        "time without time zone" | "time with time zone" => return timed("time", ty, None, style),
        _ if base.starts_with("interval") => return interval(ty, style),
        "double precision" => "doublePrecision",
        "integer" => "integer",
        "smallint" => "smallint",
        _ => one_of(
            base,
            &[
                "boolean", "cidr", "date", "inet", "json", "jsonb", "line", "macaddr", "macaddr8", "point", "real",
                "text", "uuid",
            ],
        )?,
    };
    ty.arguments.is_empty().then(|| Builder::plain(plain))
}

fn one_of(name: &str, functions: &[&'static str]) -> Option<&'static str> {
    functions.iter().copied().find(|it| *it == name)
}

fn timed(function: &'static str, ty: &Parts, mode: Option<&str>, style: &Style) -> Option<Builder> {
    let mut options = Vec::new();
    if ty.base.ends_with("with time zone") {
        options.push("withTimezone: true".to_owned());
    }
    options.extend(mode.map(|it| format!("mode: {}", style.quoted(it))));
    options.extend(ty.sized(function, "precision")?.options);
    Some(Builder { function, options })
}

/// `interval day to second(3)`.
fn interval(ty: &Parts, style: &Style) -> Option<Builder> {
    const FIELDS: &[&str] = &[
        "year", "month", "day", "hour", "minute", "second", "year to month", "day to hour", "day to minute",
        "day to second", "hour to minute", "hour to second", "minute to second",
    ];
    let fields = ty.base.strip_prefix("interval")?.trim();
    if !fields.is_empty() && !FIELDS.contains(&fields) {
        return None;
    }
    let mut options = Vec::new();
    if !fields.is_empty() {
        options.push(format!("fields: {}", style.quoted(fields)));
    }
    options.extend(ty.sized("interval", "precision")?.options);
    Some(Builder { function: "interval", options })
}

fn sqlite(column: &Column, ty: &Parts, style: &Style) -> Option<Builder> {
    let mut found = sqlite_plain(ty)?;
    if let Some(mode) = mode_of(column) {
        found.options.insert(0, format!("mode: {}", style.quoted(mode)));
    }
    Some(found)
}

/// How TypeScript sees the values, as the source states it: `timestamp`, `boolean`, `json`.
fn mode_of(column: &Column) -> Option<&str> {
    column.ty.written.split_once(':').map(|it| it.1)
}

fn sqlite_plain(ty: &Parts) -> Option<Builder> {
    match ty.base.as_str() {
        "int" | "integer" => ty.arguments.is_empty().then(|| Builder::plain("integer")),
        "text" => ty.sized("text", "length"),
        base => {
            let function = one_of(base, &["real", "blob", "numeric"])?;
            ty.arguments.is_empty().then(|| Builder::plain(function))
        }
    }
}

fn mysql(column: &Column, ty: &Parts, style: &Style) -> Option<Builder> {
    let base = ty.base.strip_suffix(" unsigned").unwrap_or(&ty.base);
    let unsigned = base.len() < ty.base.len();
    let whole = one_of(base, &["int", "bigint", "mediumint", "smallint", "tinyint"]);
    if ty.text == "tinyint(1)" {
        return Some(Builder::plain("boolean"));
    }
    if let Some(function) = whole {
        let mut options = Vec::new();
        if function == "bigint" {
            options.push(format!("mode: {}", style.quoted("number")));
        }
        if unsigned {
            options.push("unsigned: true".to_owned());
        }
        return ty.arguments.is_empty().then_some(Builder { function, options });
    }
    if let Some(function) = one_of(base, &["decimal", "double", "float", "real"]) {
        let mut made = ty.approximate(function)?;
        if unsigned && function == "real" {
            return None;
        }
        made.options.extend(unsigned.then(|| "unsigned: true".to_owned()));
        return Some(made);
    }
    if unsigned {
        return None;
    }
    if base == "enum" {
        return Some(Builder::plain("mysqlEnum"));
    }
    if base == "varchar" || base == "varbinary" {
        return ty.measured(one_of(base, &["varchar", "varbinary"])?, "length");
    }
    if let Some(function) = one_of(base, &["char", "binary"]) {
        return ty.sized(function, "length");
    }
    if let Some(function) = one_of(base, &["datetime", "timestamp", "time"]) {
        return ty.sized(function, "fsp");
    }
    if base == "serial" && column.default != DefaultValue::Increment {
        return None;
    }
    let function = one_of(
        base,
        &[
            "boolean", "date", "json", "longtext", "mediumtext", "serial", "text", "tinytext", "year",
        ],
    )?;
    ty.arguments.is_empty().then(|| Builder::plain(function))
}

/// The values of a MySQL enum: those that are allowed, else those its type lists.
pub(super) fn enum_values(column: &Column) -> Vec<String> {
    if !column.allowed.is_empty() {
        return column.allowed.clone();
    }
    let ty = column.ty.canonical.as_str();
    let inside = ty.split_once('(').and_then(|it| it.1.rsplit_once(')')).map_or("", |it| it.0);
    let mut values = Vec::new();
    let mut rest = inside;
    while let Some(open) = rest.find('\'') {
        let mut value = String::new();
        let mut letters = rest.char_indices().skip_while(|it| it.0 <= open).peekable();
        let mut end = rest.len();
        while let Some((at, letter)) = letters.next() {
            if letter != '\'' {
                value.push(letter);
            } else if letters.peek().is_some_and(|it| it.1 == '\'') {
                value.push(letter);
                letters.next();
            } else {
                end = at + 1;
                break;
            }
        }
        values.push(value);
        rest = rest.get(end..).unwrap_or("");
    }
    values
}
