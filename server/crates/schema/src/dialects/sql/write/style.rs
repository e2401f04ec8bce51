//! How a team writes its SQL: keywords, quotes, indentation, ends of lines.

use super::{Group, names};
use crate::model::{Database, Declarations, Enum};

/// The case of keywords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Upper,
    Lower,
}

/// When names are quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    WhereNeeded,
    Always,
}

/// A team's SQL.
#[derive(Debug)]
pub(super) struct Style {
    /// The product.
    pub(super) database: Database,
    pub(super) case: Case,
    pub(super) quotes: Quotes,
    /// What a column's line starts with.
    pub(super) indent: String,
    /// What follows `CREATE TABLE`: `IF NOT EXISTS`, or nothing.
    pub(super) guard: &'static str,
    /// The schema that is written before names that have none (`public`).
    pub(super) home: Option<String>,
    /// True if drizzle-kit's marks stand between statements.
    pub(super) marked: bool,
    /// The end of a line.
    pub(super) line_end: &'static str,
    /// The enums that types may name.
    pub(super) enums: Vec<Enum>,
}

/// drizzle-kit's mark between statements.
const MARK: &str = "--> statement-breakpoint";

impl Style {
    /// The usual style of `database`.
    pub(super) fn of(database: Database) -> Self {
        Self {
            database,
            case: Case::Upper,
            quotes: if database == Database::PostgreSql { Quotes::WhereNeeded } else { Quotes::Always },
            indent: "  ".to_owned(),
            guard: "",
            home: None,
            marked: false,
            line_end: "\n",
            enums: Vec::new(),
        }
    }

    /// Takes note of the enums of `declarations`.
    pub(super) fn take(&mut self, declarations: &Declarations) {
        self.enums.extend(declarations.enums.iter().cloned());
    }

    /// `words`, keywords in upper case, as the team writes them.
    pub(super) fn say(&self, words: &str) -> String {
        match self.case {
            Case::Upper => words.to_owned(),
            Case::Lower => words.to_lowercase(),
        }
    }

    /// A name, quoted if it must be or always is.
    pub(super) fn name(&self, name: &str) -> String {
        match self.database {
            Database::Sqlite | Database::MySql => names::ticked(name),
            Database::PostgreSql if self.quotes == Quotes::Always || names::needs_quotes(name) => {
                names::quoted(name)
            }
            Database::PostgreSql => name.to_owned(),
        }
    }

    /// A name in a schema.
    pub(super) fn path(&self, schema: Option<&str>, name: &str) -> String {
        match schema.or(self.home.as_deref()) {
            Some(schema) if self.database != Database::Sqlite => {
                format!("{}.{}", self.name(schema), self.name(name))
            }
            _ => self.name(name),
        }
    }

    /// Names in parentheses.
    pub(super) fn list(&self, names: &[String]) -> String {
        let names: Vec<String> = names.iter().map(|it| self.name(it)).collect();
        format!("({})", names.join(", "))
    }

    /// What a file starts with. SQLite looks at foreign keys only if it is told to.
    pub(super) fn opening(&self, groups: &[Group]) -> String {
        if self.database == Database::Sqlite && !groups.is_empty() {
            format!("{} foreign_keys = {};\n\n", self.say("PRAGMA"), self.say("ON"))
        } else {
            String::new()
        }
    }

    /// The statements of `groups`, one below the other, an empty line between groups.
    pub(super) fn joined(&self, groups: &[Group]) -> String {
        let mut text = String::new();
        let mut statements = groups.iter().flat_map(|it| it.iter().enumerate()).peekable();
        let mut first = true;
        while let Some((at, statement)) = statements.next() {
            if at == 0 && !first && !self.marked {
                text.push('\n');
            }
            first = false;
            text.push_str(statement);
            if self.marked && statements.peek().is_some() {
                text.push_str(self.mark_behind(statement));
            }
            text.push('\n');
        }
        text.replace('\n', self.line_end)
    }

    /// The mark, as drizzle-kit puts it behind `statement`.
    pub(super) fn mark_behind(&self, statement: &str) -> &'static str {
        if statement.contains('\n') { "\n--> statement-breakpoint" } else { MARK }
    }
}
