//! From the text of `schemark.toml` to a configuration.

use std::collections::BTreeMap;
use std::ops::Range;

use globset::GlobBuilder;
use schema::dialects::{Casing, Dialect};
use schema::names;
use text::Span;
use toml_edit::{Document, Item, Key, TableLike};

use super::keys::{CASINGS, DIALECTS, SEVERITIES, STRICTNESSES, names_in};
use super::{Config, ConfigProblem, Override, SchemaSource, Severity, Strictness};

/// The lines that are left out to get past syntax errors; more broken lines mean that it is no TOML at all.
const BROKEN_LINES: usize = 16;

pub(super) fn read(source: &str) -> Config {
    let mut reader = Reader::default();
    let mut source = source.to_owned();
    for _ in 0..BROKEN_LINES {
        match Document::parse(&*source) {
            Ok(document) => {
                reader.root(document.as_table());
                break;
            }
            Err(error) => {
                let at = error.span().unwrap_or_default();
                let what = error.message().lines().next().unwrap_or("this is not TOML").to_owned();
                let line = line_around(&source, at.start);
                reader.problem(Some(if at.is_empty() { line.clone() } else { at }), what);
                if line.is_empty() {
                    break;
                }
                // One half-typed line must not undo what the others decide: it is read as if it were blank.
                source.replace_range(line.clone(), &" ".repeat(line.len()));
            }
        }
    }
    reader.config.problems.sort_by_key(|it| it.span);
    reader.config
}

/// The line that `at` stands in or, where that is blank, the last line before it that is not.
fn line_around(source: &str, at: usize) -> Range<usize> {
    let mut end = at.min(source.len());
    loop {
        let start = source.get(..end).and_then(|it| it.rfind('\n')).map_or(0, |it| it + 1);
        let length = source.get(start..).and_then(|it| it.find('\n'));
        let line = start..length.map_or(source.len(), |it| start + it);
        let is_blank = source.get(line.clone()).is_none_or(|it| it.trim().is_empty());
        if !is_blank || start == 0 {
            return if is_blank { 0..0 } else { line };
        }
        end = start - 1;
    }
}

#[derive(Default)]
struct Reader {
    config: Config,
}

impl Reader {
    fn root(&mut self, table: &dyn TableLike) {
        for (key, item) in entries(table) {
            match key.get() {
                "stories" => self.config.stories = self.globs(item),
                "exclude" => self.config.exclude = self.globs(item),
                "external" => self.config.external = self.texts(item).into_iter().map(|it| it.0).collect(),
                "strictness" => {
                    let word = self.one_of(item, STRICTNESSES);
                    self.config.strictness = word.and_then(Strictness::from_name).unwrap_or_default();
                }
                "inlayHints" => self.config.inlay_hints = self.flag(item),
                "schema" => {
                    self.config.schema_place = key.span().map(Span::from_range);
                    self.each_table(item, Self::schema);
                }
                "override" => self.each_table(item, Self::special),
                "rules" => self.config.rules = self.severities(item),
                "aliases" => self.aliases(item),
                _ => self.unknown_key("", key),
            }
        }
    }

    fn schema(&mut self, table: &dyn TableLike, span: Option<Range<usize>>) {
        let mut source = SchemaSource::default();
        let mut has_files = false;
        for (key, item) in entries(table) {
            match key.get() {
                "files" => {
                    has_files = true;
                    let before = self.config.problems.len();
                    source.files = self.globs(item);
                    source.refused = self.config.problems.len() > before;
                }
                "name" => source.name = self.text(item),
                "dialect" => {
                    source.dialect = self.one_of(item, DIALECTS).and_then(Dialect::named);
                }
                "casing" => {
                    source.casing = self.one_of(item, CASINGS).map(|word| match word {
                        "snake_case" => Casing::SnakeCase,
                        "camelCase" => Casing::CamelCase,
                        _ => Casing::Preserve,
                    });
                }
                _ => self.unknown_key("schema", key),
            }
        }
        if !has_files {
            self.problem(span, "a schema needs `files`".to_owned());
        }
        self.config.schemas.push(source);
    }

    fn special(&mut self, table: &dyn TableLike, span: Option<Range<usize>>) {
        let mut special = Override::default();
        for (key, item) in entries(table) {
            match key.get() {
                "paths" => special.paths = self.globs(item),
                "rules" => special.rules = self.severities(item),
                _ => self.unknown_key("override", key),
            }
        }
        if !table.contains_key("paths") {
            self.problem(span, "an override needs `paths`".to_owned());
        }
        self.config.overrides.push(special);
    }

    fn aliases(&mut self, item: &Item) {
        let Some(table) = self.table(item) else { return };
        for (key, item) in entries(table) {
            if let Some(text) = self.text(item) {
                self.config.aliases.insert(key.get().to_owned(), text);
            }
        }
    }

