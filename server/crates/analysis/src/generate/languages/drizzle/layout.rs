//! Which file a table belongs in, and which files speak of all tables: barrels, relations, enums.

use std::collections::BTreeSet;

use schema::model::{Declarations, Table};
use schema::names::Case;
use text::FileId;

use super::house::{House, HouseFile, without_extension};
use crate::conventions::{FilePattern, Number, most_common};

/// Which file a table belongs in.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    /// Where a new table goes.
    pub(super) pattern: FilePattern,
    /// The file that exports all the others.
    pub(super) barrel: Option<FileId>,
    /// The barrel to create, where no schema exists.
    pub(super) new_barrel: Option<String>,
    /// Where relations are declared.
    pub(super) relations: Relations,
    /// The file that holds the enums, if one does.
    pub(super) enums: Option<FileId>,
    /// What relative imports end with: nothing, `.js`, `.ts`.
    pub(super) import_extension: String,
}

/// Where relations are declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relations {
    /// Nowhere.
    Nowhere,
    /// Behind each table.
    Beside,
    /// In one file.
    File(FileId),
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            pattern: FilePattern::Own {
                folder: "src/db/schema".to_owned(),
                case: Case::Kebab,
                number: Number::Singular,
                ending: ".ts".to_owned(),
            },
            barrel: None,
            new_barrel: Some("src/db/schema/index.ts".to_owned()),
            relations: Relations::Nowhere,
            enums: None,
            import_extension: String::new(),
        }
    }
}

impl Layout {
    /// Where tables go if there are none yet.
    pub(super) fn fallback(house: &House<'_>) -> Self {
        let own = |folder: &str, ending: &str| FilePattern::Own {
            folder: folder.to_owned(),
            case: Case::Kebab,
            number: Number::Singular,
            ending: ending.to_owned(),
        };
        let mut layout = Self::default();
        if let Some(package) = &house.package {
            let folder = format!("{package}/src/schema");
            layout.new_barrel = Some(format!("{folder}/index.ts"));
            layout.pattern = own(&folder, ".ts");
        }
        if let Some(path) = house.configured.as_deref() {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            // What `drizzle-kit` is told to read needs no barrel, unless that is what it is told to read.
            layout.new_barrel = (name == "index.ts").then(|| path.to_owned());
            layout.pattern = match name.split_once('*') {
                Some(("", ending)) if !folder.contains('*') && ending.starts_with('.') => own(folder, ending),
                None if name == "index.ts" => own(folder, ".ts"),
                None if name.ends_with(".ts") => FilePattern::One(path.to_owned()),
                None if !name.contains('.') => own(path, ".ts"),
                _ => layout.pattern,
            };
        }
        if let Some(path) = layout.new_barrel.clone() {
            layout.barrel = house.files.iter().find(|it| it.path.as_str() == path).map(|it| it.id);
        }
        layout
    }

    pub(super) fn of(house: &House<'_>, declarations: &Declarations) -> Self {
        let declaring: Vec<(&HouseFile, Vec<&Table>)> = house
            .files
            .iter()
            .map(|file| {
                (file, declarations.tables.iter().filter(|it| it.place.file == file.id).collect::<Vec<_>>())
            })
            .filter(|it| !it.1.is_empty())
            .collect();
        let paths: Vec<_> = declaring.iter().map(|(file, tables)| (&file.path, tables.clone())).collect();
        let pattern = FilePattern::of(&paths).unwrap_or_else(|| Self::default().pattern);
        let barrel = barrel(house, &declaring, &pattern);
        Self {
            relations: relations(declarations),
            enums: enums(declarations, &declaring),
            import_extension: import_extension(house),
            barrel,
            new_barrel: None,
            pattern,
        }
    }

    /// The specifier by which the file at `from` imports the file at `to`, both below the root.
    pub(super) fn specifier(&self, from: &str, to: &str) -> String {
        let stem = without_extension(to);
        // A folder stands for its index, unless the importing file lies in that folder itself.
        let folder =
            stem.strip_suffix("/index").filter(|it| !format!("{from}/").starts_with(&format!("{it}/")));
        let stem = folder.filter(|_| self.import_extension.is_empty()).unwrap_or(stem);
        let mut here: Vec<&str> = from.split('/').collect();
        here.pop();
        let there: Vec<&str> = stem.split('/').collect();
        let shared =
            here.iter().zip(&there).take_while(|(a, b)| a == b).count().min(there.len().saturating_sub(1));
        let up = "../".repeat(here.len() - shared.min(here.len()));
        let rest = there.get(shared..).unwrap_or_default().join("/");
        let start = if up.is_empty() { "./" } else { up.as_str() };
        format!("{start}{rest}{}", self.import_extension)
    }
}

/// The file that exports the tables' files.
fn barrel(
    house: &House<'_>,
    declaring: &[(&HouseFile, Vec<&Table>)],
    pattern: &FilePattern,
) -> Option<FileId> {
    if matches!(pattern, FilePattern::One(_)) {
        return None;
    }
    let exports = |file: &HouseFile| {
        let modules = specifiers(&file.source).filter_map(|it| file.path.join(it));
        let modules: BTreeSet<String> = modules.map(|it| without_extension(it.as_str()).to_owned()).collect();
        let others = declaring.iter().filter(|(other, _)| other.id != file.id);
        others.filter(|(other, _)| modules.contains(without_extension(other.path.as_str()))).count()
    };
    let counted = house.files.iter().map(|file| (exports(file), file));
    let (count, file) = counted.max_by_key(|(count, file)| (*count, std::cmp::Reverse(file.path.clone())))?;
    (count * 2 >= declaring.len() && count > 0).then_some(file.id)
}

/// The relative modules that a file exports from.
fn specifiers(source: &str) -> impl Iterator<Item = &str> {
    let lines = source.lines().filter(|it| it.starts_with("export ") || it.starts_with('}'));
    lines.filter_map(|line| {
        let (_, rest) = line.split_once(" from ")?;
        let quoted = rest.trim().trim_end_matches(';').trim_matches(['\'', '"']);
        quoted.starts_with('.').then_some(quoted)
    })
}

fn relations(declarations: &Declarations) -> Relations {
    let table = |name: &str| declarations.tables.iter().find(|it| it.name.text == name);
    let apart: Vec<Option<FileId>> = declarations
        .relations
        .iter()
        .filter_map(|it| {
            let own = table(&it.table)?;
            Some((own.place.file != it.place.file).then_some(it.place.file))
        })
        .collect();
    match most_common(apart.into_iter()) {
        None => Relations::Nowhere,
        Some(None) => Relations::Beside,
        Some(Some(file)) => Relations::File(file),
    }
}

/// The file that holds most enums, if it holds no table.
fn enums(declarations: &Declarations, declaring: &[(&HouseFile, Vec<&Table>)]) -> Option<FileId> {
    let file = most_common(declarations.enums.iter().map(|it| it.place.file))?;
    (!declaring.iter().any(|it| it.0.id == file)).then_some(file)
}

/// What most relative imports end with.
fn import_extension(house: &House<'_>) -> String {
    let relative = house.files.iter().flat_map(|file| {
        let lines = file.source.lines().filter_map(|line| line.split_once(" from "));
        lines
            .map(|it| it.1.trim().trim_end_matches(';').trim_matches(['\'', '"']))
            .filter(|it| it.starts_with('.'))
    });
    let endings =
        relative.map(|it| [".js", ".ts", ".mjs"].into_iter().find(|end| it.ends_with(end)).unwrap_or(""));
    most_common(endings).unwrap_or("").to_owned()
}
