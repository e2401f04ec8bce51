//! How a house writes its Drizzle files: quotes, semicolons, indentation, and the forms it prefers.

use super::creator::{Creator, Creators};
use super::scan::{Scan, TokenKind};

/// How a house writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Style {
    /// `'` or `"`.
    pub(super) quote: char,
    /// Whether statements end with a semicolon.
    pub(super) semicolons: bool,
    /// One level of indentation.
    pub(super) indent: String,
    /// The column at which long chains are broken.
    pub(super) width: usize,
    /// Whether the last entry of a list over several lines has a comma.
    pub(super) trailing_commas: bool,
    /// The form of a table's third argument.
    pub(super) extras: Extras,
    /// The name of the third argument's parameter.
    pub(super) extras_parameter: String,
    /// True if a table with a third argument has each argument on a line of its own.
    pub(super) exploded: bool,
    /// Whether columns carry their database name.
    pub(super) column_names: ColumnNames,
    /// How a closed list of values is declared.
    pub enums: EnumForm,
    /// The `mode` of timestamps, as the source states it: `date`, `string`.
    pub(super) timestamp_mode: Option<String>,
    /// The case of column names without an explicit one.
    pub(super) casing: crate::dialects::Casing,
    /// The house's own function that makes tables, if most of its tables are made with one.
    pub(super) creator: Option<Creator>,
}

/// The form of a table's third argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extras {
    /// `(table) => [index(…)]`.
    Array,
    /// `(table) => ({ nameIdx: index(…) })`.
    Object,
}

/// Whether columns carry their database name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnNames {
    /// `text('first_name')`.
    Explicit,
    /// `text()`.
    Omitted,
}

/// How a closed list of values is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnumForm {
    /// `pgEnum('status', ['draft', 'active'])`.
    Type,
    /// `text('status', { enum: ['draft', 'active'] })`.
    Option,
    /// `text('status').$type<'draft' | 'active'>()`.
    Annotation,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            quote: '\'',
            semicolons: true,
            indent: "  ".to_owned(),
            width: 100,
            trailing_commas: true,
            extras: Extras::Array,
            extras_parameter: "table".to_owned(),
            exploded: true,
            column_names: ColumnNames::Explicit,
            enums: EnumForm::Type,
            timestamp_mode: None,
            casing: crate::dialects::Casing::Preserve,
            creator: None,
        }
    }
}

impl Style {
    /// The style of one file; what the file does not show is as in [`Style::default`].
    #[must_use]
    pub fn of(source: &str) -> Self {
        Self::of_files(&[source])
    }

    /// The style that most of the files share.
    #[must_use]
    pub fn of_files(sources: &[&str]) -> Self {
        let mut votes = Votes { budget: MOST_TOKENS, ..Votes::default() };
        for source in sources {
            votes.count(source);
        }
        votes.style()
    }

    /// `text` in the house's quotes.
    #[must_use]
    pub fn quoted(&self, text: &str) -> String {
        let mut result = String::with_capacity(text.len() + 2);
        result.push(self.quote);
        for letter in text.chars() {
            match letter {
                '\\' => result.push_str("\\\\"),
                '\n' => result.push_str("\\n"),
                '\r' => result.push_str("\\r"),
                _ => {
                    if letter == self.quote {
                        result.push('\\');
                    }
                    result.push(letter);
                }
            }
        }
        result.push(self.quote);
        result
    }

    /// `;` if statements end with one.
    #[must_use]
    pub fn end(&self) -> &'static str {
        if self.semicolons { ";" } else { "" }
    }

    /// `,` if the last entry of a list over several lines has one.
    pub(super) fn last_comma(&self) -> &'static str {
        if self.trailing_commas { "," } else { "" }
    }
}

/// The tokens read inside of brackets to learn a style; ten thousand tables have fewer.
const MOST_TOKENS: usize = 4_000_000;

/// What the files show, as sums: above zero speaks for the first of two forms.
#[derive(Default)]
struct Votes {
    /// The tokens that may still be looked at inside of brackets: nested brackets would be read once per level.
    budget: usize,
    single: i64,
    semicolons: i64,
    tabs: i64,
    four: i64,
    trailing: i64,
    arrays: i64,
    exploded: i64,
    named: i64,
    pg_enum: i64,
    option: i64,
    annotation: i64,
    modes: Vec<String>,
    parameters: Vec<String>,
    longest: usize,
    creators: Creators,
}

