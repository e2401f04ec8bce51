//! What the third argument of a table lists: keys, indexes, checks and policies.

use super::column::{
    column_key, is_own, is_supabase_user, names_key, own_reference, own_unique, target_of,
};
use super::page::{Page, full_name, qualified};
use super::{Scope, Style, Written, camel, property};
use crate::dialects::sql::write::check::indexed;
use crate::model::{Check, Database, ForeignKey, Index, IndexKey, IndexPart, Policy, Table};

/// An entry of the third argument: its key in an object, and the call.
pub(super) struct Extra {
    pub(super) key: String,
    pub(super) call: String,
}

/// Everything of `table` that no column says, in the order people write it.
pub(super) fn extras(page: &mut Page<'_>, table: &Table) -> Vec<Extra> {
    let parameter = page.style.extras_parameter.clone();
    let mut extras = Vec::new();
    keys(page, table, &mut extras);
    let own: Vec<usize> = table.columns.iter().filter_map(|it| own_reference(table, it)).collect();
    for (number, key) in table.foreign_keys.iter().enumerate() {
        if !own.contains(&number) {
            extras.extend(foreign_key(page, table, key));
        }
    }
    for (number, check) in table.checks.iter().enumerate() {
        extras.push(check_call(page, table, check, number));
    }
    for entry in &table.indexes {
        extras.push(Extra { key: entry_key(table, entry), call: index_call(page, table, entry, &parameter) });
    }
    if table.database == Database::PostgreSql {
        extras.extend(table.policies.iter().map(|it| policy_call(page, it)));
    }
    tell_apart(&mut extras);
    extras
}

/// An object keeps one of two entries with the same key.
fn tell_apart(extras: &mut [Extra]) {
    let mut taken = std::collections::BTreeSet::new();
    for extra in extras {
        let mut number = 2;
        let key = extra.key.clone();
        while !taken.insert(extra.key.clone()) {
            extra.key = format!("{key}{number}");
            number += 1;
        }
    }
}

fn keys(page: &mut Page<'_>, table: &Table, extras: &mut Vec<Extra>) {
    let style = page.style;
    let key = table.primary_key.as_ref();
    let needs_call = |it: &&crate::model::PrimaryKey| {
        it.columns.len() > 1 || it.columns.len() == 1 && names_key(table, it.name.as_deref())
    };
    if let Some(key) = key.filter(needs_call) {
        let function = page.core("primaryKey");
        let name = key.name.as_ref().map(|it| format!("name: {}, ", style.quoted(it))).unwrap_or_default();
        let columns = references(table, &key.columns, &style.extras_parameter, style);
        extras.push(Extra {
            key: "pk".to_owned(),
            call: format!("{function}({{ {name}columns: [{columns}] }})"),
        });
    }
    let own: Vec<usize> = table.columns.iter().filter_map(|it| own_unique(table, it)).collect();
    let rest = table.uniques.iter().enumerate().filter(|(number, it)| !own.contains(number) && !it.columns.is_empty());
    for (_, unique) in rest {
        let function = page.core("unique");
        let name = unique.name.as_ref().map(|it| style.quoted(it)).unwrap_or_default();
        let columns = references(table, &unique.columns, &style.extras_parameter, style);
        let label = format!("{}_unique", unique.columns.join("_"));
        extras.push(Extra {
            key: camel(unique.name.as_deref().unwrap_or(&label)),
            call: format!("{function}({name}).on({columns})"),
        });
    }
}

