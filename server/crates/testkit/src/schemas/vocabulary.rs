//! The words that random schemas are made of.

/// Names, plain ones first: a failing schema shrinks towards them.
#[rustfmt::skip]
pub(super) const NAMES: &[&str] = &[
    "users", "orders", "id", "title", "created_at", "order_items", "status", "kind",
    // Words of the languages.
    "user", "order", "select", "group", "values", "table", "default", "class", "import", "model", "enum", "type", "key",
    "index", "check", "constraint", "primary", "references", "public", "toString", "constructor", "name", "ref", "note",
    "text", "integer", "relations", "sql", "String", "Int", "null", "true", "time", "position",
    // Letters.
    "Users", "camelCase", "SCREAMING", "first name", "2fa", "größe", "日本", "it's", "a\"b", "tick`ed", "back\\slash", "dash-ed",
    "dot.ted", "per%cent", "$dollar", "$braces{}", "_", "__", "_underscore", "trailing_", "double__under", "semi;colon",
    "comma,", "(round)", "[square]", "{curly}", "-- no comment", "/* none */", "// none", "#hash", "@at", "a\tb",
];

/// Names of database schemas.
pub(super) const SCHEMAS: &[&str] = &["auth", "billing", "Mixed Case"];

/// What stands in comments.
pub(super) const DOCS: &[&str] = &[
    "who buys",
    "It's \"quoted\".",
    "two\nlines",
    "ends here */ or not",
    "ünïcödé — 日本",
    "100 % `sure`, ${really}; \\n",
];

/// Values of enums.
pub(super) const VALUES: &[&str] = &[
    "draft",
    "open",
    "closed",
    "in progress",
    "it's",
    "A",
    "2nd",
    "größer",
    "a\"b",
    "",
    "back\\slash",
    "null",
];

/// Types with an order, which may be keys, and some of their defaults.
#[rustfmt::skip]
pub(super) const ORDERED: &[(&str, &[&str])] = &[
    ("integer", &["0", "42", "-1"]),
    ("text", &["'draft'", "''", "'it''s'", "'back\\slash'", "'größe $x `y`'", "CURRENT_USER"]),
    ("bigint", &["0", "9007199254740993"]),
    ("smallint", &["1"]),
    ("uuid", &["gen_random_uuid()"]),
    ("boolean", &["true", "false"]),
    ("character varying(255)", &["'x'"]),
    ("character varying", &["'x'"]),
    ("character(2)", &["'de'"]),
    ("date", &["CURRENT_DATE", "'2024-02-29'"]),
    ("timestamp with time zone", &["now()", "CURRENT_TIMESTAMP"]),
    ("timestamp(3) without time zone", &["CURRENT_TIMESTAMP", "now()"]),
    ("timestamp without time zone", &["now()"]),
    ("timestamp(6) with time zone", &["now() + interval '1 day'"]),
    ("time without time zone", &["'12:00:00'"]),
    ("time(3) with time zone", &[]),
    ("numeric(10,2)", &["0", "1.50"]),
    ("numeric(6,0)", &["0"]),
    ("numeric", &["0"]),
    ("real", &["0.5"]),
    ("double precision", &["0.5"]),
    ("inet", &[]),
    ("bytea", &[]),
    ("bit(3)", &["B'101'"]),
    ("bit varying(8)", &[]),
    ("oid", &[]),
    ("money", &[]),
];

/// Types without an order, or that Prisma has no word for, and some of their defaults.
#[rustfmt::skip]
pub(super) const OTHER: &[(&str, &[&str])] = &[
    ("jsonb", &["'{}'::jsonb", "'{\"a\": [1, \"it''s\"]}'::jsonb", "'[]'"]),
    ("json", &["'{}'::json", "'{}'"]),
    ("text[]", &["'{}'", "'{}'::text[]", "ARRAY['a', 'b']"]),
    ("integer[]", &["'{}'"]),
    ("uuid[]", &[]),
    ("timestamp with time zone[]", &[]),
    ("character varying(20)[]", &[]),
    ("numeric(10,2)[]", &[]),
    ("xml", &[]),
    ("interval", &[]),
    ("cidr", &[]),
    ("macaddr", &[]),
    ("point", &[]),
    ("tsvector", &[]),
    ("citext", &[]),
];
