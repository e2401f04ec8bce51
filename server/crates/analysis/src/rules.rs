//! The rules: one file each under `rules/`, one word each in the registry below.
//!
//! A rule file opens with `rule! { … }` (its documentation, code, level and the files it reads) and has two functions:
//! `check` finds, `fix` mends and runs only when somebody asks. Everything people read of a rule (`schemark explain`,
//! `server/RULES.md`, the links of diagnostics) comes from that one constant.

use std::any::Any;
use std::borrow::Cow;
use std::sync::Arc;

use schema::model::Table;
use story::Status;
use text::{Edit, Edits, FileId, Span};
use workspace::config::Severity;
use workspace::document::{Document, FileKind};
use workspace::model::SchemaSet;
use workspace::snapshot::{Cancelled, Origin, Root, Snapshot};

use crate::coverage::Ground;
use crate::{Finding, Fix, FixKind, Offer, WorkspaceEdits, generate, suppress};

/// A rule. Everything people read of it comes from this constant.
pub struct Rule {
    /// The flaw, in kebab-case: `unknown-table`.
    pub code: &'static str,
    /// How serious it is unless configured.
    pub level: Severity,
    /// The files it looks at.
    pub reads: Reads,
    /// Its documentation in markdown, with `bad` and `good` fixtures.
    pub docs: &'static str,
    /// What it finds in one file.
    pub(crate) check: Check,
    /// How to mend one of its findings, best first. Runs only when somebody asks.
    pub(crate) fix: fn(&Cx<'_>, &Finding) -> Vec<Fix>,
}

type Check = fn(&Cx<'_>, &mut Vec<Finding>) -> Result<(), Cancelled>;

/// The files a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// Stories.
    Stories,
    /// Files that declare tables.
    Schemas,
    /// `schemark.toml`.
    Config,
    /// All of these.
    Everything,
}

impl Rule {
    /// The address of its documentation.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://github.com/schemark/schemark/blob/main/server/RULES.md#{}", self.code)
    }

    /// The first paragraph of the documentation, in one line: what the rule finds.
    #[must_use]
    pub fn summary(&self) -> String {
        let text = self.docs.lines().skip_while(|line| line.is_empty() || line.starts_with('#'));
        text.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The fixtures of the documentation: the contents of its `bad` and `good` fences.
    #[must_use]
    pub fn examples(&self) -> Vec<(Example, String)> {
        let mut examples = Vec::new();
        let mut lines = self.docs.lines();
        while let Some(line) = lines.next() {
            let ticks = line.chars().take_while(|it| *it == '`').count();
            let example = match line.get(ticks..) {
                Some("bad") if ticks >= 3 => Example::Bad,
                Some("good") if ticks >= 3 => Example::Good,
                _ => continue,
            };
            let fence = "`".repeat(ticks);
            let body: Vec<&str> = lines.by_ref().take_while(|it| *it != fence).collect();
            examples.push((example, body.join("\n") + "\n"));
        }
        examples
    }
}

/// What an example of a rule's documentation shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Example {
    /// Something the rule finds.
    Bad,
    /// Something close to it that is fine.
    Good,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)
    }
}

/// The constant of one rule file: its documentation, then `code`, `level` and `reads`.
macro_rules! rule {
    ($(#[doc = $line:literal])+ code: $code:literal, level: $level:ident, reads: $reads:ident $(,)?) => {
        static DOCS: ([u8; concat!($($line, "\n"),+).len()], usize) =
            crate::rules::unindented(concat!($($line, "\n"),+));

        pub(super) static RULE: crate::rules::Rule = crate::rules::Rule {
            code: $code,
            level: workspace::config::Severity::$level,
            reads: crate::rules::Reads::$reads,
            docs: crate::rules::text_of(&DOCS),
            check,
            fix,
        };
    };
}

/// Declares the rule files and the registry from one list of words.
macro_rules! rules {
    ($($file:ident),+ $(,)?) => {
        $(mod $file;)+
        static ALL: &[&Rule] = &[$(&$file::RULE),+];
    };
}

rules![
    broken_link,
    broken_source_reference,
    column_naming,
    column_type_differs,
    config_invalid,
    count_differs,
    criterion_without_task,
    decision_broken,
    embedded_schema_drift,
    enum_values_differ,
    foreign_key_without_index,
    missing_foreign_key,
    missing_index,
    missing_key_file,
    missing_timestamps,
    null_for_required,
    nullability_differs,
    obsolete_command,
    redundant_index,
    schema_unreadable,
    story_without_benefit,
    story_without_persona,
    table_naming,
    table_not_in_named_file,
    task_for_missing_criterion,
    undocumented_table,
    uniqueness_differs,
    unknown_column,
    unknown_table,
    unused_suppression,
];

pub(crate) use enum_values_differ::{allowed as allowed_values, listed_in_check, same_value, takes};
pub(crate) use foreign_key_without_index::has_index;
pub(crate) use missing_index::is_indexed;
pub(crate) use uniqueness_differs::are_unique;
pub(crate) use unknown_table::{is_retired, may_be_slip};

/// Every rule, sorted by code.
#[must_use]
pub fn all() -> &'static [&'static Rule] {
    ALL
}

