//! What a name looks like, and which words are none.

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

/// True for database schemas that the product brings along: their tables are nobody's to declare.
pub(crate) fn is_system_schema(schema: &str) -> bool {
    matches!(
        schema.to_ascii_lowercase().as_str(),
        "information_schema"
            | "pg_catalog"
            | "auth"
            | "storage"
            | "vault"
            | "realtime"
            | "extensions"
            | "cron"
            | "net"
            | "drizzle"
            | "sys"
            | "mysql"
            | "performance_schema"
            | "supabase_migrations"
            | "graphql"
            | "pgmq"
    )
}

/// True for tables that the database or a migration tool keeps for itself.
pub(crate) fn is_system_table(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.starts_with("pg_")
        || lower.starts_with("sqlite_")
        || lower.starts_with("information_schema")
        || lower.starts_with("__drizzle")
        || lower.starts_with("drizzle_")
        || lower.starts_with("_prisma_")
        || matches!(
            lower.as_str(),
            "_cf_kv"
                | "d1_migrations"
                | "schema_migrations"
                | "ar_internal_metadata"
                | "knex_migrations"
                | "alembic_version"
                | "flyway_schema_history"
                | "_journal"
                | "spatial_ref_sys"
        )
}

/// True for names that stand for a name: `table_name`, `xxx`, `your_table`, `foo`.
pub(crate) fn is_placeholder(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let bare = lower.replace(['_', '-'], "");
    lower.contains("xxx")
        || lower.starts_with("your_")
        || lower.starts_with("my_")
        || lower.starts_with("some_")
        || lower.starts_with("example_")
        || bare.len() < 2
        || matches!(
            bare.as_str(),
            "tablename"
                | "table"
                | "tables"
                | "name"
                | "names"
                | "columnname"
                | "column"
                | "columns"
                | "field"
                | "fields"
                | "yourtable"
                | "mytable"
                | "sometable"
                | "newtable"
                | "oldtable"
                | "foo"
                | "bar"
                | "baz"
                | "example"
                | "entity"
                | "entityname"
                | "modelname"
                | "placeholder"
                | "todo"
                | "tbd"
                | "snakecase"
                | "camelcase"
                | "pascalcase"
                | "kebabcase"
                | "lowersnakecase"
                | "lowercasesnakecase"
                | "pluralsnakecase"
                | "uppercase"
                | "lowercase"
                | "temptable"
                | "tablea"
                | "tableb"
                | "testtable"
                | "abc"
                | "something"
                | "thing"
        )
}

