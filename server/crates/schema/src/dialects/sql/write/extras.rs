//! What follows a table: indexes, comments, row level security.

use super::{Group, Writer, check, is_nowhere, names};
use crate::model::{Database, Index, IndexKey, IndexPart, Policy, Table, TableKind};

/// Words of an index part that are no names.
const ORDERS: &[&str] = &["asc", "desc", "nulls", "first", "last"];

/// Roles that are words of SQL.
const ROLES: &[&str] = &["public", "current_user", "current_role", "session_user"];

impl Writer<'_> {
    pub(super) fn indexes(&mut self, table: &Table, group: &mut Group) {
        for index in &table.indexes {
            let is_known = |it: &IndexPart| check::is_known(it.text());
            let says_which = index.predicate.as_deref().is_none_or(check::is_known);
            if index.parts.is_empty() || !index.parts.iter().all(is_known) || !says_which {
                let name = index.name.as_deref().map(|it| format!(" `{it}`")).unwrap_or_default();
                self.left_out.push(format!("index{name} of `{}`: it is not known", table.name.text));
                continue;
            }
            if self.style.database == Database::MySql && index.predicate.is_some() {
                let name = index.name.as_deref().unwrap_or_default();
                self.left_out.push(format!("condition of index `{name}` of `{}`", table.name.text));
            }
            group.push(self.index(table, index));
        }
    }

    pub(super) fn index(&self, table: &Table, index: &Index) -> String {
        let style = self.style;
        let kind = index.method.as_deref().filter(|_| style.database == Database::MySql).map(str::to_uppercase);
        let create = match kind.as_deref() {
            Some("FULLTEXT") => "CREATE FULLTEXT INDEX",
            Some("SPATIAL") => "CREATE SPATIAL INDEX",
            _ if index.unique => "CREATE UNIQUE INDEX",
            _ => "CREATE INDEX",
        };
        let mut text = style.say(create);
        // Of the three only PostgreSQL finds a name by itself.
        let made = || made_name(table, index);
        let name = index.name.clone().or_else(|| (style.database != Database::PostgreSql).then(made));
        if let Some(name) = name {
            text = format!("{text} {}", style.name(&name));
        }
        let path = style.path(table.schema.as_deref(), &table.name.text);
        text = format!("{text} {} {path}", style.say("ON"));
        let method = index.method.as_deref().filter(|_| style.database == Database::PostgreSql);
        if let Some(method) = method {
            text = format!("{text} {} {method}", style.say("USING"));
        }
        let parts: Vec<String> = index.parts.iter().map(|it| self.part(it)).collect();
        text = format!("{text} ({})", parts.join(", "));
        if let Some(predicate) = index.predicate.as_deref().filter(|_| style.database != Database::MySql) {
            text = format!("{text} {} {}", style.say("WHERE"), predicate.trim());
        }
        text + ";"
    }

    fn part(&self, part: &IndexPart) -> String {
        let key = match &part.key {
            IndexKey::Column(name) => self.style.name(name),
            IndexKey::Expression(expression) if self.style.database == Database::MySql => {
                check::parenthesised(expression)
            }
            IndexKey::Expression(expression) => check::indexed(expression),
        };
        let mut text = key;
        for word in part.order.split_whitespace() {
            let is_order = ORDERS.contains(&word);
            text.push(' ');
            text.push_str(&if is_order { self.style.say(&word.to_uppercase()) } else { word.to_owned() });
        }
        text
    }

    /// `COMMENT ON …`, which PostgreSQL alone has.
    pub(super) fn comments(&self, table: &Table, group: &mut Group) {
        if self.style.database != Database::PostgreSql {
            return;
        }
        let style = self.style;
        let path = style.path(table.schema.as_deref(), &table.name.text);
        let mut comment = |on: &str, path: &str, doc: &str| {
            let words = style.say(&format!("COMMENT ON {on}"));
            group.push(format!("{words} {path} {} {};", style.say("IS"), names::string(doc)));
        };
        if let Some(doc) = &table.doc {
            let on = match table.kind {
                TableKind::Table => "TABLE",
                TableKind::View => "VIEW",
                TableKind::MaterializedView => "MATERIALIZED VIEW",
            };
            comment(on, &path, doc);
        }
        for column in table.columns.iter().filter(|it| it.ty.is_known() || table.kind != TableKind::Table) {
            if let Some(doc) = &column.doc {
                comment("COLUMN", &format!("{path}.{}", style.name(&column.name.text)), doc);
            }
        }
    }

    /// Row level security and its policies.
    pub(super) fn security(&mut self, table: &Table) -> Group {
        let style = self.style;
        let mut group = Group::new();
        if style.database != Database::PostgreSql {
            let policies = table.policies.iter().map(|it| &it.name);
            self.left_out.extend(policies.map(|it| format!("policy `{it}` of `{}`", table.name.text)));
            return group;
        }
        if is_nowhere(table) {
            return group;
        }
        let path = style.path(table.schema.as_deref(), &table.name.text);
        if table.row_security {
            let (alter, enable) = (style.say("ALTER TABLE"), style.say("ENABLE ROW LEVEL SECURITY"));
            group.push(format!("{alter} {path} {enable};"));
        }
        for policy in &table.policies {
            // Without one of its conditions a policy would allow more, and without a role it would bind nobody.
            let mut said = policy.using.iter().chain(&policy.check).chain(&policy.roles);
            if said.all(|it| check::is_known(it)) {
                group.push(self.policy(policy, &path));
            } else {
                self.left_out.push(format!("policy `{}` of `{}`: it is not known", policy.name, table.name.text));
            }
        }
        group
    }

    fn policy(&self, policy: &Policy, path: &str) -> String {
        let style = self.style;
        let (create, on) = (style.say("CREATE POLICY"), style.say("ON"));
        let mut lines = vec![format!("{create} {} {on} {path}", style.name(&policy.name))];
        if policy.restrictive {
            lines.push(style.say("AS RESTRICTIVE"));
        }
        if let Some(command) = &policy.command {
            lines.push(style.say(&format!("FOR {}", command.to_uppercase())));
        }
        if !policy.roles.is_empty() {
            let role = |it: &String| if ROLES.contains(&it.as_str()) { it.clone() } else { style.name(it) };
            let roles: Vec<String> = policy.roles.iter().map(role).collect();
            lines.push(format!("{} {}", style.say("TO"), roles.join(", ")));
        }
        for (words, condition) in [("USING", &policy.using), ("WITH CHECK", &policy.check)] {
            if let Some(condition) = condition {
                lines.push(format!("{} {}", style.say(words), check::parenthesised(condition)));
            }
        }
        lines.join(&format!("\n{}", style.indent)) + ";"
    }
}

/// A name for an index that has none.
fn made_name(table: &Table, index: &Index) -> String {
    let mut words = vec![table.name.text.as_str()];
    words.extend(index.parts.iter().map(|it| it.column().unwrap_or("expr")));
    words.push("idx");
    words.join("_")
}