fn foreign_key(page: &mut Page<'_>, table: &Table, key: &ForeignKey) -> Option<Extra> {
    let (scope, style) = (page.scope, page.style);
    let own = is_own(table, key);
    // The own columns are those of the parameter: the constant is not there yet.
    let (constant, target) = if own {
        (style.extras_parameter.clone(), None)
    } else if let Some(target) = target_of(scope, key) {
        (page.refer(target), Some(target))
    } else if is_supabase_user(key) {
        page.imports.value("drizzle-orm/supabase", "authUsers");
        ("authUsers".to_owned(), None)
    } else {
        return None;
    };
    let function = page.core("foreignKey");
    let columns = references(table, &key.columns, &style.extras_parameter, style);
    let foreign: Vec<String> = key
        .references
        .iter()
        .map(|it| {
            let column = match target {
                Some(target) => target.columns.get(it).cloned(),
                None => table.columns.iter().find(|column| own && column.name.text == *it).map(column_key),
            };
            property(&constant, &column.unwrap_or_else(|| camel(it)), style)
        })
        .collect();
    let name = key.name.as_ref().map(|it| format!("name: {}, ", style.quoted(it))).unwrap_or_default();
    let foreign = foreign.join(", ");
    let mut call = format!("{function}({{ {name}columns: [{columns}], foreignColumns: [{foreign}] }})");
    if let Some(action) = key.on_delete {
        call.push_str(&format!(".onDelete({})", style.quoted(action.as_str())));
    }
    if let Some(action) = key.on_update {
        call.push_str(&format!(".onUpdate({})", style.quoted(action.as_str())));
    }
    let label = key.name.as_deref().map_or_else(|| camel(&format!("{}_fk", key.columns.join("_"))), camel);
    Some(Extra { key: label, call })
}

/// True if the third argument refers to a table that leads back to this one: TypeScript needs its type stated then.
pub(super) fn closes_cycle(table: &Table, scope: &Scope) -> bool {
    let own: Vec<usize> = table.columns.iter().filter_map(|it| own_reference(table, it)).collect();
    let others = table.foreign_keys.iter().enumerate().filter(|(number, _)| !own.contains(number));
    others.map(|it| it.1).any(|key| {
        let target = qualified(key.table_schema.as_deref(), &key.table.text);
        !is_own(table, key) && scope.cycles.contains(&(full_name(table), target))
    })
}

fn check_call(page: &mut Page<'_>, table: &Table, check: &Check, number: usize) -> Extra {
    let function = page.core("check");
    // Drizzle wants a name; the second one without needs another.
    let name = check.name.clone().unwrap_or_else(|| {
        let count = if number > 0 { format!("{}", number + 1) } else { String::new() };
        format!("{}_check{count}", table.name.text)
    });
    let expression = sql(page, &check.expression);
    Extra { key: camel(&name), call: format!("{function}({}, {expression})", page.style.quoted(&name)) }
}

fn policy_call(page: &mut Page<'_>, policy: &Policy) -> Extra {
    let style = page.style;
    let function = page.core("pgPolicy");
    let mut options = Vec::new();
    if policy.restrictive {
        options.push(format!("as: {}", style.quoted("restrictive")));
    }
    options.extend(policy.command.as_ref().map(|it| format!("for: {}", style.quoted(it))));
    match policy.roles.as_slice() {
        [] => {}
        [role] => options.push(format!("to: {}", style.quoted(role))),
        roles => options.push(format!("to: [{}]", page.listed(roles))),
    }
    if let Some(using) = &policy.using {
        options.push(format!("using: {}", page.sql(using)));
    }
    if let Some(check) = &policy.check {
        options.push(format!("withCheck: {}", page.sql(check)));
    }
    let options = if options.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", options.join(", ")) };
    Extra {
        key: camel(&policy.name),
        call: format!("{function}({}, {options})", style.quoted(&policy.name)),
    }
}

/// An SQL expression as a tagged template, or as it is if it is one already.
fn sql(page: &mut Page<'_>, expression: &str) -> String {
    if expression.trim_start().starts_with("sql`") {
        page.imports.value("drizzle-orm", "sql");
        expression.trim().to_owned()
    } else {
        page.sql(expression)
    }
}

/// The call that declares an index: `index('teams_org_idx').on(table.organizationId)`.
pub(super) fn index(table: &Table, index: &Index, parameter: &str, style: &Style) -> Written {
    let scope = Scope::default();
    let mut page = Page::new(&scope, style, table.database);
    let text = index_call(&mut page, table, index, parameter);
    Written { text, imports: page.imports }
}

