//! Column types: as PostgreSQL prints them, and as the source spells them.

/// A column's type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnType {
    /// The type as PostgreSQL's `format_type` prints it (`timestamp with time zone`, `character varying(255)`,
    /// `numeric(15,2)`, `text[]`), an enum's database name, or the dialect's own type for SQLite and MySQL. Empty if unknown.
    pub canonical: String,
    /// The type as the source spells it (`varchar('name', { length: 120 })` gives `varchar(120)`).
    pub written: String,
    /// The enum type's database name, if it is one.
    pub enumeration: Option<String>,
}

impl ColumnType {
    /// True if the type could be evaluated.
    #[must_use]
    pub fn is_known(&self) -> bool {
        !self.canonical.is_empty()
    }
}

/// `written`, a type in SQL, as PostgreSQL's `format_type` prints it: `timestamptz` gives `timestamp with time zone`.
#[must_use]
pub fn canonical(written: &str) -> String {
    let lower = written.trim().to_lowercase();
    let spaced = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    let (plain, array) = match spaced.find('[') {
        Some(at) => (spaced.get(..at).unwrap_or("").trim(), "[]"),
        None => (
            spaced.strip_suffix(" array").unwrap_or(&spaced),
            if spaced.ends_with(" array") { "[]" } else { "" },
        ),
    };
    let (name, size, rest) = sized(plain);
    let tight = size.replace(' ', "");
    let with_size = |name: &str| if tight.is_empty() { name.to_owned() } else { format!("{name}({tight})") };
    let canonical = match (name, rest) {
        ("int" | "int4" | "integer" | "serial" | "serial4", _) => "integer".to_owned(),
        ("int8" | "bigint" | "bigserial" | "serial8", _) => "bigint".to_owned(),
        ("int2" | "smallint" | "smallserial" | "serial2", _) => "smallint".to_owned(),
        ("float4" | "real", _) => "real".to_owned(),
        ("float8" | "float" | "double precision", _) => "double precision".to_owned(),
        ("bool" | "boolean", _) => "boolean".to_owned(),
        ("varbit", _) => with_size("bit varying"),
        ("varchar" | "character varying", _) => with_size("character varying"),
        ("char" | "character" | "bpchar", _) if tight.is_empty() => "character(1)".to_owned(),
        ("char" | "character" | "bpchar", _) => with_size("character"),
        ("decimal" | "numeric" | "dec", _) if !tight.is_empty() && !tight.contains(',') => {
            format!("numeric({tight},0)")
        }
        ("decimal" | "numeric" | "dec", _) => with_size("numeric"),
        ("timestamptz", _) | ("timestamp", "with time zone") => with_size("timestamp") + " with time zone",
        ("timestamp with time zone", _) => "timestamp with time zone".to_owned(),
        ("timetz", _) | ("time", "with time zone") => with_size("time") + " with time zone",
        ("time with time zone", _) => "time with time zone".to_owned(),
        ("timestamp" | "timestamp without time zone", _) => with_size("timestamp") + " without time zone",
        ("time" | "time without time zone", _) => with_size("time") + " without time zone",
        ("geometry" | "geography", "") if !tight.is_empty() => format!("{name}({})", shape(&tight)),
        (name, "") => with_size(name),
        (name, rest) => format!("{} {rest}", with_size(name)),
    };
    canonical + array
}

/// `multipolygon,4326` as PostGIS prints it: `MultiPolygon,4326`.
fn shape(size: &str) -> String {
    const SHAPES: &[&str] = &[
        "GeometryCollection",
        "LineString",
        "MultiLineString",
        "MultiPoint",
        "MultiPolygon",
        "Point",
        "Polygon",
    ];
    let (name, rest) = size.split_at(size.find(',').unwrap_or(size.len()));
    let plain = name.trim_end_matches(['z', 'm']);
    let found = SHAPES.iter().find(|it| it.eq_ignore_ascii_case(plain));
    found.map_or_else(
        || size.to_owned(),
        |it| format!("{it}{}{rest}", name.get(plain.len()..).unwrap_or("").to_uppercase()),
    )
}

/// `name(size) rest` in its parts.
fn sized(ty: &str) -> (&str, &str, &str) {
    let Some((name, behind)) = ty.split_once('(') else { return (ty, "", "") };
    let (size, rest) = behind.split_once(')').unwrap_or((behind, ""));
    (name.trim(), size.trim(), rest.trim())
}

/// `canonical`, a type as PostgreSQL prints it, as people write it: `timestamp with time zone` gives `timestamptz`.
#[must_use]
pub(crate) fn short(canonical: &str) -> String {
    let (base, array) = canonical.strip_suffix("[]").map_or((canonical, ""), |it| (it, "[]"));
    let zoned = |name: &str| {
        let rest = base.strip_prefix(name).filter(|it| it.is_empty() || it.starts_with(['(', ' ']))?;
        let with = rest.strip_suffix(" with time zone").map(|size| format!("{name}tz{size}"));
        with.or_else(|| rest.strip_suffix(" without time zone").map(|size| format!("{name}{size}")))
    };
    let renamed = |long: &str, short: &str| base.strip_prefix(long).map(|size| format!("{short}{size}"));
    let plain = zoned("timestamp")
        .or_else(|| zoned("time"))
        .or_else(|| renamed("character varying", "varchar"))
        .or_else(|| renamed("bit varying", "varbit"))
        .or_else(|| base.strip_prefix("character(").map(|size| format!("char({size}")));
    plain.unwrap_or_else(|| base.to_owned()) + array
}

/// The same in one word, for languages that end a type at a blank: `double precision` is `float8`.
#[must_use]
pub(crate) fn short_word(canonical: &str) -> String {
    short(canonical).replace("double precision", "float8")
}
