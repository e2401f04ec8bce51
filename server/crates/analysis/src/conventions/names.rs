//! How things are called: tables, constants, indexes, enums, types.

use schema::dialects::drizzle::write::{constant, row_type};
use schema::model::{Declarations, IndexPart, Table};
use schema::names::{Case, case_of, is_plural, is_singular, pascal_case, plural, singular, snake_case};
use text::FileId;

use super::{Conventions, House};

/// Whether a name is for one or for many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    /// `order`.
    Singular,
    /// `orders`.
    Plural,
    /// Plural, but a name of several words that is written as a database would have it stays as it is.
    Kept,
}

impl Number {
    /// `name` in this number.
    pub(crate) fn of(self, name: &str) -> String {
        match self {
            Self::Singular => singular(name),
            Self::Kept if name.contains('_') => name.to_owned(),
            Self::Plural | Self::Kept => plural(name),
        }
    }
}

/// The number most tables are called in.
pub(super) fn number(declarations: &Declarations) -> Number {
    vote(declarations.tables.iter().map(|it| it.name.text.as_str()))
}

pub(super) fn vote<'a>(names: impl Iterator<Item = &'a str>) -> Number {
    let mut sum = 0i64;
    for name in names {
        // A noun such as `data` is both, and says nothing.
        sum += i64::from(is_plural(name)) - i64::from(is_singular(name));
    }
    if sum >= 0 { Number::Plural } else { Number::Singular }
}

/// How the constants that hold tables are called.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct ExportNames {
    /// `orders` or `order`; `None` follows the table's name.
    number: Option<Number>,
    /// `Table` in `ordersTable`.
    suffix: String,
    /// True if they are in Pascal case.
    pascal: bool,
}

impl ExportNames {
    pub(super) fn of(declarations: &Declarations) -> Self {
        let keys: Vec<&str> = declarations.tables.iter().map(|it| it.key.text.as_str()).collect();
        let most = |test: &dyn Fn(&str) -> bool| keys.iter().filter(|it| test(it)).count() * 2 > keys.len();
        let suffix = if most(&|it| it.ends_with("Table") && it.len() > 5) { "Table" } else { "" };
        let stems: Vec<&str> = keys.iter().map(|it| it.strip_suffix(suffix).unwrap_or(it)).collect();
        let keys_number = vote(stems.iter().copied());
        Self {
            number: (keys_number != number(declarations)).then_some(keys_number),
            suffix: suffix.to_owned(),
            pascal: most(&|it| case_of(it) == Some(Case::Pascal)),
        }
    }

    /// The constant for the table called `name` in the database.
    pub(crate) fn name(&self, name: &str) -> String {
        let name = self.number.map_or_else(|| name.to_owned(), |it| it.of(name));
        if self.pascal {
            return format!("{}{}", pascal_case(&name), self.suffix);
        }
        if self.suffix.is_empty() {
            return constant(&name);
        }
        format!("{}{}", schema::dialects::drizzle::write::camel(&name), self.suffix)
    }
}

/// True unless most columns of two words are in camel case.
pub(super) fn snake_columns(declarations: &Declarations) -> bool {
    let mut sum = 0i64;
    for column in declarations.tables.iter().flat_map(|it| &it.columns) {
        match case_of(&column.name.text) {
            Some(Case::Camel) => sum -= 1,
            Some(Case::Snake) if column.name.text.contains('_') => sum += 1,
            _ => {}
        }
    }
    sum >= 0
}

/// How indexes are called: `idx_orders_user_id`, `orders_user_id_idx`, `orders_user_idx`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IndexNames {
    prefix: &'static str,
    suffix: &'static str,
    singular: bool,
    bare_column: bool,
    with_table: bool,
}

impl Default for IndexNames {
    fn default() -> Self {
        Self { prefix: "", suffix: "_idx", singular: false, bare_column: false, with_table: true }
    }
}

impl IndexNames {
    pub(super) fn of(declarations: &Declarations) -> Self {
        let named: Vec<(&Table, Vec<String>, &str)> = declarations
            .tables
            .iter()
            .flat_map(|table| table.indexes.iter().map(move |index| (table, index)))
            .filter_map(|(table, index)| Some((table, columns(&index.parts), index.name.as_deref()?)))
            .collect();
        let mut best = (0, Self::default());
        for (prefix, suffix) in [("", "_idx"), ("idx_", ""), ("", "_index"), ("ix_", "")] {
            for (singular, bare_column, with_table) in [
                (false, false, true),
                (false, true, true),
                (true, false, true),
                (true, true, true),
                (false, false, false),
                (false, true, false),
            ] {
                let pattern = Self { prefix, suffix, singular, bare_column, with_table };
                let hits = named.iter().filter(|it| pattern.name(&it.0.name.text, &it.1) == it.2).count();
                if hits > best.0 {
                    best = (hits, pattern);
                }
            }
        }
        best.1
    }

