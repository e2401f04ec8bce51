//! What every input must keep, by target. A target hands its input to one of these functions.

mod edits;
mod facts;

use schema::dialects::drizzle::write::{self as drizzle_write, Scope, Style};
use schema::dialects::{Dialect, drizzle, insert as insert_into, prisma, write};
use schema::model::{Declarations, Table};
use story::Memo;
use testkit::{FixtureFile, Reading, assert_sound_reading, assert_sound_writing};
use text::Edits;

/// The line that starts a file in an input of several.
const MARK: &str = "//- ";

/// Reads the files of `text` as one schema in `dialect`, links them, and writes in every language what they declare.
pub fn reading(dialect: Dialect, text: &str) {
    let reading = assert_sound_reading(dialect, &files(text));
    for &to in Dialect::ALL {
        let _ = write(to, &reading.declarations);
    }
}

/// Writes in every language what `text` declares, and reads it again.
pub fn writing(text: &str) {
    if let Some(dialect) = Dialect::of_code(text) {
        assert_sound_writing(&Reading::new(dialect, &files(text)).declarations);
    }
}

/// Reads `text` as a story: fresh, and after edits with the memo of the version before.
pub fn story(text: &str) {
    let (facts, memo) = story::read(text, &Memo::default());
    facts::assert_sound(&facts, text);
    let mut memo = memo;
    for edited in edits::of(text) {
        let (fresh, _) = story::read(&edited, &Memo::default());
        let (incremental, next) = story::read(&edited, &memo);
        assert!(*fresh == *incremental, "an edit gives other facts than reading anew:\n{edited}");
        facts::assert_sound(&fresh, &edited);
        memo = next;
    }
}

/// Reads `text` as each of the configuration files.
pub fn config(text: &str) {
    let config = workspace::config::Config::read(text);
    for problem in &config.problems {
        facts::assert_inside(problem.span, text);
    }
    for (_, span) in &config.rule_keys {
        facts::assert_inside(*span, text);
    }
    assert_eq!(config, workspace::config::Config::read(text));
    assert_eq!(drizzle::config::read(text), drizzle::config::read(text));
    let _ = prisma::config::schema(text);
}

/// Adds the declarations of the second file of `text`, SQL, to its first, read in every language.
pub fn insert(text: &str) {
    let files = files(text);
    let (Some(source), Some(added)) = (files.first(), files.get(1)) else { return };
    let addition = Reading::new(Dialect::Sql, std::slice::from_ref(added)).declarations;
    for &dialect in Dialect::ALL {
        let around = Reading::new(dialect, std::slice::from_ref(source)).declarations;
        if let Some(edits) = insert_into(dialect, &source.text, &addition, &around) {
            let after = applied(&edits, &source.text);
            let after = FixtureFile { path: source.path.clone(), text: after, labels: Vec::new() };
            let _ = Reading::new(dialect, &[after]);
        }
    }
    drizzle_edits(&source.text, &addition);
}

/// Adds columns, indexes, declarations and an export to `source`, a Drizzle file.
fn drizzle_edits(source: &str, addition: &Declarations) {
    let style = Style::of(source);
    let file = FixtureFile { path: "schema.ts".to_owned(), text: source.to_owned(), labels: Vec::new() };
    let declared = Reading::new(Dialect::Drizzle, &[file]).declarations;
    let scope = Scope::default();
    let held = drizzle_write::Source::new(source);
    for table in &declared.tables {
        let _ = held.spreads(table);
        for column in &table.columns {
            let _ = held.column(table, column);
        }
        for new in &addition.tables {
            grown(source, table, new, &scope, &style);
        }
    }
    for table in &addition.tables {
        let draft = drizzle_write::Draft { table: table.clone(), ..drizzle_write::Draft::default() };
        let written = drizzle_write::table(&draft, &scope, &style);
        applied(&drizzle_write::add_declarations(source, &written, &style), source);
        let names = [table.key.text.clone()];
        applied(&drizzle_write::add_export(source, "./added", &names, &[], &style), source);
    }
}

/// Adds the columns and indexes of `new` to `table` in `source`.
fn grown(source: &str, table: &Table, new: &Table, scope: &Scope, style: &Style) {
    for column in &new.columns {
        if let Some(edits) = drizzle_write::add_column(source, table, column, None, scope, style) {
            applied(&edits, source);
        }
    }
    for index in &new.indexes {
        if let Some(edits) = drizzle_write::add_index(source, table, index, style) {
            applied(&edits, source);
        }
    }
}

/// `source` after `edits`, each of which fits it.
fn applied(edits: &Edits, source: &str) -> String {
    for edit in edits {
        facts::assert_inside(edit.span, source);
    }
    edits.apply(source)
}

/// The files of `text`: each starts at a line `//- path`; text before the first is a file too, if there is any.
fn files(text: &str) -> Vec<FixtureFile> {
    let mut files: Vec<FixtureFile> = Vec::new();
    for line in text.split_inclusive('\n') {
        match (line.strip_prefix(MARK), files.last_mut()) {
            (Some(path), _) => {
                files.push(FixtureFile { path: path.trim().to_owned(), ..FixtureFile::default() });
            }
            (None, Some(file)) => file.text.push_str(line),
            (None, None) => {
                let path = "schema.ts".to_owned();
                files.push(FixtureFile { path, text: line.to_owned(), labels: Vec::new() });
            }
        }
    }
    files
}
