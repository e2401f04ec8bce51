//! Law L8 for schemas: whatever is cut off or garbled, the rest is read as it was.

use std::fmt::Debug;
use std::ops::Range;
use std::path::{Path, PathBuf};

use schema::dialects::Dialect;
use schema::model::{Declarations, Table, UnknownScope};
use schemark_tests::repository;
use testkit::{FixtureFile, Reading, assert_sound_reading};

/// A text up to this long is cut at every boundary.
const SHORT: usize = 200;

/// Longer ones are cut at this many.
const CUTS: usize = 30;

/// What takes the place of a part of a line.
const GARBLED: [&str; 3] = ["", " ((", " @#"];

#[test]
fn every_input_the_fuzzers_start_from_is_read_soundly() {
    for &dialect in Dialect::ALL {
        for (_, files) in corpus(dialect) {
            assert_sound_reading(dialect, &files);
        }
    }
}

#[test]
fn no_prefix_of_any_schema_is_read_unsoundly() {
    for &dialect in Dialect::ALL {
        let inputs = schemas(dialect);
        assert!(!inputs.is_empty(), "no schema in {} is among the fixtures", dialect.name());
        for file in inputs {
            for cut in cuts(&file.text) {
                let text = file.text.get(..cut).expect("a cut is a boundary").to_owned();
                let cut = FixtureFile { text, ..file.clone() };
                assert_sound_reading(dialect, &[cut]);
            }
        }
    }
}

