//! Prisma's type for a column.

use crate::dialects::prisma::source::Provider;
use crate::dialects::prisma::types;
use crate::model::Database;

/// A type as Prisma spells it, without what may follow it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spelling {
    /// `String`, `Unsupported("point")`.
    pub(super) scalar: String,
    /// `VarChar(120)`, behind `@db.`.
    pub(super) native: Option<String>,
    /// Whether it says all of the type.
    pub(super) exactness: Exactness,
}

/// Whether a spelling says all of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exactness {
    Exact,
    /// The nearest that Prisma has.
    Near,
}

const SCALARS: [&str; 9] =
    ["String", "Int", "BigInt", "Boolean", "DateTime", "Float", "Decimal", "Json", "Bytes"];

impl Spelling {
    fn exact(scalar: &str, native: Option<String>) -> Self {
        Self { scalar: scalar.to_owned(), native, exactness: Exactness::Exact }
    }

    /// The type that only the database knows.
    pub(super) fn unsupported(canonical: &str) -> Self {
        Self::exact(&format!("Unsupported({})", super::layout::text(canonical)), None)
    }
}

/// The spelling of `canonical`, a type of `database` that is no enum and no list.
pub(super) fn spelling(canonical: &str, database: Database) -> Spelling {
    let provider = match database {
        Database::PostgreSql => Provider::PostgreSql,
        Database::Sqlite => Provider::Sqlite,
        Database::MySql => Provider::MySql,
    };
    if let Some(scalar) = SCALARS.iter().find(|it| types::of_scalar(it, provider) == canonical) {
        return Spelling::exact(scalar, None);
    }
    let (name, size) = parts(canonical);
    let known = match database {
        Database::PostgreSql => postgres(&name, size),
        Database::MySql => mysql(&name, size),
        Database::Sqlite => None,
    };
    let near = |scalar: &str| {
        let (scalar, exactness) = (scalar.to_owned(), Exactness::Near);
        Spelling { scalar, native: None, exactness }
    };
    match known {
        Some((scalar, native)) => Spelling::exact(scalar, Some(native)),
        None if database == Database::PostgreSql => Spelling::unsupported(canonical),
        None => family(&canonical.to_lowercase()).map_or_else(|| Spelling::unsupported(canonical), near),
    }
}

/// `timestamp(3) with time zone` as `timestamp with time zone` and `3`.
fn parts(canonical: &str) -> (String, Option<&str>) {
    let Some((before, rest)) = canonical.split_once('(') else { return (canonical.to_owned(), None) };
    let Some((size, after)) = rest.split_once(')') else { return (canonical.to_owned(), None) };
    (format!("{before}{after}"), Some(size.trim()))
}

fn postgres(name: &str, size: Option<&str>) -> Option<(&'static str, String)> {
    let plain = |scalar, native: &str| size.is_none().then(|| (scalar, native.to_owned()));
    let sized = |scalar, native: &str| Some((scalar, with_size(native, size)?));
    match name {
        "smallint" => plain("Int", "SmallInt"),
        "oid" => plain("Int", "Oid"),
        "real" => plain("Float", "Real"),
        "numeric" => sized("Decimal", "Decimal"),
        "money" => plain("Decimal", "Money"),
        "character varying" => sized("String", "VarChar"),
        "character" => sized("String", "Char"),
        "bit" => sized("String", "Bit"),
        "bit varying" => sized("String", "VarBit"),
        "uuid" => plain("String", "Uuid"),
        "xml" => plain("String", "Xml"),
        "inet" => plain("String", "Inet"),
        "citext" => plain("String", "Citext"),
        "timestamp without time zone" => sized("DateTime", "Timestamp"),
        "timestamp with time zone" => sized("DateTime", "Timestamptz"),
        "time without time zone" => sized("DateTime", "Time"),
        "time with time zone" => sized("DateTime", "Timetz"),
        "date" => plain("DateTime", "Date"),
        "json" => plain("Json", "Json"),
        _ => None,
    }
}

fn mysql(name: &str, size: Option<&str>) -> Option<(&'static str, String)> {
    let sized = |scalar, native: &str| Some((scalar, with_size(native, size)?));
    let plain = |scalar, native: &str| size.is_none().then(|| (scalar, native.to_owned()));
    match name {
        "int unsigned" => plain("Int", "UnsignedInt"),
        "smallint" => plain("Int", "SmallInt"),
        "smallint unsigned" => plain("Int", "UnsignedSmallInt"),
        "mediumint" => plain("Int", "MediumInt"),
        "mediumint unsigned" => plain("Int", "UnsignedMediumInt"),
        "tinyint" if size == Some("1") => sized("Boolean", "TinyInt"),
        "tinyint" => sized("Int", "TinyInt"),
        "tinyint unsigned" => plain("Int", "UnsignedTinyInt"),
        "year" => plain("Int", "Year"),
        "bigint unsigned" => plain("BigInt", "UnsignedBigInt"),
        "float" => plain("Float", "Float"),
        "decimal" => sized("Decimal", "Decimal"),
        "varchar" if size.is_some() => sized("String", "VarChar"),
        "char" => sized("String", "Char"),
        "text" => plain("String", "Text"),
        "tinytext" => plain("String", "TinyText"),
        "mediumtext" => plain("String", "MediumText"),
        "longtext" => plain("String", "LongText"),
        "datetime" => sized("DateTime", "DateTime"),
        "timestamp" => sized("DateTime", "Timestamp"),
        "time" => sized("DateTime", "Time"),
        "date" => plain("DateTime", "Date"),
        "binary" => sized("Bytes", "Binary"),
        "varbinary" if size.is_some() => sized("Bytes", "VarBinary"),
        "bit" if size == Some("1") => sized("Boolean", "Bit"),
        "bit" if size.is_some() => sized("Bytes", "Bit"),
        "blob" => plain("Bytes", "Blob"),
        "tinyblob" => plain("Bytes", "TinyBlob"),
        "mediumblob" => plain("Bytes", "MediumBlob"),
        _ => None,
    }
}

/// `name(size)`; `None` if the size is not in Prisma's numbers.
fn with_size(name: &str, size: Option<&str>) -> Option<String> {
    let Some(size) = size else { return Some(name.to_owned()) };
    let numbers: Vec<&str> = size.split(',').map(str::trim).collect();
    let is_number = |it: &&str| !it.is_empty() && it.len() <= 8 && it.bytes().all(|it| it.is_ascii_digit());
    let is_ordered = match numbers.as_slice() {
        [_] => true,
        [all, behind] => behind.parse::<u32>().ok() <= all.parse::<u32>().ok(),
        _ => false,
    };
    (numbers.iter().all(is_number) && is_ordered).then(|| format!("{name}({})", numbers.join(", ")))
}

/// The scalar whose values a type of SQLite or MySQL that Prisma does not know by name holds.
fn family(lower: &str) -> Option<&'static str> {
    let holds = |parts: &[&str]| parts.iter().any(|it| lower.contains(it));
    Some(match lower {
        _ if holds(&["bigint"]) => "BigInt",
        _ if holds(&["bool"]) => "Boolean",
        _ if holds(&["int"]) && !holds(&["point", "interval"]) => "Int",
        _ if holds(&["char", "text", "clob"]) => "String",
        _ if holds(&["json"]) => "Json",
        _ if holds(&["date", "timestamp"]) => "DateTime",
        _ if holds(&["numeric", "decimal"]) => "Decimal",
        _ if holds(&["real", "double", "float"]) => "Float",
        _ if holds(&["blob", "binary"]) => "Bytes",
        _ => return None,
    })
}