fn index_call(page: &mut Page<'_>, table: &Table, index: &Index, parameter: &str) -> String {
    let style = page.style;
    let function = page.core(if index.unique { "uniqueIndex" } else { "index" });
    let parts: Vec<String> = index.parts.iter().map(|it| part(page, table, it, parameter)).collect();
    let name = match (&index.name, table.database) {
        (Some(name), _) => style.quoted(name),
        (None, Database::PostgreSql) if index.parts.iter().all(|it| it.column().is_some()) => String::new(),
        // Only PostgreSQL's own functions make a name where none is given, and drizzle-kit none of an expression.
        (None, _) => style.quoted(&format!("{}_{}_idx", table.name.text, words(index))),
    };
    let parts = parts.join(", ");
    let method = index.method.as_deref().filter(|it| *it != "btree");
    let on = match (method, table.database) {
        (Some(method), Database::PostgreSql) => format!(".using({}, {parts})", style.quoted(method)),
        (Some(method), Database::MySql) => format!(".on({parts}).using({})", style.quoted(method)),
        _ => format!(".on({parts})"),
    };
    let predicate = index.predicate.as_ref().map(|it| format!(".where({})", sql(page, it)));
    format!("{function}({name}){on}{}", predicate.unwrap_or_default())
}

/// The words of the parts of `index`.
fn words(index: &Index) -> String {
    let text: Vec<&str> = index.parts.iter().map(IndexPart::text).collect();
    let text = text.join("_");
    let words = text.split(|it: char| !it.is_alphanumeric() && it != '_').filter(|it| !it.is_empty());
    words.take(8).collect::<Vec<_>>().join("_")
}

/// One part of an index: `table.createdAt.desc().nullsLast()`.
fn part(page: &mut Page<'_>, table: &Table, part: &IndexPart, parameter: &str) -> String {
    let order = part.order.trim();
    match &part.key {
        IndexKey::Expression(expression) if expression.trim_start().starts_with("sql`") => sql(page, expression),
        // What is no call stands in parentheses.
        IndexKey::Expression(expression) => page.sql(format!("{} {order}", indexed(expression)).trim_end()),
        IndexKey::Column(name) => {
            let column = references(table, std::slice::from_ref(name), parameter, page.style);
            if order.is_empty() {
                return column;
            }
            if table.database != Database::PostgreSql {
                page.imports.value("drizzle-orm", "sql");
                return format!("sql`${{{column}}} {order}`");
            }
            column + &ordered(order, page.style)
        }
    }
}

/// `gin_trgm_ops desc nulls last` as calls.
fn ordered(order: &str, style: &Style) -> String {
    let mut calls = String::new();
    let (order, nulls) = match order.split_once("nulls") {
        Some((before, nulls)) => (before.trim(), Some(nulls.trim())),
        None => (order, None),
    };
    let descending = order == "desc" || order.ends_with(" desc");
    let class = order.strip_suffix("desc").or(order.strip_suffix("asc")).unwrap_or(order).trim();
    if descending {
        calls.push_str(".desc()");
    } else if nulls.is_some() {
        calls.push_str(".asc()");
    }
    // PostgreSQL's own descending order has NULL first, drizzle-kit's has it last.
    match nulls {
        Some("last") => calls.push_str(".nullsLast()"),
        Some(_) => calls.push_str(".nullsFirst()"),
        None if descending => calls.push_str(".nullsFirst()"),
        None => {}
    }
    if !class.is_empty() {
        calls.push_str(&format!(".op({})", style.quoted(class)));
    }
    calls
}

/// The key of an index in an object third argument: `organizationIdIdx`.
pub(super) fn entry_key(table: &Table, index: &Index) -> String {
    let columns: Vec<&str> = index.parts.iter().filter_map(IndexPart::column).collect();
    match &index.name {
        Some(name) if columns.is_empty() || !name.contains(&columns.join("_")) => camel(name),
        _ if columns.is_empty() => camel(&format!("{}_idx", table.name.text)),
        _ => camel(&format!("{}_idx", columns.join("_"))),
    }
}

/// The columns as properties of `parameter`.
fn references(table: &Table, columns: &[String], parameter: &str, style: &Style) -> String {
    let keys = columns.iter().map(|name| {
        let key =
            table.columns.iter().find(|it| it.name.text == *name).map_or_else(|| camel(name), column_key);
        property(parameter, &key, style)
    });
    keys.collect::<Vec<_>>().join(", ")
}
