//! ALTER TABLE: what it adds, drops and renames.

use super::{Reader, TableName, is_constraint};
use crate::fence::lexer::Kind;
use crate::{Cue, Form};

impl<'a> Reader<'a> {
    /// What follows ALTER TABLE.
    pub(super) fn alter(&mut self) {
        self.skip_words(&["if", "exists", "only"]);
        let Some(name) = self.table_name() else { return };
        let renamed =
            self.peek(0).is_some_and(|it| it.is("rename")) && self.peek(1).is_some_and(|it| it.is("to"));
        self.table(name, Form::SqlDefinition, renamed.then_some(Cue::Removed));
        while let Some(token) = self.peek(0).filter(|it| !it.is_mark(';')) {
            if token.is("add") || token.is("drop") {
                let cue = token.is("drop").then_some(Cue::Removed);
                self.at += 1;
                self.alter_column(name, cue);
            } else if token.is("rename") {
                self.at += 1;
                self.rename(name);
            } else if token.is("references") {
                self.at += 1;
                self.references();
            } else if token.is("create") || token.is("alter") && self.peek(1).is_some_and(|it| it.is("table"))
            {
                // The statement before lacks its semicolon.
                return;
            } else {
                self.at += 1;
            }
        }
    }

    fn alter_column(&mut self, table: TableName<'a>, cue: Option<Cue>) {
        let column = self.eat("column");
        self.skip_words(&["if", "not", "exists"]);
        let Some(token) = self.peek(0).copied().filter(|it| it.kind == Kind::Word) else { return };
        if column || !is_constraint(&token) {
            self.column(table, token, Form::SqlDefinition, cue);
            self.at += 1;
        }
    }

    fn rename(&mut self, table: TableName<'a>) {
        if self.eat("to") {
            if let Some(name) = self.table_name() {
                self.table(name, Form::SqlDefinition, None);
            }
        } else if self.eat("column") {
            if let Some(token) = self.peek(0).copied().filter(|it| it.kind == Kind::Word) {
                self.column(table, token, Form::SqlDefinition, Some(Cue::Removed));
                self.at += 1;
            }
            if self.eat("to")
                && let Some(token) = self.peek(0).copied().filter(|it| it.kind == Kind::Word)
            {
                self.column(table, token, Form::SqlDefinition, None);
                self.at += 1;
            }
        }
    }
}