impl Votes {
    fn count(&mut self, source: &str) {
        for line in source.lines() {
            let text = line.trim_end();
            if line.starts_with('\t') {
                self.tabs += 1;
            } else if line.starts_with("    ") {
                self.four += 1;
            } else if line.starts_with("  ") {
                // One line of two spaces outweighs many of four: four are also two levels of two.
                self.four -= 20;
                self.tabs -= 1;
            }
            if text.starts_with("import ")
                || text.starts_with("export * ")
                || text.starts_with("export type ")
            {
                self.semicolons += if text.ends_with(';') {
                    1
                } else if text.ends_with(['\'', '"']) || text.contains('$') {
                    -1
                } else {
                    0
                };
            }
            if !text.trim_start().starts_with(['/', '*']) {
                self.longest = self.longest.max(text.len());
            }
        }
        let scan = Scan::new(source);
        self.creators.add(&scan);
        for (index, token) in scan.tokens.iter().enumerate() {
            match token.kind {
                TokenKind::Quoted => {
                    let double = scan.text(index).starts_with('"');
                    // A string that holds the other quote says nothing of the house.
                    self.single += match (double, scan.text(index).contains('\'')) {
                        (true, true) => 0,
                        (true, false) => -1,
                        (false, _) => 1,
                    };
                }
                TokenKind::Word if scan.is(index + 1, b'(') => self.count_call(&scan, index),
                TokenKind::Word
                    if scan.text(index) == "$type" && scan.text(index + 2).starts_with(['\'', '"']) =>
                {
                    self.annotation += 1;
                }
                _ => {}
            }
        }
    }

    fn count_call(&mut self, scan: &Scan<'_>, index: usize) {
        let name = scan.text(index);
        let Some(budget) = self.budget.checked_sub(scan.extent(index + 1)) else { return };
        self.budget = budget;
        if name.ends_with("Table") || name == "table" && scan.is(index.wrapping_sub(1), b'.') {
            self.count_table(scan, index + 1);
        } else if name == "pgEnum" {
            self.pg_enum += 1;
        } else if matches!(name, "text" | "varchar" | "integer" | "uuid" | "boolean" | "timestamp" | "jsonb")
        {
            let Some(call) = scan.bracket(index + 1) else { return };
            let first = call.entries.first();
            let named = first.is_some_and(|it| scan.text(it.start).starts_with(['\'', '"']));
            self.named += if named { 1 } else { -1 };
            let words: Vec<&str> = (call.open..call.close).map(|it| scan.text(it)).collect();
            self.option += i64::from(words.contains(&"enum"));
            if name == "timestamp"
                && let Some(at) = words.iter().position(|it| *it == "mode")
                && let Some(mode) = words.get(at + 2)
            {
                self.modes.push(mode.trim_matches(['\'', '"']).to_owned());
            } else if name == "timestamp" {
                self.modes.push(String::new());
            }
        }
    }

    fn count_table(&mut self, scan: &Scan<'_>, open: usize) {
        let Some(call) = scan.bracket(open) else { return };
        if let Some(columns) = call.entries.get(1)
            && let Some(object) = scan.bracket(columns.start)
            && scan.breaks_between(scan.start(object.open), scan.end(object.close))
        {
            self.trailing += if object.trailing_comma { 1 } else { -1 };
        }
        let Some(extras) = call.entries.get(2) else { return };
        let broken =
            call.entries.first().is_some_and(|it| scan.breaks_between(scan.end(open), scan.start(it.start)));
        self.exploded += if broken { 1 } else { -1 };
        let Some(parameters) = scan.bracket(extras.start) else { return };
        if let Some(parameter) = parameters.entries.first() {
            self.parameters.push(scan.text(parameter.start).to_owned());
        }
        let body = (parameters.close + 3..extras.end).find(|it| scan.is(*it, b'[') || scan.is(*it, b'{'));
        if let Some(body) = body {
            let body = if scan.text(body + 1) == "return" { body + 2 } else { body };
            self.arrays += if scan.is(body, b'[') { 1 } else { -1 };
        }
    }

    fn style(&self) -> Style {
        let default = Style::default();
        let most = |items: &[String]| super::most_common(items.iter().map(String::as_str)).map(str::to_owned);
        Style {
            quote: if self.single >= 0 { '\'' } else { '"' },
            semicolons: self.semicolons >= 0,
            indent: match (self.tabs > 0, self.four > 0) {
                (true, _) => "\t".to_owned(),
                (_, true) => "    ".to_owned(),
                _ => "  ".to_owned(),
            },
            width: if self.longest > 0 && self.longest <= 80 { 80 } else { default.width },
            trailing_commas: self.trailing >= 0,
            extras: if self.arrays >= 0 { Extras::Array } else { Extras::Object },
            extras_parameter: most(&self.parameters).unwrap_or(default.extras_parameter),
            exploded: self.exploded >= 0,
            column_names: if self.named >= 0 { ColumnNames::Explicit } else { ColumnNames::Omitted },
            enums: if self.pg_enum > 0 || self.option + self.annotation == 0 {
                EnumForm::Type
            } else if self.option >= self.annotation {
                EnumForm::Option
            } else {
                EnumForm::Annotation
            },
            timestamp_mode: most(&self.modes).filter(|it| !it.is_empty()),
            casing: default.casing,
            creator: self.creators.creator(),
        }
    }
}
