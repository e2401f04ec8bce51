//! SQL's spellings of types, as PostgreSQL prints them.

use super::ir::Type;
use super::naming::PUBLIC;
use crate::model::Database;
use crate::types::canonical;

/// The type as the product `database` prints it, unless it is one that the schema declares.
pub(super) fn printed(ty: &Type, database: Database) -> String {
    if database != Database::PostgreSql {
        return lower_outside_quotes(&ty.written.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let plain = match &ty.name {
        Some(path) if path.schema.as_deref().is_none_or(|it| matches!(it, PUBLIC | "pg_catalog")) => {
            let name = path.name.text.as_str();
            if name == "char" && ty.written.starts_with('"') {
                "\"char\"".to_owned()
            } else if name.chars().any(char::is_uppercase) {
                format!("{name}{}", tight(&ty.size))
            } else {
                fixed(&format!("{name}{}", ty.size))
            }
        }
        Some(path) => {
            let schema = path.schema.as_deref().map(|it| format!("{it}.")).unwrap_or_default();
            format!("{schema}{}{}", path.name.text, tight(&ty.size))
        }
        None => fixed(ty.written.strip_suffix("[]").unwrap_or(&ty.written)),
    };
    if ty.array { plain + "[]" } else { plain }
}

/// `ENUM('Open')` as `enum('Open')`: what stands in quotes is a value.
fn lower_outside_quotes(text: &str) -> String {
    let pieces = text.split('\'').enumerate();
    let lowered = pieces.map(|(at, it)| if at % 2 == 0 { it.to_lowercase() } else { it.to_owned() });
    lowered.collect::<Vec<_>>().join("'")
}

/// `( 10, 2 )` as `(10,2)`.
fn tight(size: &str) -> String {
    size.chars().filter(|it| !it.is_whitespace()).collect()
}

/// The built-in type written as `written`.
fn fixed(written: &str) -> String {
    let lower = written.to_lowercase().replace('(', " (").replace(')', ") ");
    let words = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.replace("( ", "(").replace(" )", ")").replace(" (", "(");
    let words = words.strip_prefix("national ").unwrap_or(&words);
    let words = match words.strip_prefix("nchar") {
        Some(rest) => format!("char{rest}"),
        None => words.to_owned(),
    };
    let words = words.replace("char varying", "varchar").replace("character varying", "varchar");
    let (name, size) =
        words.split_once('(').map_or((words.as_str(), None), |(name, rest)| (name, Some(rest)));
    let size = size.and_then(|it| it.split_once(')'));
    match (name, size) {
        ("bit", None) => "bit(1)".to_owned(),
        ("bit varying" | "varbit", Some((size, _))) => format!("bit varying({size})"),
        ("varbit", None) => "bit varying".to_owned(),
        ("float", Some((size, _))) => {
            if size.trim().parse::<u8>().is_ok_and(|it| it <= 24) { "real" } else { "double precision" }
                .to_owned()
        }
        // Written without a size in PostgreSQL's own name, it has none.
        ("bpchar", None) => "bpchar".to_owned(),
        _ => canonical(&words),
    }
}

/// The integer behind a counting type, if `ty` is one.
pub(super) fn is_serial(ty: &Type, database: Database) -> bool {
    let name = ty.written.to_lowercase();
    match database {
        Database::PostgreSql => matches!(
            name.as_str(),
            "serial" | "serial4" | "bigserial" | "serial8" | "smallserial" | "serial2"
        ),
        Database::MySql => name == "serial",
        Database::Sqlite => false,
    }
}

#[cfg(test)]
mod tests {
    use super::lower_outside_quotes;

    #[test]
    fn the_values_of_an_enum_keep_their_letters() {
        assert_eq!(lower_outside_quotes("ENUM('Open','IN PROGRESS')"), "enum('Open','IN PROGRESS')");
        assert_eq!(lower_outside_quotes("VARCHAR(20)"), "varchar(20)");
    }
}