    /// The name of an index of `table` on `columns`.
    pub(crate) fn name(&self, table: &str, columns: &[String]) -> String {
        let table = if self.singular { singular(table) } else { table.to_owned() };
        let columns: Vec<&str> = columns
            .iter()
            .map(|it| if self.bare_column { it.strip_suffix("_id").unwrap_or(it) } else { it.as_str() })
            .collect();
        let middle =
            if self.with_table { format!("{table}_{}", columns.join("_")) } else { columns.join("_") };
        // PostgreSQL cuts names at 63 bytes; two cut names could be the same.
        let name = snake_case(&format!("{}{middle}{}", self.prefix, self.suffix));
        if name.len() <= 63 {
            name
        } else {
            name.chars().rev().take(63).collect::<Vec<_>>().into_iter().rev().collect()
        }
    }
}

fn columns(parts: &[IndexPart]) -> Vec<String> {
    parts.iter().filter_map(IndexPart::column).map(str::to_owned).collect()
}

/// How the types of rows are called, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TypeNames {
    /// A row read, with `{}` for its name: `{}`, `{}Select`, `Select{}`.
    read: String,
    /// A row inserted: `New{}`, `{}Insert`.
    insert: String,
    /// The file that holds all of them, if one does.
    pub(crate) file: Option<FileId>,
    /// True if they are made with `InferSelectModel`.
    pub(crate) infer_model: bool,
}

impl Default for TypeNames {
    fn default() -> Self {
        Self { read: "{}".to_owned(), insert: "New{}".to_owned(), file: None, infer_model: false }
    }
}

impl TypeNames {
    pub(super) fn of(house: &House<'_>, declarations: &Declarations) -> Self {
        let (mut read, mut insert, mut apart) = (Vec::new(), Vec::new(), Vec::new());
        let (mut lines, mut models) = (0, 0);
        for file in &house.files {
            for line in file.source.lines().filter(|it| it.trim_start().starts_with("export type ")) {
                let Some((name, key)) = inferred(line) else { continue };
                let Some(table) = declarations.tables.iter().find(|it| it.key.text == key) else { continue };
                let row = row_type(&singular(&table.key.text));
                let pattern = name.replacen(&row, "{}", 1);
                let list = if line.contains("nsert") && !line.contains("nferSelect") {
                    &mut insert
                } else {
                    &mut read
                };
                list.push(if pattern.contains("{}") { pattern } else { String::new() });
                lines += 1;
                models += usize::from(line.contains("Infer") && line.contains("Model"));
                apart.extend((table.place.file != file.id).then_some(file.id));
            }
        }
        let default = Self::default();
        let most =
            |list: &[String]| super::columns::most_common(list.iter().filter(|it| !it.is_empty()).cloned());
        Self {
            read: most(&read).unwrap_or(default.read),
            insert: most(&insert).unwrap_or(default.insert),
            file: apart.first().copied().filter(|_| apart.len() * 2 > lines),
            infer_model: models * 2 > lines,
        }
    }

    /// The types for a row of the table held by the constant `key`.
    pub(crate) fn names(&self, key: &str) -> (String, String) {
        let row = row_type(&singular(key.strip_suffix("Table").unwrap_or(key)));
        (self.read.replace("{}", &row), self.insert.replace("{}", &row))
    }
}

/// The type's name and the table's constant in `export type Order = typeof orders.$inferSelect`.
fn inferred(line: &str) -> Option<(&str, &str)> {
    let (head, value) = line.split_once('=')?;
    if !value.contains("$infer") && !value.contains("Infer") {
        return None;
    }
    let (_, key) = value.split_once("typeof ")?;
    let end = key.find(|it: char| !it.is_alphanumeric() && it != '_' && it != '$').unwrap_or(key.len());
    let key = key.get(..end)?;
    Some((head.trim().strip_prefix("export type ")?.trim(), key))
}

/// Reads off how enum constants are called.
pub(super) fn enums(conventions: &mut Conventions, declarations: &Declarations) {
    let keys: Vec<&str> = declarations.enums.iter().map(|it| it.key.text.as_str()).collect();
    if keys.is_empty() {
        return;
    }
    let most = |test: &dyn Fn(&str) -> bool| keys.iter().filter(|it| test(it)).count() * 2 > keys.len();
    conventions.pascal_enums = most(&|it| case_of(it) == Some(Case::Pascal));
    conventions.enum_suffix =
        if most(&|it| it.ends_with("Enum")) { "Enum".to_owned() } else { String::new() };
}