/// The rule called `code`.
#[must_use]
pub fn by_code(code: &str) -> Option<&'static Rule> {
    all().iter().copied().find(|rule| rule.code == code)
}

/// What a rule is asked about: one file and everything around it.
pub(crate) struct Cx<'a> {
    /// Everything at one revision.
    pub(crate) snapshot: &'a Snapshot,
    /// The file in question.
    pub(crate) document: &'a Arc<Document>,
    /// The root it lies in.
    pub(crate) root: &'a Root,
    /// The rule that is asked.
    pub(crate) rule: &'static Rule,
    /// How serious its findings are here.
    pub(crate) severity: Severity,
    /// What is wanted of its fixes.
    wanted: Wanted,
}

/// What is wanted of fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// The whole change.
    Change,
    /// Whether it can be made, and its title.
    Title,
}

impl<'a> Cx<'a> {
    /// The question of what `rule` says of `file`; `None` if the rule is off there or reads other files.
    fn new(snapshot: &'a Snapshot, file: FileId, rule: &'static Rule) -> Option<Self> {
        let document = snapshot.document(file)?;
        let root = snapshot.root_of(file)?;
        let read = match document.kind() {
            FileKind::Story => matches!(rule.reads, Reads::Stories | Reads::Everything),
            FileKind::Schema(_) => matches!(rule.reads, Reads::Schemas | Reads::Everything),
            FileKind::Config => matches!(rule.reads, Reads::Config | Reads::Everything),
            FileKind::Markdown | FileKind::Settings | FileKind::Other => false,
        };
        let mut severity = root.config.severity(rule.code, rule.level, document.path());
        let decided = root.config.decided(rule.code, document.path()).is_some();
        // A draft names what nobody has built yet: its gaps are worth knowing, and no reason to fail.
        if read && !decided && rule.reads == Reads::Stories && document.facts().status == Status::Draft {
            severity = severity.min(Severity::Info);
        }
        let cx = Self { snapshot, document, root, rule, severity, wanted: Wanted::Change };
        (read && severity != Severity::Off).then_some(cx)
    }

    /// What the names in the file in question are held against.
    pub(crate) fn ground(&self) -> Ground<'a> {
        Ground::of(self.snapshot, self.root, self.document)
    }

    /// The finding that says `message` of `name` at `span`.
    pub(crate) fn finding(&self, span: Span, name: &str, message: String) -> Finding {
        Finding {
            file: self.document.id(),
            span,
            rule: self.rule,
            severity: self.severity,
            message,
            name: name.to_owned(),
            evidence: Cow::Borrowed(""),
            related: Vec::new(),
        }
    }

    /// The severity of a finding that matters less than the rule's others: `level` at most, unless the user decided.
    pub(crate) fn at_most(&self, level: Severity) -> Severity {
        let decided = self.root.config.decided(self.rule.code, self.document.path()).is_some();
        if decided { self.severity } else { self.severity.min(level) }
    }

    /// What `make` learns of `set`, learnt once per snapshot: every file of a set asks what the whole set does. Each
    /// rule learns a type of its own.
    pub(crate) fn learnt<T: Any + Send + Sync>(&self, set: &SchemaSet, make: impl FnOnce() -> T) -> Arc<T> {
        let number = self.root.model.sets.iter().position(|it| std::ptr::eq(&**it, set));
        self.snapshot.derived(Origin { root: self.document.root(), set: number }, make)
    }

    /// The schema sets that the file in question declares tables of, each with those tables. Without migrations that
    /// were applied: rules of style do not speak of history.
    pub(crate) fn own_sets(&self) -> impl Iterator<Item = (&'a SchemaSet, Vec<&'a Table>)> {
        let file = self.document.id();
        let edited = self.root.model.sets.iter().filter(|it| !it.is_history());
        let sets = edited.map(move |set| {
            let tables = set.declarations.tables.iter().filter(|table| table.place.file == file);
            (&**set, tables.collect::<Vec<_>>())
        });
        sets.filter(|(_, own)| !own.is_empty())
    }

    /// The tables declared in the file in question, each with the schema set it belongs to.
    pub(crate) fn own_tables(&self) -> impl Iterator<Item = (&'a SchemaSet, &'a Table)> {
        let file = self.document.id();
        let sets = self.root.model.sets.iter();
        sets.flat_map(|set| set.declarations.tables.iter().map(move |table| (&**set, table)))
            .filter(move |(_, table)| table.place.file == file)
    }

    /// The change that adds `tables` as `story` describes them, if it can be made; without its edits if only its title
    /// is wanted.
    pub(crate) fn tables(&self, story: FileId, tables: &[String]) -> Option<WorkspaceEdits> {
        match self.wanted {
            Wanted::Change => generate::tables(self.snapshot, story, tables).ok(),
            Wanted::Title => {
                generate::can_add(self.snapshot, story, tables).ok().map(|()| WorkspaceEdits::default())
            }
        }
    }

    /// The change that replaces `span` of the file in question by `text`, as a fix of `finding`.
    pub(crate) fn replacement(&self, finding: &Finding, title: String, span: Span, text: &str) -> Fix {
        let mut edits = WorkspaceEdits::default();
        edits.files.insert(finding.file, Edits::new(vec![Edit::replace(span, text)]));
        self.change(finding, title, edits)
    }

    /// The change `edits`, as a fix of `finding` that somebody has to choose.
    pub(crate) fn change(&self, finding: &Finding, title: String, edits: WorkspaceEdits) -> Fix {
        Fix {
            title,
            kind: FixKind::QuickFix,
            safe: false,
            preferred: false,
            mends: Some((self.rule.code, finding.span)),
            edits,
        }
    }
}

