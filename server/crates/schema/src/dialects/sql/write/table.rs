//! `CREATE TABLE`, and keys that wait for their target.

use super::check::{is_known, parenthesised};
use super::{Writer, check, types};
use crate::model::{Column, Database, DefaultValue, ForeignKey, Generated, Table, Unique};

impl Writer<'_> {
    /// The statement that makes `table`, without the keys that are `late`.
    pub(super) fn create_table(&mut self, table: &Table, late: &[&ForeignKey]) -> String {
        let mut lines: Vec<Line> = Vec::new();
        for column in &table.columns {
            if let Some(line) = self.column(table, column, late) {
                lines.push(line);
            }
        }
        for constraint in self.table_constraints(table, late) {
            lines.push(Line { text: constraint, doc: None });
        }
        let style = self.style;
        let path = style.path(table.schema.as_deref(), &table.name.text);
        let words = style.say("CREATE TABLE");
        let guard = style.say(style.guard);
        let space = if guard.is_empty() { "" } else { " " };
        let mut text = self.remark(table.doc.as_deref(), "");
        text.push_str(&format!("{words}{space}{guard} {path} ("));
        let last = lines.len().saturating_sub(1);
        for (at, line) in lines.iter().enumerate() {
            text.push('\n');
            text.push_str(&self.remark(line.doc.as_deref(), &style.indent));
            text.push_str(&style.indent);
            text.push_str(&line.text);
            if at < last {
                text.push(',');
            }
        }
        text.push_str(if lines.is_empty() { ")" } else { "\n)" });
        if style.database == Database::MySql {
            text.push_str(" ENGINE=InnoDB");
        }
        text + ";"
    }

    /// `doc` as comments above a line, where the product has no statement for it.
    fn remark(&self, doc: Option<&str>, indent: &str) -> String {
        let Some(doc) = doc.filter(|_| self.style.database != Database::PostgreSql) else {
            return String::new();
        };
        doc.lines().map(|it| format!("{indent}-- {it}\n")).collect()
    }

    /// The line of `column` in the statement that makes or alters `table`; `None` if its type is unknown.
    pub(super) fn column_line(&mut self, table: &Table, column: &Column) -> Option<String> {
        self.column(table, column, &[]).map(|it| it.text)
    }

    fn column(&mut self, table: &Table, column: &Column, late: &[&ForeignKey]) -> Option<Line> {
        let style = self.style;
        let name = &column.name.text;
        let path = format!("`{}.{name}`", table.name.text);
        let Some(ty) = types::spelled(style, column) else {
            self.left_out.push(format!("column {path}: its type is not known"));
            return None;
        };
        let mut words = vec![style.name(name), ty];
        let is_key = self.is_inline_key(table, column);
        if is_key {
            words.push(style.say("PRIMARY KEY"));
        }
        let counter = self.counter(table, column, &path);
        // SQLite takes the word at the key alone.
        if style.database == Database::Sqlite {
            words.extend(counter.clone());
        }
        let implied = style.database == Database::PostgreSql
            && (is_key || is_serial(column) || matches!(column.generated, Some(Generated::Identity { .. })));
        if column.nullable == Some(false) && !implied {
            words.push(style.say("NOT NULL"));
        }
        if style.database == Database::MySql {
            words.extend(counter);
        }
        words.extend(self.value(column, &path));
        if updates_itself(column, style.database) {
            let size = column.ty.canonical.find('(').and_then(|it| column.ty.canonical.get(it..)).unwrap_or("");
            words.push(style.say("ON UPDATE CURRENT_TIMESTAMP") + size);
        }
        if table.uniques.iter().any(|it| is_inline(it) && it.columns.first() == Some(name)) {
            words.push(style.say("UNIQUE"));
        }
        let is_own = |it: &&ForeignKey| {
            it.name.is_none()
                && it.columns.len() == 1
                && it.columns.first() == Some(name)
                && style.database != Database::MySql
        };
        for key in table.foreign_keys.iter().filter(is_own) {
            if !late.iter().any(|it| std::ptr::eq(*it, key)) && check::is_written(key) {
                words.push(self.references(key));
            }
        }
        words.retain(|it| !it.is_empty());
        Some(Line { text: words.join(" "), doc: column.doc.clone() })
    }

    /// The word that makes SQLite and MySQL count; PostgreSQL says it in the type.
    fn counter(&mut self, table: &Table, column: &Column, path: &str) -> Option<String> {
        if column.default != DefaultValue::Increment {
            return None;
        }
        match self.style.database {
            Database::Sqlite if self.is_inline_key(table, column) => Some(self.style.say("AUTOINCREMENT")),
            Database::MySql => Some(self.style.say("AUTO_INCREMENT")),
            Database::PostgreSql if is_serial(column) => None,
            _ => {
                self.left_out.push(format!("counting of {path}"));
                None
            }
        }
    }

    /// `DEFAULT …` or `GENERATED …`, if the column has one.
    fn value(&mut self, column: &Column, path: &str) -> Option<String> {
        let style = self.style;
        let generated = |expression: &str, kind: &str| {
            let (words, kind) = (style.say("GENERATED ALWAYS AS"), style.say(kind));
            format!("{words} {} {kind}", parenthesised(expression))
        };
        match (&column.generated, &column.default) {
            (Some(Generated::Stored(expression) | Generated::Virtual(expression)), _)
                if !is_known(expression) =>
            {
                self.left_out.push(format!("expression of {path}: it is not known"));
                None
            }
            (Some(Generated::Stored(expression)), _) => Some(generated(expression, "STORED")),
            (Some(Generated::Virtual(expression)), _) => Some(generated(expression, "VIRTUAL")),
            (Some(Generated::Identity { always, counting }), _) => {
                let kind = if *always { "ALWAYS" } else { "BY DEFAULT" };
                let options = Some(counting.sql()).filter(|it| !it.is_empty());
                let options = options.map(|it| format!(" ({it})")).unwrap_or_default();
                Some(style.say(&format!("GENERATED {kind} AS IDENTITY{options}")))
            }
            (None, DefaultValue::Database(expression)) if is_known(expression) => {
                let value = check::default_value(expression, style.database);
                Some(format!("{} {value}", style.say("DEFAULT")))
            }
            (None, DefaultValue::Database(_)) => {
                self.left_out.push(format!("default of {path}: it is not known"));
                None
            }
            _ => None,
        }
    }

    /// True if the primary key is said at `column`.
    fn is_inline_key(&self, table: &Table, column: &Column) -> bool {
        let Some(key) = &table.primary_key else { return false };
        let alone = key.columns.len() == 1 && key.columns.first() == Some(&column.name.text);
        let counts = self.style.database == Database::Sqlite && column.default == DefaultValue::Increment;
        alone && (key.name.is_none() || counts)
    }

    /// The constraints that stand on lines of their own.
    fn table_constraints(&mut self, table: &Table, late: &[&ForeignKey]) -> Vec<String> {
        let style = self.style;
        let mut lines = Vec::new();
        let inline = table.columns.iter().any(|it| self.is_inline_key(table, it));
        if let Some(key) = table.primary_key.as_ref().filter(|it| !inline && !it.columns.is_empty()) {
            let words = style.say("PRIMARY KEY");
            lines.push(format!("{}{words} {}", self.named(key.name.as_deref()), style.list(&key.columns)));
        }
        for unique in table.uniques.iter().filter(|it| !is_inline(it) && !it.columns.is_empty()) {
            let words = style.say("UNIQUE");
            let named = self.named(unique.name.as_deref());
            lines.push(format!("{named}{words} {}", style.list(&unique.columns)));
        }
        for check in &table.checks {
            let named = self.named(check.name.as_deref());
            if is_known(&check.expression) {
                let condition = parenthesised(&check.expression);
                lines.push(format!("{named}{} {condition}", style.say("CHECK")));
            } else {
                let name = check.name.as_deref().map(|it| format!(" `{it}`")).unwrap_or_default();
                self.left_out.push(format!("check{name} of `{}`: it is not known", table.name.text));
            }
        }
        for key in &table.foreign_keys {
            if !check::is_written(key) {
                let columns = key.columns.join("`, `");
                let (name, target) = (&table.name.text, &key.table.text);
                self.left_out.push(format!("key (`{columns}`) of `{name}`: its target {target} is not known"));
            } else if !late.iter().any(|it| std::ptr::eq(*it, key))
                && (key.name.is_some() || key.columns.len() != 1 || style.database == Database::MySql)
            {
                lines.push(self.foreign_key(key));
            }
        }
        lines
    }

    /// `CONSTRAINT name `, if there is a name.
    fn named(&self, name: Option<&str>) -> String {
        let name = name.map(|it| format!("{} {} ", self.style.say("CONSTRAINT"), self.style.name(it)));
        name.unwrap_or_default()
    }

    /// A foreign key as a line of its own.
    fn foreign_key(&self, key: &ForeignKey) -> String {
        let words = self.style.say("FOREIGN KEY");
        let columns = self.style.list(&key.columns);
        format!("{}{words} {columns} {}", self.named(key.name.as_deref()), self.references(key))
    }

    /// `REFERENCES table (columns) ON DELETE …`.
    pub(super) fn references(&self, key: &ForeignKey) -> String {
        let style = self.style;
        let target = style.path(key.table_schema.as_deref(), &key.table.text);
        let mut text = format!("{} {target}", style.say("REFERENCES"));
        if !key.references.is_empty() {
            text = format!("{text} {}", style.list(&key.references));
        }
        for (words, action) in [("ON DELETE", key.on_delete), ("ON UPDATE", key.on_update)] {
            if let Some(action) = action {
                let action = action.as_str().to_uppercase();
                text = format!("{text} {} {}", style.say(words), style.say(&action));
            }
        }
        text
    }

    /// The statement that adds `key` once its target is there.
    pub(super) fn late_key(&self, table: &Table, key: &ForeignKey) -> String {
        let style = self.style;
        let path = style.path(table.schema.as_deref(), &table.name.text);
        let (alter, add) = (style.say("ALTER TABLE"), style.say("ADD"));
        format!("{alter} {path} {add} {};", self.foreign_key(key))
    }
}

/// A line between the parentheses of `CREATE TABLE`.
struct Line {
    text: String,
    doc: Option<String>,
}

/// True if MySQL gives `column` the time at each update.
pub(super) fn updates_itself(column: &Column, database: Database) -> bool {
    let call = column.on_update.as_deref().unwrap_or_default();
    database == Database::MySql && call.to_lowercase().starts_with("current_timestamp")
}

/// True if PostgreSQL's type says that the column counts.
fn is_serial(column: &Column) -> bool {
    column.default == DefaultValue::Increment && types::serial(&column.ty.canonical).is_some()
}

/// True if the constraint is said at its column.
fn is_inline(unique: &Unique) -> bool {
    unique.name.is_none() && unique.columns.len() == 1
}
