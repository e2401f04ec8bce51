//! How Drizzle spells column types, and what the database calls them.

use super::values::{ColumnDraft, Record, Value};
use crate::model::{Database, Enum, TableKind};
use crate::types::ColumnType;

/// The functions that make columns.
#[rustfmt::skip]
const BUILDERS: &[&str] = &[
    "bigint", "bigserial", "binary", "bit", "blob", "boolean", "bytea", "char", "cidr", "date", "datetime", "decimal",
    "double", "doublePrecision", "float", "geometry", "halfvec", "inet", "int", "integer", "interval", "json", "jsonb",
    "line", "longtext", "macaddr", "macaddr8", "mediumint", "mediumtext", "mysqlEnum", "numeric", "point", "real",
    "serial", "singlestoreEnum", "smallint", "smallserial", "sparsevec", "text", "time", "timestamp", "tinyint",
    "tinytext", "uuid", "varbinary", "varchar", "vector", "year",
];

/// True if `name` makes columns.
pub(super) fn is_builder(name: &str) -> bool {
    BUILDERS.contains(&name)
}

/// True if what `builder` makes takes the values it is given, and no others.
pub(super) fn is_list(builder: &str) -> bool {
    matches!(builder, "mysqlEnum" | "singlestoreEnum")
}

/// True if the database numbers the column's rows by itself.
pub(super) fn is_serial(builder: &str) -> bool {
    matches!(builder, "serial" | "bigserial" | "smallserial")
}

/// The database whose tables a function called `name` makes.
pub(super) fn database_of(name: &str) -> Option<Database> {
    if name.starts_with("sqlite") {
        Some(Database::Sqlite)
    } else if name.starts_with("mysql") || name.starts_with("singlestore") {
        Some(Database::MySql)
    } else {
        None
    }
}

/// What a function called `name` makes.
pub(super) fn kind_of(name: &str) -> TableKind {
    if name.ends_with("MaterializedView") {
        TableKind::MaterializedView
    } else if name.ends_with("View") {
        TableKind::View
    } else {
        TableKind::Table
    }
}

/// The type of a column in a table of `database`.
pub(super) fn column_type(draft: &ColumnDraft<'_>, database: Database, enums: &[Enum]) -> ColumnType {
    if let Some(found) = draft.enumeration.and_then(|it| enums.get(it)) {
        let name = found.name.text.clone();
        let canonical = match &found.schema {
            Some(schema) => format!("{schema}.{name}"),
            None => name.clone(),
        };
        let written = name.clone();
        return ColumnType { canonical: canonical + brackets(draft), written, enumeration: Some(name) };
    }
    if let Some(custom) = &draft.custom {
        let canonical = match draft.database.unwrap_or(database) {
            Database::PostgreSql => crate::types::canonical(custom),
            _ => custom.to_string(),
        };
        return ColumnType {
            canonical: canonical + brackets(draft),
            written: custom.to_string(),
            enumeration: None,
        };
    }
    if draft.builder.is_empty() {
        return ColumnType::default();
    }
    let options = Options(draft.options.as_deref());
    let is_open = draft.open_options || options.are_open();
    let database = draft.database.unwrap_or(database);
    let base = match database {
        Database::PostgreSql => postgres(&draft.builder, &options),
        Database::Sqlite => sqlite(&draft.builder, &options),
        Database::MySql => mysql(&draft.builder, &options, &draft.allowed),
    };
    let canonical = match base {
        base if base.is_empty() || is_open && has_options(&draft.builder, database) => String::new(),
        base => base + brackets(draft),
    };
    ColumnType { canonical, written: written(&draft.builder, &options), enumeration: None }
}

/// True if the type that `builder` makes in `database` depends on its options.
fn has_options(builder: &str, database: Database) -> bool {
    match database {
        Database::PostgreSql => matches!(
            builder,
            "bit"
                | "char"
                | "decimal"
                | "geometry"
                | "halfvec"
                | "interval"
                | "numeric"
                | "sparsevec"
                | "time"
                | "timestamp"
                | "varchar"
                | "vector"
        ),
        Database::Sqlite => builder == "text",
        Database::MySql => {
            !matches!(builder, "boolean" | "date" | "json" | "text" | "year")
        }
    }
}

