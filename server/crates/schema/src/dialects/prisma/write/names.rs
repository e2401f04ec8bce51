//! The names that models, enums, fields and values get in the source.

use std::collections::HashSet;

use super::style::Naming;
use crate::names::{camel_case, pascal_case, singular};

/// What no type may be called: words of TypeScript, and the scalar types.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "BigInt", "Boolean", "Bytes", "DateTime", "Decimal", "Float", "Int", "Json", "PrismaClient", "String", "Unsupported",
    "async", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do",
    "else", "enum", "export", "extends", "false", "finally", "for", "function", "if", "implements", "import", "in",
    "instanceof", "interface", "let", "new", "null", "package", "private", "protected", "public", "return", "static",
    "super", "switch", "this", "throw", "true", "try", "typeof", "using", "var", "void", "while", "with", "yield",
];

/// What a name is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Model,
    Enum,
}

/// The name of a model or enum whose database name is `name`, in the schema `schema`, and whose name in the source it
/// comes from is `key`.
pub(super) fn of_type(
    of: Of,
    (key, name): (&str, &str),
    schema: Option<&str>,
    naming: Naming,
    taken: &mut HashSet<String>,
) -> String {
    let mut wanted = Vec::new();
    if naming == Naming::AsInDatabase {
        wanted.push(identifier(name));
    } else {
        // A name that is a type's name already stays: `User`, `OrderItem`.
        wanted.extend(is_type_name(key).then(|| key.to_owned()));
        let plain = identifier(&pascal_case(name));
        wanted.push(match of {
            Of::Model => identifier(&pascal_case(&singular(name))),
            Of::Enum => plain.clone(),
        });
        wanted.push(match of {
            Of::Model => plain.clone(),
            Of::Enum => format!("{plain}Enum"),
        });
        wanted.extend(schema.map(|it| identifier(&pascal_case(it)) + &plain));
    }
    unique(wanted, if of == Of::Model { "Model" } else { "Enum" }, taken)
}

/// The name of a field whose column is `name`, and which is called `key` in the source it comes from.
pub(super) fn of_field(key: &str, name: &str, naming: Naming, taken: &mut HashSet<String>) -> String {
    let is_own = is_identifier(key) && (key != name || !key.contains('_'));
    let wanted = match naming {
        Naming::AsInDatabase => vec![identifier(name)],
        Naming::Mapped if is_own => vec![key.to_owned()],
        Naming::Mapped => vec![identifier(&camel_case(name)), identifier(name)],
    };
    unique(wanted, "field", taken)
}

/// The name of the value `value` of an enum.
pub(super) fn of_value(value: &str, taken: &mut HashSet<String>) -> String {
    unique(vec![identifier(value)], "VALUE", taken)
}

/// The first of `wanted` that is free; else one with a number. `otherwise` is what it is called if nothing is left of
/// the name.
pub(super) fn unique(wanted: Vec<String>, otherwise: &str, taken: &mut HashSet<String>) -> String {
    let first = wanted.iter().find(|it| !it.is_empty()).cloned().unwrap_or_else(|| otherwise.to_owned());
    let is_free = |it: &String| !it.is_empty() && !taken.contains(it) && !RESERVED.contains(&it.as_str());
    let numbered = (2..).map(|number| format!("{first}{number}"));
    let others = std::iter::once(first.clone()).chain(numbered);
    let name = wanted.into_iter().chain(others).find(is_free).unwrap_or(first);
    taken.insert(name.clone());
    name
}

/// `name` without the characters that no name may hold.
pub(super) fn identifier(name: &str) -> String {
    let spaced: String = name.chars().map(|it| if it.is_alphanumeric() { it } else { '_' }).collect();
    spaced.trim_start_matches(|it: char| !it.is_alphabetic()).to_owned()
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(char::is_alphabetic) && name.chars().all(|it| it.is_alphanumeric() || it == '_')
}

fn is_type_name(name: &str) -> bool {
    is_identifier(name) && name.starts_with(char::is_uppercase) && !name.contains('_')
}
