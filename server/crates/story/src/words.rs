//! What a name looks like, and which words are none (the lists are data, in `grammars/phrases/names.toml`).

use crate::phrases::PHRASES;

/// The most bytes a name of a table or column has here; PostgreSQL allows 63, and longer ones are generated.
const LONGEST: usize = 80;

/// The parts of a name that may be qualified by a database schema: `auth.users`, `"public"."users"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Qualified<'a> {
    /// The database schema.
    pub(crate) schema: Option<&'a str>,
    /// The name.
    pub(crate) name: &'a str,
}

/// True if `text` is spelled as a table's or column's name: a letter or underscore, then letters, digits, underscores.
pub(crate) fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next().is_some_and(|it| it.is_ascii_alphabetic() || it == '_');
    first
        && text.len() <= LONGEST
        && text.bytes().any(|it| it.is_ascii_alphabetic())
        && chars.all(|it| it.is_ascii_alphanumeric() || it == '_')
}

/// True for `order_items`: lower case words joined by underscores.
pub(crate) fn is_snake(text: &str) -> bool {
    let inner = text.trim_matches('_');
    is_identifier(text)
        && inner.contains('_')
        && !inner.contains("__")
        && text.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_')
}

/// True for `orderItems`.
pub(crate) fn is_camel(text: &str) -> bool {
    is_identifier(text)
        && !text.contains('_')
        && text.starts_with(|it: char| it.is_ascii_lowercase())
        && text.bytes().any(|it| it.is_ascii_uppercase())
}

/// True for `OrderItem`: two words or more, each with a capital and small letters.
pub(crate) fn is_pascal_compound(text: &str) -> bool {
    let capitals = text.bytes().filter(u8::is_ascii_uppercase).count();
    let smalls = text.bytes().filter(u8::is_ascii_lowercase).count();
    is_identifier(text)
        && !text.contains('_')
        && text.starts_with(|it: char| it.is_ascii_uppercase())
        && capitals >= 2
        && smalls >= capitals
}

/// True for `Order`.
pub(crate) fn is_capitalised(text: &str) -> bool {
    is_identifier(text)
        && text.starts_with(|it: char| it.is_ascii_uppercase())
        && text.bytes().skip(1).all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
}

/// True for `MAX_SIZE` and `HTML`.
pub(crate) fn is_screaming(text: &str) -> bool {
    text.len() > 1 && !text.bytes().any(|it| it.is_ascii_lowercase())
}

/// `text` as a name, perhaps with a database schema, in either case perhaps quoted. `None` if it is not spelled as one.
pub(crate) fn qualified(text: &str) -> Option<Qualified<'_>> {
    let (schema, name) = match text.split_once('.') {
        Some((schema, name)) => (Some(unquoted(schema)), unquoted(name)),
        None => (None, unquoted(text)),
    };
    let fits = is_identifier(name) && schema.is_none_or(is_identifier);
    fits.then_some(Qualified { schema, name })
}

/// `text` without the quotes around it.
pub(crate) fn unquoted(text: &str) -> &str {
    for mark in ['"', '\'', '`'] {
        if let Some(inner) = text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark)) {
            return inner;
        }
    }
    text
}

/// True for the words between the last two things of a list: "and", "oder".
pub(crate) fn joins(word: &str) -> bool {
    PHRASES.has("lists.join", word)
}

/// True for database schemas that the product brings along: their tables are nobody's to declare.
pub(crate) fn is_system_schema(schema: &str) -> bool {
    PHRASES.has("names.system_schemas", schema)
}

/// True for tables that the database or a migration tool keeps for itself.
pub(crate) fn is_system_table(name: &str) -> bool {
    const STARTS: [&str; 6] = ["pg_", "sqlite_", "information_schema", "__drizzle", "drizzle_", "_prisma_"];
    let begins = |start: &&str| name.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start));
    STARTS.iter().any(begins) || PHRASES.has("names.system_tables", name)
}

/// True for names that stand for a name: `table_name`, `xxx`, `your_table`, `foo`.
pub(crate) fn is_placeholder(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let bare = lower.replace(['_', '-'], "");
    lower.contains("xxx")
        || PHRASES.list("names.placeholder_starts").iter().any(|start| lower.starts_with(start.as_str()))
        || bare.len() < 2
        || PHRASES.has("names.placeholders", &bare)
}

/// True for names that functions and classes of a program bear, and tables hardly ever: `listOrders`, `PlaceOrderUseCase`.
pub(crate) fn is_of_code(name: &str) -> bool {
    let verb = name.split(|it: char| it.is_ascii_uppercase()).next().unwrap_or("");
    is_camel(name) && PHRASES.has("names.verbs", verb)
        || is_pascal_compound(name)
            && PHRASES.list("names.classes").iter().any(|it| name.to_ascii_lowercase().ends_with(it.as_str()))
}

/// True for words that stand beside "table" without being a table's name.
pub(crate) fn is_no_name(name: &str) -> bool {
    PHRASES.has("names.no_names", name)
}

/// True for names beside "model" or "entity" that are no table's: `OpenAI`, `UserResponse`.
pub(crate) fn is_no_model(name: &str) -> bool {
    const ENDS: [&str; 16] = [
        "Model",
        "Entity",
        "Schema",
        "DTO",
        "Dto",
        "Type",
        "Props",
        "Service",
        "Component",
        "Controller",
        "Request",
        "Response",
        "Store",
        "State",
        "View",
        "Context",
    ];
    PHRASES.has("names.no_models", name) || ENDS.iter().any(|end| name.ends_with(end))
}

/// True for names that columns bear and tables do not: `id`, `created_at`, `owner_id`, `is_active`.
pub(crate) fn is_column_like(name: &str) -> bool {
    const ENDS: [&str; 8] = ["_id", "_ids", "_at", "_by", "_uuid", "Id", "Ids", "At"];
    const STARTS: [&str; 3] = ["is_", "has_", "can_"];
    ENDS.iter().any(|end| name.len() > end.len() && name.ends_with(end))
        || STARTS.iter().any(|start| name.starts_with(start))
        || matches!(
            name,
            "id" | "uuid" | "name" | "title" | "email" | "type" | "created" | "updated" | "deleted"
        )
}

/// True for the names of indexes and constraints: `team_org_idx`, `idx_team_org`, `users_email_key`.
pub(crate) fn is_index_like(name: &str) -> bool {
    const ENDS: [&str; 9] = ["_idx", "_index", "_key", "_unique", "_uniq", "_pkey", "_fkey", "_uk", "_check"];
    const STARTS: [&str; 9] = ["idx_", "ix_", "uq_", "uniq_", "uix_", "fk_", "pk_", "ux_", "chk_"];
    let lower = name.to_ascii_lowercase();
    is_identifier(name)
        && (ENDS.iter().any(|end| lower.ends_with(end))
            || STARTS.iter().any(|start| lower.starts_with(start)))
}

/// True if `end` is what a file's name ends with, so that `users.ts` is a file and no column.
pub(crate) fn is_file_ending(end: &str) -> bool {
    PHRASES.has("names.file_endings", end)
}

/// True for what stands before a dot in code without being a table: `req.user_id`, `process.env`.
pub(crate) fn is_object(name: &str) -> bool {
    PHRASES.has("names.objects", name)
}

/// True if `name` may be a table's name in a strong form: spelled as one, and neither a placeholder nor a word.
pub(crate) fn may_be_table(name: &str) -> bool {
    is_identifier(name)
        && !is_placeholder(name)
        && !is_no_name(name)
        && !is_column_like(name)
        && !is_index_like(name)
        && !is_screaming(name)
}
