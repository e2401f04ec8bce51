//! From the model to DBML as people write it: short references in their column, those with settings below.

mod names;
mod references;
mod table;
#[cfg(test)]
mod tests;
mod values;

use text::{Edit, Edits, Offset};

use self::names::{path, quoted};
use crate::dialects::Written;
use crate::model::{Database, Declarations, Enum};

/// How a file is laid out.
#[derive(Debug, Clone, Copy)]
struct Style<'a> {
    /// What stands before a line of a body.
    indent: &'a str,
    /// What stands before a reference: in its column or on its own.
    references: References,
    /// How keywords begin.
    keywords: Keywords,
}

/// Where references stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum References {
    Inline,
    Below,
}

/// How keywords are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keywords {
    Capital,
    Lower,
}

impl Style<'_> {
    fn keyword(self, word: &str) -> String {
        match self.keywords {
            Keywords::Capital => word.to_owned(),
            Keywords::Lower => word.to_lowercase(),
        }
    }
}

/// What is written, and what may be referred to.
struct Writer<'a> {
    style: Style<'a>,
    enums: Vec<&'a Enum>,
    /// Schemas and names of the tables that a reference may lead to.
    tables: Vec<(Option<&'a str>, &'a str)>,
    pieces: Vec<String>,
    left_out: Vec<String>,
}

/// One file with everything `declarations` hold.
#[must_use]
pub fn file(declarations: &Declarations) -> Written {
    let style = Style { indent: "  ", references: References::Inline, keywords: Keywords::Capital };
    let mut writer = Writer::new(style, declarations, declarations);
    let product = match declarations.tables.first().map(|it| it.database) {
        Some(Database::MySql) => Some("MySQL"),
        Some(Database::Sqlite) => Some("SQLite"),
        _ => None,
    };
    writer.pieces.extend(product.map(|it| format!("Project {{\n  database_type: '{it}'\n}}\n")));
    writer.write(declarations);
    Written { text: writer.pieces.join("\n"), left_out: writer.left_out }
}

/// The edits that add `addition` to `source`. See [`crate::dialects::insert`].
#[must_use]
pub fn insert(source: &str, addition: &Declarations, around: &Declarations) -> Option<Edits> {
    let indent = source.lines().find_map(|line| {
        let length = line.len() - line.trim_start_matches([' ', '\t']).len();
        line.get(..length).filter(|it| !it.is_empty() && !line.trim().is_empty())
    });
    let starts = |word: &str| source.lines().any(|line| line.trim_start().starts_with(word));
    let stands_below = (starts("Ref") || starts("ref:") || starts("ref ")) && !source.contains("[ref:");
    let is_lower = (starts("table ") || starts("enum ")) && !starts("Table ");
    let style = Style {
        indent: indent.unwrap_or("  "),
        references: if stands_below { References::Below } else { References::Inline },
        keywords: if is_lower { Keywords::Lower } else { Keywords::Capital },
    };
    let mut writer = Writer::new(style, addition, around);
    writer.write(addition);
    if writer.pieces.is_empty() {
        return None;
    }
    let gap = match source {
        "" => "",
        it if it.ends_with("\n\n") => "",
        it if it.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let line_end = if source.contains("\r\n") { "\r\n" } else { "\n" };
    let text = format!("{gap}{}", writer.pieces.join("\n")).replace('\n', line_end);
    Some(Edits::new(vec![Edit::insert(Offset::new(source.len()), text)]))
}

impl<'a> Writer<'a> {
    fn new(style: Style<'a>, own: &'a Declarations, around: &'a Declarations) -> Self {
        let tables = own.tables.iter().chain(&around.tables).filter(|it| !it.columns.is_empty());
        Self {
            style,
            enums: own.enums.iter().chain(&around.enums).collect(),
            tables: tables.map(|it| (it.schema.as_deref(), it.name.text.as_str())).collect(),
            pieces: Vec::new(),
            left_out: Vec::new(),
        }
    }

    fn write(&mut self, declarations: &Declarations) {
        for it in &declarations.enums {
            self.enumeration(it);
        }
        let mut below = Vec::new();
        for it in &declarations.tables {
            self.table(it, &mut below);
        }
        if !below.is_empty() {
            self.pieces.push(below.concat());
        }
    }

    fn enumeration(&mut self, it: &Enum) {
        if !it.complete {
            self.left_out.push(format!("values of `{}` beyond those that are known", it.name.text));
        }
        if it.values.is_empty() {
            self.left_out.push(format!("enum `{}`, of which no value is known", it.name.text));
            return;
        }
        let indent = self.style.indent;
        let values: String = it.values.iter().map(|it| format!("{indent}{}\n", quoted(&it.text))).collect();
        let keyword = self.style.keyword("Enum");
        let name = path(it.schema.as_deref(), &it.name.text);
        self.pieces.push(format!("{keyword} {name} {{\n{values}}}\n"));
    }
}