/// True for words that stand beside "table" without being a table's name.
pub(crate) fn is_no_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    matches!(
        lower.as_str(),
        "this"
            | "that"
            | "the"
            | "a"
            | "an"
            | "these"
            | "those"
            | "each"
            | "every"
            | "any"
            | "all"
            | "some"
            | "which"
            | "same"
            | "html"
            | "css"
            | "xml"
            | "json"
            | "csv"
            | "markdown"
            | "md"
            | "gfm"
            | "sql"
            | "ddl"
            | "dml"
            | "orm"
            | "yaml"
            | "lookup"
            | "truth"
            | "pivot"
            | "hash"
            | "routing"
            | "decision"
            | "comparison"
            | "summary"
            | "contents"
            | "join"
            | "junction"
            | "temp"
            | "temporary"
            | "symbol"
            | "jump"
            | "page"
            | "round"
            | "flex"
            | "grid"
            | "data"
            | "database"
            | "db"
            | "mapping"
            | "following"
            | "above"
            | "below"
            | "new"
            | "existing"
            | "status"
            | "public"
            | "private"
            | "base"
            | "main"
            | "select"
            | "insert"
            | "update"
            | "delete"
            | "create"
            | "alter"
            | "drop"
            | "where"
            | "from"
            | "null"
            | "true"
            | "false"
            | "undefined"
            | "cascade"
            | "restrict"
            | "string"
            | "number"
            | "boolean"
            | "integer"
            | "int"
            | "text"
            | "uuid"
            | "varchar"
            | "timestamp"
            | "jsonb"
            | "date"
            | "thead"
            | "tbody"
            | "td"
            | "tr"
            | "th"
            | "div"
            | "pgtable"
            | "sqlitetable"
            | "mysqltable"
            | "pgenum"
            | "pgview"
            | "console"
            | "psql"
            | "function"
            | "interface"
            | "type"
            | "enum"
            | "class"
            | "const"
            | "export"
            | "import"
            | "async"
            | "await"
            | "var"
            | "let"
            | "return"
            | "default"
            | "primary"
            | "key"
            | "unique"
            | "index"
            | "not"
    )
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
    matches!(
        end.to_ascii_lowercase().as_str(),
        "ts" | "tsx"
            | "js"
            | "jsx"
            | "mjs"
            | "cjs"
            | "mts"
            | "cts"
            | "json"
            | "jsonc"
            | "jsonl"
            | "md"
            | "mdx"
            | "sql"
            | "py"
            | "rs"
            | "go"
            | "rb"
            | "java"
            | "kt"
            | "swift"
            | "php"
            | "cs"
            | "toml"
            | "yaml"
            | "yml"
            | "css"
            | "scss"
            | "html"
            | "htm"
            | "sh"
            | "bash"
            | "ps1"
            | "prisma"
            | "txt"
            | "csv"
            | "tsv"
            | "png"
            | "jpg"
            | "jpeg"
            | "gif"
            | "svg"
            | "webp"
            | "ico"
            | "pdf"
            | "xml"
            | "ini"
            | "zip"
            | "gz"
            | "tar"
            | "vue"
            | "svelte"
            | "astro"
            | "dbml"
            | "db"
            | "sqlite"
            | "tmpl"
            | "graphql"
            | "proto"
            | "tf"
            | "com"
            | "org"
            | "io"
            | "dev"
            | "ai"
            | "docx"
            | "xlsx"
            | "pptx"
            | "mp4"
            | "mp3"
            | "woff2"
            | "wasm"
            | "vsix"
            | "bak"
            | "tmp"
            | "ipynb"
            | "cpp"
            | "pem"
    )
}

/// True for what stands before a dot in code without being a table: `req.user_id`, `process.env`.
pub(crate) fn is_object(name: &str) -> bool {
    matches!(
        name.to_ascii_lowercase().as_str(),
        "req"
            | "res"
            | "request"
            | "response"
            | "payload"
            | "event"
            | "e"
            | "data"
            | "config"
            | "cfg"
            | "this"
            | "self"
            | "props"
            | "state"
            | "ctx"
            | "context"
            | "params"
            | "query"
            | "body"
            | "headers"
            | "process"
            | "window"
            | "document"
            | "console"
            | "module"
            | "package"
            | "error"
            | "err"
            | "result"
            | "results"
            | "input"
            | "output"
            | "options"
            | "opts"
            | "settings"
            | "env"
            | "import"
            | "export"
            | "schema"
            | "db"
            | "prisma"
            | "client"
            | "api"
            | "auth"
            | "row"
            | "rows"
            | "item"
            | "new"
            | "old"
            | "excluded"
            | "math"
            | "json"
            | "object"
            | "array"
            | "string"
            | "number"
            | "promise"
            | "react"
            | "next"
            | "node"
            | "fs"
            | "path"
            | "os"
            | "http"
            | "https"
            | "table"
            | "tables"
            | "t"
            | "sql"
            | "supabase"
            | "app"
            | "router"
            | "route"
            | "form"
            | "args"
            | "arguments"
            | "value"
            | "values"
            | "metadata"
            | "meta"
            | "record"
            | "obj"
            | "model"
            | "models"
            | "store"
            | "page"
            | "z"
            | "zod"
            | "drizzle"
            | "expect"
            | "vi"
            | "jest"
            | "test"
            | "mock"
            | "logger"
            | "log"
            | "crypto"
            | "date"
            | "fields"
            | "columns"
            | "column"
            | "www"
            | "docs"
            | "src"
            | "lib"
            | "stats"
            | "details"
            | "pagination"
            | "metrics"
            | "localstorage"
            | "sessionstorage"
            | "navigator"
            | "location"
            | "url"
            | "cookies"
            | "cookie"
            | "scripts"
            | "frontmatter"
    )
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