#[test]
fn a_garbled_line_costs_no_more_than_its_table() {
    let mut faults = Vec::new();
    for &dialect in Dialect::ALL {
        for file in schemas(dialect) {
            let reading = Reading::new(dialect, std::slice::from_ref(&file));
            let whole = reading.declarations;
            // Of a text that is broken already, nobody knows what else may break.
            let is_whole = reading.modules.iter().all(|it| it.problems().is_empty());
            let tables = whole.tables.iter().filter(|it| is_whole && it.complete && !it.implied);
            for table in tables.filter(|it| !shares_its_statement(it, &whole)) {
                for line in lines(&file.text, table) {
                    for slip in slips(&file.text, &line, table) {
                        let text = slip.applied_to(&file.text);
                        let broken = FixtureFile { text, ..file.clone() };
                        if let Some(what) = lost(&whole, &Reading::new(dialect, &[broken]), table, &file.text)
                        {
                            let now = Slip {
                                part: slip.part.start - line.start..slip.part.end - line.start,
                                ..slip
                            };
                            let line = &file.text[line.clone()];
                            faults.push(format!(
                                "{}: `{line}` as `{}`: {what}",
                                file.path,
                                now.applied_to(line)
                            ));
                        }
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// A part of a text, and what somebody puts there by mistake.
struct Slip {
    part: Range<usize>,
    put: &'static str,
}

impl Slip {
    /// `text` with the mistake in it.
    fn applied_to(&self, text: &str) -> String {
        format!("{}{}{}", &text[..self.part.start], self.put, &text[self.part.end..])
    }
}

/// What may go wrong in `line` of `text`, which is one of `table`'s declaration, without naming another table: either
/// half is garbled, any word is lost, or a letter in it.
fn slips(text: &str, line: &Range<usize>, table: &Table) -> Vec<Slip> {
    let half = text.floor_char_boundary(usize::midpoint(line.start, line.end));
    let halves = [half..line.end, line.start..half];
    let mut slips: Vec<Slip> =
        halves.iter().flat_map(|it| GARBLED.map(|put| Slip { part: it.clone(), put })).collect();
    for word in words(text, line) {
        let middle = text.floor_char_boundary(usize::midpoint(word.start, word.end));
        let letter = middle..text.ceil_char_boundary(middle + 1);
        slips.extend([word, letter].map(|part| Slip { part, put: "" }));
    }
    slips.retain(|it| !touches_name(&it.part, text, table) && !leaves_a_text(&it.part, text, table));
    slips
}

/// Where the words of `line` in `text` start and end.
fn words(text: &str, line: &Range<usize>) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, letter) in text[line.clone()].char_indices().map(|(at, it)| (line.start + at, it)) {
        let end = at + letter.len_utf8();
        match words.last_mut().filter(|it| it.end == at) {
            _ if !letter.is_alphanumeric() && letter != '_' => {}
            Some(word) => word.end = end,
            None => words.push(at..end),
        }
    }
    words
}

/// True if `part` of `text` takes something of `table`'s name away, and leaves another name there.
fn touches_name(part: &Range<usize>, text: &str, table: &Table) -> bool {
    let names = [&table.name, &table.key].map(|it| it.place.span.range());
    names.iter().any(|name| {
        let before = text.get(part.end..name.end).is_some_and(is_a_part_of_a_name);
        let after = text.get(name.start..part.start).is_some_and(is_a_part_of_a_name);
        let inside = part.start < name.end && name.start < part.end;
        before || after || inside
    })
}

/// True if nothing but the name in parentheses is left without `part`: `stamped('visits')`.
fn leaves_a_text(part: &Range<usize>, text: &str, table: &Table) -> bool {
    let name = table.name.place.span.range();
    let between = text.get(part.end..name.start).is_some_and(|it| matches!(it, "('" | "(\""));
    between && text.get(name.end..).is_some_and(|it| it.starts_with("')") || it.starts_with("\")"))
}

/// True if `text` is the end of a name, maybe of one with its database schema: half a name is another name.
fn is_a_part_of_a_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|it| it.is_alphanumeric() || "_.\"`".contains(it))
}

/// What `now`, in which only `broken` was garbled, lost of `whole`.
fn lost(whole: &Declarations, now: &Reading, broken: &Table, text: &str) -> Option<String> {
    // What is still whole may say something else: then its tables may differ, and still none goes without a word.
    let is_broken = now.modules.iter().any(|it| !it.problems().is_empty());
    let now = &now.declarations;
    let anything = now.unknowns.iter().any(|it| it.scope == UnknownScope::Tables);
    let named = |table: &Table| now.tables.iter().find(|it| is_called_as(it, table));
    // The name of its database schema may be what was garbled.
    let is_there = now.tables.iter().any(|it| it.name.text == broken.name.text);
    if !is_there && !anything {
        return Some(format!("`{}` is said to be absent", broken.name.text));
    }
    let others = whole.tables.iter().filter(|it| !is_called_as(it, broken));
    for other in others.filter(|it| is_broken && it.complete && !it.implied) {
        let Some(found) = named(other) else {
            return Some(format!("`{}` is gone", other.name.text));
        };
        let (before, after) = (on_its_own(other, other, broken), on_its_own(found, other, broken));
        // A table that speaks of the broken one (a partition, a relation field) may be unknown as well, and a view is
        // made of it.
        let written = other.place.span.slice(text);
        let speaks = written.contains(&broken.key.text) || written.contains(&broken.name.text);
        let unknown = !found.complete || found.columns.iter().any(|it| !it.known);
        // What statements build is open where one of them cannot be read.
        let is_built = ["Object.assign(", ".push("].iter().any(|it| text.contains(it));
        if before != after && !((speaks || is_built) && unknown) {
            return Some(format!("`{}` differs:\n{before}\n{after}", other.name.text));
        }
    }
    None
}

/// True if `a` and `b` have one name, in one database schema.
fn is_called_as(a: &Table, b: &Table) -> bool {
    a.name.text == b.name.text && a.schema == b.schema
}

/// True if another table of `whole` is declared by the same statement as `table`.
fn shares_its_statement(table: &Table, whole: &Declarations) -> bool {
    let own = table.place.span.range();
    let others = whole.tables.iter().filter(|it| !is_called_as(it, table) && !it.implied);
    others.map(|it| it.place.span.range()).any(|it| own.start < it.end && it.start < own.end)
}

/// What `table` is, without where it stands and without those of the foreign keys in `whole` that lead to `broken`.
fn on_its_own(table: &Table, whole: &Table, broken: &Table) -> String {
    let mut table = table.clone();
    // What is not exported is seen where nothing is: the broken one may be all that was.
    table.unseen = false;
    let to_broken = whole.foreign_keys.iter().filter(|it| it.table.text == broken.name.text);
    let columns: Vec<&[String]> = to_broken.map(|it| it.columns.as_slice()).collect();
    table.foreign_keys.retain(|it| !columns.contains(&it.columns.as_slice()));
    placeless(&table)
}

/// `value` as it prints itself, without places.
fn placeless(value: &impl Debug) -> String {
    let printed = format!("{value:?}");
    let mut pieces = printed.split("place: Place {");
    let mut rest = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        rest.push_str(piece.split_once("} }").map_or("", |(_, behind)| behind));
    }
    rest
}

/// Where the lines of `table`'s declaration in `text` start and end, without those that say nothing.
fn lines(text: &str, table: &Table) -> Vec<Range<usize>> {
    let range = table.place.span.range();
    let mut found = Vec::new();
    let mut at = range.start;
    for line in text[range].split_inclusive('\n') {
        let said = line.trim();
        if said.len() > 2 && !said.starts_with("//") && !said.starts_with("--") {
            found.push(at..at + line.trim_end_matches(['\n', '\r']).len());
        }
        at += line.len();
    }
    found
}

/// Boundaries between characters of `text`.
fn cuts(text: &str) -> Vec<usize> {
    let stride = if text.len() <= SHORT { 1 } else { 1 + text.len() / CUTS };
    let mut cuts: Vec<usize> =
        (0..text.len()).step_by(stride).map(|it| text.floor_char_boundary(it)).collect();
    cuts.dedup();
    cuts
}

/// Every schema file in `dialect` among the fixtures.
fn schemas(dialect: Dialect) -> Vec<FixtureFile> {
    let mut files: Vec<FixtureFile> = corpus(dialect).into_iter().flat_map(|(_, files)| files).collect();
    for folder in ["tests/oracles", "tests/workspaces"] {
        for path in below(&repository().join(folder)) {
            let extension = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
            let is_here = dialect.extensions().contains(&extension)
                || (dialect == Dialect::Drizzle && extension == "ts");
            let Some(text) = is_here.then(|| std::fs::read_to_string(&path).ok()).flatten() else { continue };
            if files.iter().all(|it| it.text != text) {
                let path = path.display().to_string();
                files.push(FixtureFile { path, text, labels: Vec::new() });
            }
        }
    }
    files
}

/// What the fuzzers of `dialect` start from, by name: the files of each input.
fn corpus(dialect: Dialect) -> Vec<(PathBuf, Vec<FixtureFile>)> {
    let folder = repository().join("tests/fuzz/corpus").join(dialect.name());
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).ok()?;
        Some((path.clone(), inputs(&path, &text)))
    };
    below(&folder).into_iter().filter_map(read).collect()
}

/// The files of the input `text`: each starts at a line `//- path`.
fn inputs(path: &Path, text: &str) -> Vec<FixtureFile> {
    let mut files: Vec<FixtureFile> = Vec::new();
    for line in text.split_inclusive('\n') {
        match (line.strip_prefix("//- "), files.last_mut()) {
            (None, Some(file)) => file.text.push_str(line),
            (path_line, _) => {
                let path = path_line.map_or_else(|| path.display().to_string(), |it| it.trim().to_owned());
                let text = if path_line.is_some() { String::new() } else { line.to_owned() };
                files.push(FixtureFile { path, text, labels: Vec::new() });
            }
        }
    }
    files
}

/// Every file below `folder`, in order.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() && !path.ends_with("node_modules") {
            found.extend(below(&path));
        } else if path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    found
}
