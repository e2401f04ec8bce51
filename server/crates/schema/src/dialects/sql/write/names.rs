//! Names and strings as SQL spells them.

/// `text` as a string.
pub(in super::super) fn string(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// `name` in double quotes.
pub(in super::super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// `name` as PostgreSQL reads it, in quotes where it must be.
pub(in super::super) fn spelled(name: &str) -> String {
    if needs_quotes(name) { quoted(name) } else { name.to_owned() }
}

/// `name` in backticks.
pub(in super::super) fn ticked(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// True if PostgreSQL reads `name` as it is only in quotes. The rule is that of its own `quote_ident`.
pub(in super::super) fn needs_quotes(name: &str) -> bool {
    let mut letters = name.chars();
    let starts = letters.next().is_some_and(|it| it.is_ascii_lowercase() || it == '_');
    let goes_on = letters.all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_');
    !starts || !goes_on || KEYWORDS.binary_search(&name).is_ok()
}

/// PostgreSQL's keywords that are not free everywhere (`pg_get_keywords()` whose `catcode` is not `U`), of every version.
#[rustfmt::skip]
const KEYWORDS: &[&str] = &[
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "between", "bigint",
    "binary", "bit", "boolean", "both", "case", "cast", "char", "character", "check", "coalesce", "collate", "collation",
    "column", "concurrently", "constraint", "create", "cross", "current_catalog", "current_date", "current_role",
    "current_schema", "current_time", "current_timestamp", "current_user", "dec", "decimal", "default", "deferrable",
    "desc", "distinct", "do", "else", "end", "except", "exists", "extract", "false", "fetch", "float", "for", "foreign",
    "freeze", "from", "full", "grant", "greatest", "group", "grouping", "having", "ilike", "in", "initially", "inner",
    "inout", "int", "integer", "intersect", "interval", "into", "is", "isnull", "join", "json", "json_array",
    "json_arrayagg", "json_exists", "json_object", "json_objectagg", "json_query", "json_scalar", "json_serialize",
    "json_table", "json_value", "lateral", "leading", "least", "left", "like", "limit", "localtime", "localtimestamp",
    "merge_action", "national", "natural", "nchar", "none", "normalize", "not", "notnull", "null", "nullif", "numeric",
    "offset", "on", "only", "or", "order", "out", "outer", "overlaps", "overlay", "placing", "position", "precision",
    "primary", "real", "references", "returning", "right", "row", "select", "session_user", "setof", "similar",
    "smallint", "some", "substring", "symmetric", "system_user", "table", "tablesample", "then", "time", "timestamp",
    "to", "trailing", "treat", "trim", "true", "union", "unique", "user", "using", "values", "varchar", "variadic",
    "verbose", "when", "where", "window", "with", "xmlattributes", "xmlconcat", "xmlelement", "xmlexists", "xmlforest",
    "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot", "xmlserialize", "xmltable",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_postgresql_would_misread_is_quoted() {
        for name in ["users", "_id", "user_2", "type", "name", "key", "value", "status"] {
            assert!(!needs_quotes(name), "{name}");
        }
        for name in ["user", "order", "Users", "2fa", "first name", "größe", "a\"b", "a$", "", "values"] {
            assert!(needs_quotes(name), "{name}");
        }
    }

    #[test]
    fn the_keywords_are_sorted() {
        assert!(KEYWORDS.is_sorted());
    }

    #[test]
    fn a_quote_in_a_name_is_doubled() {
        assert_eq!(quoted("a\"b"), "\"a\"\"b\"");
        assert_eq!(ticked("a`b"), "`a``b`");
        assert_eq!(string("it's"), "'it''s'");
    }
}
