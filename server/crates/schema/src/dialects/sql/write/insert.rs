//! Statements put behind those of a file, as the file writes them.

use text::{Edit, Edits, Offset, Span};

use super::super::foreign;
use super::super::pieces::{Token, TokenKind, pieces};
use super::Writer;
use super::style::{Case, Quotes, Style};
use crate::model::{Database, Declarations};

/// The edits that write `addition` behind the last statement of `source` that declares or changes something.
pub(super) fn edits(source: &str, addition: &Declarations, around: &Declarations) -> Option<Edits> {
    let found = pieces(source, Span::from_range(0..source.len()));
    let file = File { source, statements: &found.statements };
    let wanted = addition.tables.first().map(|it| it.database);
    let database = foreign::database(source, &found.statements).or(wanted).unwrap_or_default();
    if wanted.is_some_and(|it| it != database) {
        return None;
    }
    let mut style = file.style(database);
    style.take(around);
    let mut writer = Writer::new(&mut style, addition, around);
    writer.write();
    let groups = writer.groups;
    if groups.is_empty() {
        return None;
    }
    let text = style.joined(&groups);
    Some(Edits::new(vec![file.last_edit(&style, &text)]))
}

/// A file that is there.
pub(super) struct File<'a> {
    pub(super) source: &'a str,
    pub(super) statements: &'a [Vec<Token>],
}

impl File<'_> {
    fn text(&self, token: &Token) -> &str {
        token.span.slice(self.source)
    }

    fn is(&self, token: Option<&Token>, word: &str) -> bool {
        token.is_some_and(|it| self.text(it).eq_ignore_ascii_case(word))
    }

    /// The last statement that declares or changes a table, a type or an index.
    fn last_declaring(&self) -> Option<&[Token]> {
        const OBJECTS: &[&str] = &["TABLE", "TYPE", "INDEX", "UNIQUE", "POLICY", "SCHEMA", "EXTENSION", "COLUMN"];
        let declares = |tokens: &&Vec<Token>| {
            let verb = tokens.first();
            let verb = ["CREATE", "ALTER", "COMMENT"].iter().any(|it| self.is(verb, it));
            verb && tokens.iter().skip(1).take(3).any(|it| OBJECTS.iter().any(|word| self.is(Some(it), word)))
        };
        self.statements.iter().rev().find(declares).map(Vec::as_slice)
    }

    /// The tokens of every `CREATE TABLE`, those behind `TABLE` alone.
    fn tables(&self) -> impl Iterator<Item = &[Token]> {
        self.statements.iter().filter_map(|tokens| {
            let at = tokens.iter().take(4).position(|it| self.is(Some(it), "TABLE"))?;
            if self.is(tokens.first(), "CREATE") { tokens.get(at + 1..) } else { None }
        })
    }

    /// How the file writes its tables; what it does not tell is as usual.
    pub(super) fn style(&self, database: Database) -> Style {
        let mut style = Style::of(database);
        let (mut guarded, mut plain, mut quoted, mut bare) = (0, 0, 0, 0);
        for tokens in self.tables() {
            let name = if self.is(tokens.first(), "IF") {
                guarded += 1;
                tokens.get(3..).unwrap_or(&[])
            } else {
                plain += 1;
                tokens
            };
            match name.first().map(|it| it.kind) {
                Some(TokenKind::Quoted) => quoted += 1,
                Some(TokenKind::Word) => bare += 1,
                _ => {}
            }
            let is_dot = name.get(1).is_some_and(|it| it.kind == TokenKind::Symbol(b'.'));
            let home = name.first().map(|it| self.text(it).trim_matches('"')).filter(|_| is_dot);
            style.home = home.filter(|it| *it == "public").map(str::to_owned);
            if let Some(indent) = self.indent(name) {
                style.indent = indent;
            }
        }
        if quoted > bare {
            style.quotes = Quotes::Always;
        }
        if guarded > plain {
            style.guard = "IF NOT EXISTS";
        }
        let verbs = self.statements.iter().filter_map(|it| it.first()).map(|it| self.text(it));
        let (lower, upper): (Vec<&str>, Vec<&str>) = verbs.partition(|it| it.chars().all(char::is_lowercase));
        if lower.len() > upper.len() {
            style.case = Case::Lower;
        }
        style.marked = self.source.contains("--> statement-breakpoint");
        if self.source.contains("\r\n") {
            style.line_end = "\r\n";
        }
        style
    }

    /// What the first line inside the parentheses starts with.
    fn indent(&self, tokens: &[Token]) -> Option<String> {
        let open = tokens.iter().position(|it| it.kind == TokenKind::Symbol(b'('))?;
        let first = tokens.get(open + 1).filter(|it| it.leads)?;
        let before = self.source.get(..first.span.start().bytes())?;
        let line = before.rsplit('\n').next().unwrap_or("");
        (!line.is_empty() && line.chars().all(|it| it == ' ' || it == '\t')).then(|| line.to_owned())
    }

    /// `text` behind the last statement that declares or changes something.
    pub(super) fn last_edit(&self, style: &Style, text: &str) -> Edit {
        self.last_declaring().map_or_else(|| self.at_end(style, text), |it| self.behind(it, style, text))
    }

    /// `text` below everything, in a file that declares nothing.
    fn at_end(&self, style: &Style, text: &str) -> Edit {
        let end = Offset::new(self.source.len());
        let gap = match self.source {
            "" => "",
            it if it.ends_with('\n') => style.line_end,
            _ => return Edit::insert(end, style.line_end.repeat(2) + text),
        };
        Edit::insert(end, format!("{gap}{text}"))
    }

    /// `text` behind the statement of `tokens`, its semicolon and what else is on its last line.
    fn behind(&self, tokens: &[Token], style: &Style, text: &str) -> Edit {
        let mut at = tokens.last().map_or(0, |it| it.span.end().bytes());
        let rest = |at: usize| self.source.get(at..).unwrap_or("");
        let blanks = |at: usize| rest(at).len() - rest(at).trim_start().len();
        let mut before = String::new();
        if rest(at + blanks(at)).starts_with(';') {
            at += blanks(at) + 1;
        } else {
            before.push(';');
        }
        let line = rest(at).split('\n').next().unwrap_or("");
        let is_remark = line.trim().is_empty() || line.trim_start().starts_with("--");
        // A mark that is there already ends the statement before the new ones.
        let mut is_marked = line.trim_start().starts_with("--> ");
        if is_remark && before.is_empty() {
            at += line.trim_end_matches('\r').len();
            let below = rest(at).trim_start_matches(['\r', '\n']);
            if style.marked && !is_marked && below.starts_with("--> statement-breakpoint") {
                at = self.source.len() - below.len() + below.split('\n').next().unwrap_or("").trim_end().len();
                is_marked = true;
            }
        }
        let goes_on = !rest(at).trim().is_empty();
        let end = style.line_end;
        let statement = tokens.first().zip(tokens.last()).map(|(first, last)| first.span.join(last.span));
        let statement = statement.map_or("", |it| it.slice(self.source));
        if style.marked && !is_marked {
            before.push_str(&style.mark_behind(statement).replace('\n', end));
        }
        before.push_str(if style.marked { end } else { "" });
        if !style.marked {
            before.push_str(&end.repeat(2));
        }
        let mut text = text.trim_end().to_owned();
        if style.marked && is_marked && goes_on {
            text.push_str(style.mark_behind("\n").replace('\n', end).as_str());
        }
        if !goes_on && rest(at).is_empty() {
            text.push_str(end);
        }
        Edit::insert(Offset::new(at), before + &text)
    }
}
