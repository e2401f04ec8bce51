//! How things are called in TypeScript: constants of tables and enums, types of rows.

use schema::dialects::drizzle::write::{camel, constant, row_type};
use schema::model::Declarations;
use schema::names::{Case, camel_case, case_of, pascal_case, singular};
use text::FileId;

use super::house::House;
use crate::conventions::{Number, most_common, number, vote};

/// How the constants that hold tables are called.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct ExportNames {
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
    pub(super) fn name(&self, name: &str) -> String {
        let name = self.number.map_or_else(|| name.to_owned(), |it| it.of(name));
        if self.pascal {
            return format!("{}{}", pascal_case(&name), self.suffix);
        }
        if self.suffix.is_empty() {
            return constant(&name);
        }
        format!("{}{}", camel(&name), self.suffix)
    }
}

/// How the types of rows are called, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TypeNames {
    /// A row read, with `{}` for its name: `{}`, `{}Select`, `Select{}`.
    read: String,
    /// A row inserted: `New{}`, `{}Insert`.
    insert: String,
    /// The file that holds all of them, if one does.
    pub(super) file: Option<FileId>,
    /// True if they are made with `InferSelectModel`.
    pub(super) infer_model: bool,
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
        let most = |list: &[String]| most_common(list.iter().filter(|it| !it.is_empty()).cloned());
        Self {
            read: most(&read).unwrap_or(default.read),
            insert: most(&insert).unwrap_or(default.insert),
            file: apart.first().copied().filter(|_| apart.len() * 2 > lines),
            infer_model: models * 2 > lines,
        }
    }

    /// The types for a row of the table held by the constant `key`.
    pub(super) fn names(&self, key: &str) -> (String, String) {
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

/// How the constants that hold enum types are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EnumNames {
    /// What they end with: `Enum`, or nothing.
    suffix: &'static str,
    /// True if they are in Pascal case.
    pascal: bool,
}

impl Default for EnumNames {
    fn default() -> Self {
        Self { suffix: "Enum", pascal: false }
    }
}

impl EnumNames {
    pub(super) fn of(declarations: &Declarations) -> Self {
        let keys: Vec<&str> = declarations.enums.iter().map(|it| it.key.text.as_str()).collect();
        if keys.is_empty() {
            return Self::default();
        }
        let most = |test: &dyn Fn(&str) -> bool| keys.iter().filter(|it| test(it)).count() * 2 > keys.len();
        Self {
            suffix: if most(&|it| it.ends_with("Enum")) { "Enum" } else { "" },
            pascal: most(&|it| case_of(it) == Some(Case::Pascal)),
        }
    }

    /// The constant for the enum type called `name` in the database.
    pub(super) fn name(&self, name: &str) -> String {
        let stem = if self.pascal { pascal_case(name) } else { camel_case(name) };
        format!("{stem}{}", self.suffix)
    }
}