    fn severities(&mut self, item: &Item) -> BTreeMap<String, Severity> {
        let mut severities = BTreeMap::new();
        let Some(table) = self.table(item) else { return severities };
        for (key, item) in entries(table) {
            self.config.rule_keys.push((key.get().to_owned(), span(key.span())));
            if let Some(severity) = self.one_of(item, SEVERITIES).and_then(Severity::from_name) {
                severities.insert(key.get().to_owned(), severity);
            }
        }
        severities
    }

    fn each_table(&mut self, item: &Item, read: fn(&mut Self, &dyn TableLike, Option<Range<usize>>)) {
        if let Some(tables) = item.as_array_of_tables() {
            for table in tables {
                read(self, table, table.span());
            }
        } else if let Some(array) = item.as_array() {
            for value in array {
                match value.as_inline_table() {
                    Some(table) => read(self, table, value.span()),
                    None => self.problem(value.span(), "a table is expected here".to_owned()),
                }
            }
        } else if let Some(table) = item.as_table_like() {
            // `[schema]` for the only one: what is meant is clear.
            read(self, table, item.span());
        } else {
            self.problem(item.span(), "a list of tables is expected here".to_owned());
        }
    }

    fn table<'a>(&mut self, item: &'a Item) -> Option<&'a dyn TableLike> {
        let table = item.as_table_like();
        if table.is_none() {
            self.problem(item.span(), "a table is expected here".to_owned());
        }
        table
    }

    fn text(&mut self, item: &Item) -> Option<String> {
        let text = item.as_str().map(str::to_owned);
        if text.is_none() {
            self.problem(item.span(), "a string is expected here".to_owned());
        }
        text
    }

    fn flag(&mut self, item: &Item) -> bool {
        let flag = item.as_bool();
        if flag.is_none() {
            self.problem(item.span(), "`true` or `false` is expected here".to_owned());
        }
        flag.unwrap_or_default()
    }

    /// The strings of a list; one string stands for the list of it.
    fn texts(&mut self, item: &Item) -> Vec<(String, Option<Range<usize>>)> {
        if let Some(text) = item.as_str() {
            return vec![(text.to_owned(), item.span())];
        }
        let Some(array) = item.as_array() else {
            self.problem(item.span(), "a list of strings is expected here".to_owned());
            return Vec::new();
        };
        let mut texts = Vec::new();
        for value in array {
            match value.as_str() {
                Some(text) => texts.push((text.to_owned(), value.span())),
                None => self.problem(value.span(), "a string is expected here".to_owned()),
            }
        }
        texts
    }

    fn globs(&mut self, item: &Item) -> Vec<String> {
        let mut globs = Vec::new();
        for (text, place) in self.texts(item) {
            if crate::path::RelPath::new(&text).is_none() || text.starts_with('/') {
                self.problem(place, format!("`{text}` leads outside of the workspace"));
            } else if let Err(error) = GlobBuilder::new(&text).literal_separator(true).build() {
                self.problem(place, format!("`{text}` is no valid glob: {}", error.kind()));
            } else {
                globs.push(text);
            }
        }
        globs
    }

    fn one_of(&mut self, item: &Item, words: &[&'static str]) -> Option<&'static str> {
        let text = item.as_str();
        if let Some(word) = words.iter().find(|it| text == Some(**it)) {
            return Some(word);
        }
        let what = match text {
            Some(text) => format!("`{text}` is none of {}", words.join(", ")),
            None => format!("one of {} is expected here", words.join(", ")),
        };
        let nearest = text.and_then(|it| names::nearest(it, words.iter().copied()));
        // The fix takes the place of the whole value, quotes included.
        let nearest = nearest.map(|it| format!("\"{it}\""));
        self.config.problems.push(ConfigProblem { what, span: span(item.span()), nearest });
        None
    }

    fn unknown_key(&mut self, table: &str, key: &Key) {
        let what = match table {
            "" => format!("unknown key `{}`", key.get()),
            table => format!("unknown key `{}` in `{table}`", key.get()),
        };
        let nearest = names::nearest(key.get(), names_in(table)).map(str::to_owned);
        self.config.problems.push(ConfigProblem { what, span: span(key.span()), nearest });
    }

    fn problem(&mut self, place: Option<Range<usize>>, what: String) {
        self.config.problems.push(ConfigProblem { what, span: span(place), nearest: None });
    }
}

fn span(range: Option<Range<usize>>) -> Span {
    Span::from_range(range.unwrap_or_default())
}

/// The entries of a table with the keys as they stand in the text.
fn entries(table: &dyn TableLike) -> Vec<(&Key, &Item)> {
    let names: Vec<&str> = table.iter().map(|it| it.0).collect();
    names.into_iter().filter_map(|it| table.get_key_value(it)).collect()
}
