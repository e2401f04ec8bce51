//! Prisma's scalar and native types as the databases print them.

use super::ir::{Argument, Value};
use super::source::Provider;
use crate::types::canonical;

/// The scalar types: a field of any other type is an enum, a composite or a relation.
const SCALARS: [&str; 9] =
    ["BigInt", "Boolean", "Bytes", "DateTime", "Decimal", "Float", "Int", "Json", "String"];

/// True if `name` is a type that every schema has.
pub(super) fn is_scalar(name: &str) -> bool {
    SCALARS.contains(&name)
}

/// The type that a column of the scalar type `name` has; empty if the provider has none that is known here.
pub(super) fn of_scalar(name: &str, provider: Provider) -> &'static str {
    match provider {
        Provider::PostgreSql => match name {
            "BigInt" => "bigint",
            "Boolean" => "boolean",
            "Bytes" => "bytea",
            "DateTime" => "timestamp(3) without time zone",
            "Decimal" => "numeric(65,30)",
            "Float" => "double precision",
            "Int" => "integer",
            "Json" => "jsonb",
            "String" => "text",
            _ => "",
        },
        Provider::Sqlite => match name {
            "BigInt" => "bigint",
            "Boolean" => "boolean",
            "Bytes" => "blob",
            "DateTime" => "datetime",
            "Decimal" => "decimal",
            "Float" => "real",
            "Int" => "integer",
            "Json" => "jsonb",
            "String" => "text",
            _ => "",
        },
        Provider::MySql => match name {
            "BigInt" => "bigint",
            "Boolean" => "boolean",
            "Bytes" => "longblob",
            "DateTime" => "datetime(3)",
            "Decimal" => "decimal(65,30)",
            "Float" => "double",
            "Int" => "int",
            "Json" => "json",
            "String" => "varchar(191)",
            _ => "",
        },
        Provider::Other => "",
    }
}

/// The type that `@db.name(arguments)` gives; empty if it is none that is known here.
pub(super) fn of_native(name: &str, arguments: &[Argument], provider: Provider) -> String {
    let sizes: Vec<&str> = arguments
        .iter()
        .filter_map(|it| match &it.value {
            Value::Number(number) => Some(number.as_str()),
            _ => None,
        })
        .collect();
    let size = if sizes.is_empty() { String::new() } else { format!("({})", sizes.join(",")) };
    match provider {
        Provider::PostgreSql => postgres(name, &size),
        Provider::MySql => mysql(name, &size),
        Provider::Sqlite | Provider::Other => String::new(),
    }
}

fn postgres(name: &str, size: &str) -> String {
    let plain = match name {
        "Bit" if size.is_empty() => "bit(1)",
        "Bit" => return format!("bit{size}"),
        "VarBit" => return format!("bit varying{size}"),
        "VarChar" => return format!("character varying{size}"),
        "Char" if size.is_empty() => "character(1)",
        "Char" => return format!("character{size}"),
        "Decimal" => return canonical(&format!("numeric{size}")),
        "Timestamp" => return format!("timestamp{size} without time zone"),
        "Timestamptz" => return format!("timestamp{size} with time zone"),
        "Time" => return format!("time{size} without time zone"),
        "Timetz" => return format!("time{size} with time zone"),
        "BigInt" | "Int8" => "bigint",
        "Bool" | "Boolean" => "boolean",
        "ByteA" | "Bytes" => "bytea",
        "CatalogSingleChar" => "\"char\"",
        "Citext" => "citext",
        "Date" => "date",
        "DoublePrecision" | "Float8" => "double precision",
        "Geography" => "geography",
        "Geometry" => "geometry",
        "Inet" => "inet",
        "Int2" | "SmallInt" => "smallint",
        "Int4" | "Integer" => "integer",
        "Json" => "json",
        "JsonB" => "jsonb",
        "Money" => "money",
        "Oid" => "oid",
        "Float4" | "Real" => "real",
        "String" if !size.is_empty() => return format!("character varying{size}"),
        "String" | "Text" => "text",
        "Uuid" => "uuid",
        "Xml" => "xml",
        _ => "",
    };
    plain.to_owned()
}

fn mysql(name: &str, size: &str) -> String {
    let lower = match name {
        "UnsignedBigInt" => "bigint unsigned",
        "UnsignedInt" => "int unsigned",
        "UnsignedMediumInt" => "mediumint unsigned",
        "UnsignedSmallInt" => "smallint unsigned",
        "UnsignedTinyInt" => "tinyint unsigned",
        "Bit" | "Binary" | "Char" | "DateTime" | "Decimal" | "Time" | "Timestamp" | "TinyInt"
        | "VarBinary" | "VarChar" => return name.to_lowercase() + size,
        "BigInt" | "Blob" | "Date" | "Double" | "Float" | "Int" | "Json" | "LongBlob" | "LongText"
        | "MediumBlob" | "MediumInt" | "MediumText" | "SmallInt" | "Text" | "TinyBlob" | "TinyText"
        | "Year" => {
            return name.to_lowercase();
        }
        _ => "",
    };
    lower.to_owned()
}