/// True if a rule called `code` exists and is on in `file`.
pub(crate) fn runs(snapshot: &Snapshot, file: FileId, code: &str) -> bool {
    by_code(code).is_some_and(|rule| Cx::new(snapshot, file, rule).is_some())
}

/// The first line of what stands at `span`, without the mark of a list before it.
pub(crate) fn first_line(source: &str, span: Span) -> Span {
    let text = span.slice(source);
    let line = text.lines().next().unwrap_or("").trim_end();
    let marks =
        line.len() - line.trim_start_matches(|it: char| it.is_ascii_digit() || " .)-*+".contains(it)).len();
    let start = span.start().plus(if marks < line.len() { marks } else { 0 });
    Span::new(start, span.start().plus(line.len()))
}

/// What is wrong in `file`: the findings of every rule that is on there, without the silenced ones, sorted.
pub(crate) fn check(snapshot: &Snapshot, file: FileId) -> Result<Vec<Finding>, Cancelled> {
    let mut found = Vec::new();
    for rule in all() {
        snapshot.alive()?;
        if let Some(cx) = Cx::new(snapshot, file, rule) {
            (rule.check)(&cx, &mut found)?;
        }
    }
    let comments = suppress::comments(snapshot, file);
    let used = suppress::silence(&comments, &mut found);
    if let Some(cx) = Cx::new(snapshot, file, &unused_suppression::RULE) {
        unused_suppression::report(&cx, &comments, &used, &mut found);
    }
    found.sort_by(|a, b| (a.span, a.rule.code, &a.message).cmp(&(b.span, b.rule.code, &b.message)));
    found.dedup();
    Ok(found)
}

/// How to mend `finding`, best first.
pub(crate) fn fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    Cx::new(snapshot, finding.file, finding.rule)
        .map(|cx| (finding.rule.fix)(&cx, finding))
        .unwrap_or_default()
}

/// What [`fixes`] offers for `finding`, without the changes that are dear to make.
pub(crate) fn offers(snapshot: &Snapshot, finding: &Finding) -> Vec<Offer> {
    let Some(cx) = Cx::new(snapshot, finding.file, finding.rule) else { return Vec::new() };
    let fixes = (finding.rule.fix)(&Cx { wanted: Wanted::Title, ..cx }, finding);
    fixes.into_iter().map(|it| Offer { title: it.title, kind: it.kind, safe: it.safe }).collect()
}

/// How to mend the findings of `file` that meet `span`, best first; a change that mends several is offered once.
pub(crate) fn fixes_at(snapshot: &Snapshot, file: FileId, span: Span) -> Result<Vec<Fix>, Cancelled> {
    let mut offered: Vec<Fix> = Vec::new();
    for finding in check(snapshot, file)?.iter().filter(|finding| finding.span.meets(span)) {
        snapshot.alive()?;
        for fix in fixes(snapshot, finding) {
            if !offered.iter().any(|it| it.title == fix.title && it.edits == fix.edits) {
                offered.push(fix);
            }
        }
    }
    Ok(offered)
}

/// `raw` with the space that `///` leaves before every line taken away, and the length of what is left.
const fn unindented<const N: usize>(raw: &str) -> ([u8; N], usize) {
    let mut clean = [0; N];
    let (mut length, mut at_line_start) = (0, true);
    let mut rest = raw.as_bytes();
    while let Some((byte, behind)) = rest.split_first() {
        if !(at_line_start && *byte == b' ') {
            if let Some(slot) = clean.split_at_mut(length).1.first_mut() {
                *slot = *byte;
            }
            length += 1;
        }
        at_line_start = *byte == b'\n';
        rest = behind;
    }
    (clean, length)
}

/// The text that [`unindented`] left.
const fn text_of<const N: usize>(clean: &'static ([u8; N], usize)) -> &'static str {
    match std::str::from_utf8(clean.0.split_at(clean.1).0) {
        Ok(text) => text,
        Err(_) => "",
    }
}