/// PostgreSQL prints one pair of brackets however many dimensions an array has.
fn brackets(draft: &ColumnDraft<'_>) -> &'static str {
    if draft.dimensions > 0 { "[]" } else { "" }
}

/// The options a column function was given.
struct Options<'r, 'a>(Option<&'r Record<'a>>);

impl Options<'_, '_> {
    /// True if one that the type depends on could not be evaluated.
    fn are_open(&self) -> bool {
        const NAMES: &[&str] = &[
            "dimensions",
            "fields",
            "fsp",
            "length",
            "precision",
            "scale",
            "type",
            "unsigned",
            "withTimezone",
        ];
        self.0.is_some_and(|record| {
            !record.gaps.is_empty() || NAMES.iter().any(|it| matches!(record.get(it), Some(Value::Unknown)))
        })
    }

    fn number(&self, key: &str) -> Option<String> {
        match self.0?.get(key)? {
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.0?.text(key)
    }

    fn flag(&self, key: &str) -> bool {
        matches!(self.0.and_then(|it| it.get(key)), Some(Value::Bool(true)))
    }

    /// `name(number)`, or `name` alone.
    fn sized(&self, name: &str, key: &str) -> String {
        self.number(key).map_or_else(|| name.to_owned(), |number| format!("{name}({number})"))
    }

    /// `double(precision,scale)`, with the sizes that are given and `comma` between them.
    fn approximate(&self, name: &str, comma: &str) -> String {
        match (self.number("precision"), self.number("scale")) {
            (Some(precision), Some(scale)) => format!("{name}({precision}{comma}{scale})"),
            (Some(precision), None) => format!("{name}({precision})"),
            (None, _) => name.to_owned(),
        }
    }

    /// `numeric(precision,scale)`.
    fn numeric(&self, name: &str) -> String {
        match (self.number("precision"), self.number("scale")) {
            (Some(precision), scale) => format!("{name}({precision},{})", scale.as_deref().unwrap_or("0")),
            (None, _) => name.to_owned(),
        }
    }
}

/// The type as PostgreSQL's `format_type` prints it; empty if the builder is unknown.
fn postgres(builder: &str, options: &Options<'_, '_>) -> String {
    let zone = |options: &Options<'_, '_>| {
        if options.flag("withTimezone") { "with time zone" } else { "without time zone" }
    };
    match builder {
        "serial" | "int" => "integer".to_owned(),
        "bigserial" => "bigint".to_owned(),
        "smallserial" => "smallint".to_owned(),
        "doublePrecision" => "double precision".to_owned(),
        "varchar" => options.sized("character varying", "length"),
        "char" => format!("character({})", options.number("length").as_deref().unwrap_or("1")),
        "numeric" | "decimal" => options.numeric("numeric"),
        "timestamp" | "time" => format!("{} {}", options.sized(builder, "precision"), zone(options)),
        "interval" => {
            let fields = options.text("fields").map(|it| format!(" {it}")).unwrap_or_default();
            let precision = options.number("precision").map(|it| format!("({it})")).unwrap_or_default();
            format!("interval{fields}{precision}")
        }
        "vector" | "halfvec" | "sparsevec" | "bit" => options.sized(builder, "dimensions"),
        "geometry" => {
            // drizzle-kit leaves the `srid` out of the type it creates.
            format!("geometry({})", crate::names::pascal_case(options.text("type").unwrap_or("point")))
        }
        "bigint" | "smallint" | "integer" | "real" | "boolean" | "text" | "uuid" | "json" | "jsonb"
        | "date" | "inet" | "cidr" | "macaddr" | "macaddr8" | "point" | "line" | "bytea" => {
            builder.to_owned()
        }
        _ => String::new(),
    }
}

fn sqlite(builder: &str, options: &Options<'_, '_>) -> String {
    match builder {
        "int" | "integer" => "integer".to_owned(),
        "text" => options.sized(builder, "length"),
        "real" | "blob" | "numeric" => builder.to_owned(),
        _ => String::new(),
    }
}

fn mysql(builder: &str, options: &Options<'_, '_>, allowed: &[String]) -> String {
    let unsigned = if options.flag("unsigned") { " unsigned" } else { "" };
    match builder {
        "varchar" | "char" | "binary" | "varbinary" => options.sized(builder, "length"),
        // Ten digits, none behind the point, are what MySQL gives a decimal by itself.
        "decimal" => match options.numeric("decimal") {
            plain if plain == "decimal(10,0)" => format!("decimal{unsigned}"),
            sized => sized + unsigned,
        },
        "double" | "float" => options.approximate(builder, ",") + unsigned,
        "real" => options.approximate(builder, ", "),
        "int" | "bigint" | "mediumint" | "smallint" | "tinyint" => format!("{builder}{unsigned}"),
        "serial" => "serial".to_owned(),
        "boolean" => "boolean".to_owned(),
        "datetime" | "timestamp" | "time" => options.sized(builder, "fsp"),
        "mysqlEnum" | "singlestoreEnum" => {
            let values: Vec<String> =
                allowed.iter().map(|it| format!("'{}'", it.replace('\'', "''"))).collect();
            format!("enum({})", values.join(","))
        }
        "date" | "json" | "longtext" | "mediumtext" | "text" | "tinytext" | "year" => builder.to_owned(),
        _ => String::new(),
    }
}

/// The type as the source spells it, with its sizes and its mode: `varchar(120)`, `integer:timestamp`.
fn written(builder: &str, options: &Options<'_, '_>) -> String {
    let spelled = match builder {
        "varchar" | "char" | "binary" | "varbinary" => options.sized(builder, "length"),
        "numeric" | "decimal" => options.numeric(builder),
        "vector" | "halfvec" | "sparsevec" | "bit" => options.sized(builder, "dimensions"),
        _ => builder.to_owned(),
    };
    match options.text("mode").filter(|it| *it != "number") {
        Some(mode) => format!("{spelled}:{mode}"),
        None => spelled,
    }
}
