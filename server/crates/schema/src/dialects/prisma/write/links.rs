//! Relation fields: both sides of every foreign key and of every join table.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::layout::{self, Row};
use super::names;
use super::plan::{Model, Plan, Standing};
use super::style::Naming;
use crate::model::{Action, Database, Declarations, ForeignKey, PrimaryKey, RelationKind, Table, TableKind};
use crate::names::{camel_case, pascal_case, plural, snake_case};

/// A relation between two models.
pub(super) struct Link<'a> {
    /// The model of the table that refers.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) made_by: MadeBy<'a>,
    /// Its name, where the two models have several relations.
    pub(super) name: Option<String>,
    /// The field in `from`.
    pub(super) field: String,
    /// The field in `to`.
    pub(super) back: String,
}

/// What makes a relation.
#[derive(Clone, Copy)]
pub(super) enum MadeBy<'a> {
    Key(&'a ForeignKey, Rows),
    Join(&'a Table),
}

/// How many rows may refer to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    One,
    Many,
}

/// True if `table` has the form of the join tables that Prisma makes by itself.
pub(super) fn is_join(table: &Table) -> bool {
    let pair = ["A", "B"];
    let is_pair = |columns: &[String]| columns == pair;
    let has_columns = table.columns.iter().map(|it| it.name.text.as_str()).eq(pair);
    let is_column_b = |it: &crate::model::Index| {
        matches!(it.parts.as_slice(), [only] if only.column() == Some("B") && only.order.is_empty())
            && !it.unique
            && it.predicate.is_none()
    };
    let cascades = |it: &ForeignKey| it.on_delete == Some(Action::Cascade) && it.on_update == Some(Action::Cascade);
    let has_key = match table.database {
        Database::PostgreSql => {
            table.primary_key.as_ref().is_some_and(|it| is_pair(&it.columns)) && table.uniques.is_empty()
        }
        Database::Sqlite | Database::MySql => {
            table.primary_key.is_none() && matches!(table.uniques.as_slice(), [only] if is_pair(&only.columns))
        }
    };
    table.kind == TableKind::Table
        && table.name.text.len() > 1
        && table.name.text.starts_with('_')
        && has_columns
        && has_key
        && matches!(table.indexes.as_slice(), [only] if is_column_b(only))
        && sides(table).is_some_and(|it| it.iter().all(|it| cascades(it)))
        && table.checks.is_empty()
        && table.policies.is_empty()
        && !table.row_security
}

/// The foreign keys of columns `A` and `B`.
fn sides(table: &Table) -> Option<[&ForeignKey; 2]> {
    let side = |name: &str| table.foreign_keys.iter().find(|it| it.columns == [name]);
    (table.foreign_keys.len() == 2).then_some([side("A")?, side("B")?])
}

/// The models that `table`, which has the form of a join table, joins; `None` if Prisma would make another one of them.
pub(super) fn join(plan: &Plan<'_>, table: &Table) -> Option<[usize; 2]> {
    let [a, b] = sides(table)?;
    let model = |key: &ForeignKey| {
        let index = plan.model(&key.table.text, key.table_schema.as_deref())?;
        let model = plan.models.get(index)?;
        let is_key = matches!(model.key(), Some([only]) if [only.clone()] == *key.references);
        let is_there = model.table.kind == TableKind::Table && model.is_identified();
        let target = model.field(key.references.first()?)?;
        let own = table.columns.iter().find(|it| [it.name.text.clone()] == *key.columns)?;
        (is_key && is_there && own.ty.canonical == target.column.ty.canonical).then_some((index, model))
    };
    let ((first, a), (second, b)) = (model(a)?, model(b)?);
    let is_in_schema = a.table.schema == table.schema;
    (a.name <= b.name && is_in_schema).then_some([first, second])
}

/// Adds the relations of the new tables and of the join tables `joins`.
pub(super) fn add<'a>(plan: &mut Plan<'a>, addition: &Declarations, around: &Declarations, joins: &[&'a Table]) {
    let mut found: Vec<(usize, usize, MadeBy<'a>)> = Vec::new();
    let mut lost = Vec::new();
    for (from, model) in plan.models.iter().enumerate().filter(|it| it.1.standing == Standing::New) {
        for key in &model.table.foreign_keys {
            match target(plan, model, key) {
                Ok((to, rows)) => {
                    let is_kept = |it: Option<Action>| fitting(plan, model, key, it) == it.unwrap_or(Action::NoAction);
                    if !is_kept(key.on_delete) || !is_kept(key.on_update) {
                        let columns = key.columns.join("`, `");
                        lost.push(format!("an action of foreign key `{columns}` of `{}`", model.table.name.text));
                    }
                    found.push((from, to, MadeBy::Key(key, rows)));
                }
                Err(why) => {
                    let columns = key.columns.join("`, `");
                    lost.push(format!("foreign key `{columns}` of `{}`: {why}", model.table.name.text));
                }
            }
        }
    }
    plan.left_out.append(&mut lost);
    for table in joins {
        found.extend(join(plan, table).map(|[a, b]| (a, b, MadeBy::Join(table))));
    }
    let pair = |it: &(usize, usize, MadeBy<'_>)| (it.0.min(it.1), it.0.max(it.1));
    let pairs: Vec<(usize, usize)> = found.iter().map(pair).collect();
    let mut names_taken = HashSet::new();
    let fields_naming = naming(around, plan.style.fields);
    for (index, (from, to, made_by)) in found.into_iter().enumerate() {
        let own = pairs.get(index).copied().unwrap_or_default();
        let others = pairs.iter().filter(|it| **it == own).count() - 1;
        let drafts = Drafts { relations: [&addition.relations, &around.relations], others, naming: fields_naming };
        let link = drafts.link(plan, (from, to), made_by, &mut names_taken);
        plan.links.extend(link);
    }
}

/// How relation fields are called: as those of `around` are, else as columns, whose naming is `columns`. Relations are in
/// no database, so that `lateFees` may stand beside `created_at`.
fn naming(around: &Declarations, columns: Naming) -> Naming {
    let names = || around.relations.iter().map(|it| it.name.text.as_str());
    let snake = names().filter(|it| it.contains('_')).count();
    let camel = names().filter(|it| !it.contains('_') && it.chars().any(char::is_uppercase)).count();
    match camel.cmp(&snake) {
        Ordering::Greater => Naming::Mapped,
        Ordering::Less => Naming::AsInDatabase,
        Ordering::Equal => columns,
    }
}

/// The model that `key` of `model` refers to, and how many rows may; else why Prisma cannot say it.
fn target(plan: &Plan<'_>, model: &Model<'_>, key: &ForeignKey) -> Result<(usize, Rows), &'static str> {
    let index = plan.model(&key.table.text, key.table_schema.as_deref()).filter(|_| key.known);
    let (to, target) = index.and_then(|it| Some((it, plan.models.get(it)?))).ok_or("its target is not declared")?;
    if target.table.kind != TableKind::Table || model.table.kind != TableKind::Table {
        return Err("it is one of a view");
    }
    let references = references(key, target);
    let fields: Option<Vec<_>> = key.columns.iter().map(|it| model.field(it)).collect();
    let others: Option<Vec<_>> = references.iter().map(|it| target.field(it)).collect();
    let (Some(fields), Some(others)) = (fields, others) else { return Err("a column is left out") };
    let same = |it: (&&super::plan::Field<'_>, &&super::plan::Field<'_>)| {
        it.0.spelling.scalar == it.1.spelling.scalar && it.0.is_list == it.1.is_list
    };
    if fields.len() != others.len() || fields.is_empty() || !fields.iter().zip(&others).all(same) {
        return Err("the columns have other types than their target's");
    }
    let references: Vec<&str> = references.iter().map(String::as_str).collect();
    if !target.uniques().any(|it| same_set(&it, &references)) {
        return Err("its target is no key");
    }
    let own: Vec<&str> = key.columns.iter().map(String::as_str).collect();
    let is_unique = model.uniques().any(|it| same_set(&it, &own));
    Ok((to, if is_unique { Rows::One } else { Rows::Many }))
}

/// The columns that `key` refers to; those of the primary key if it names none.
fn references<'a>(key: &'a ForeignKey, target: &Model<'a>) -> &'a [String] {
    let primary = || target.table.primary_key.as_ref().map(|it: &PrimaryKey| it.columns.as_slice());
    if key.references.is_empty() { primary().unwrap_or_default() } else { &key.references }
}

fn same_set(a: &[&str], b: &[&str]) -> bool {
    a.len() == b.len() && a.iter().all(|it| b.contains(it))
}

/// What the names of relation fields are made of.
struct Drafts<'d> {
    /// The relations that the query layer of the new and of the present tables has.
    relations: [&'d Vec<crate::model::Relation>; 2],
    /// How many more relations the two models have.
    others: usize,
    naming: Naming,
}

impl Drafts<'_> {
    fn link<'a>(
        &self,
        plan: &mut Plan<'a>,
        (from, to): (usize, usize),
        made_by: MadeBy<'a>,
        names_taken: &mut HashSet<String>,
    ) -> Option<Link<'a>> {
        let (a, b) = (plan.models.get(from)?, plan.models.get(to)?);
        let (a_name, b_name) = (a.name.clone(), b.name.clone());
        let is_ambiguous = self.others > 0 || from == to;
        let label = if let MadeBy::Key(key, _) = made_by { self.label(a, b, key) } else { None };
        let (fields, backs) = match made_by {
            MadeBy::Key(key, rows) => (self.forward(a, b, key), self.backward(a, b, key, rows)),
            MadeBy::Join(table) => (self.listed(a, b, table), self.listed(b, a, table)),
        };
        let field = names::unique(fields, "relation", &mut plan.models.get_mut(from)?.taken);
        let mut backs = backs;
        if is_ambiguous {
            // `senderMessages` and `recipientMessages`; what a parent has are its children.
            let is_one = matches!(made_by, MadeBy::Key(_, Rows::One));
            let others = if is_one { a_name.clone() } else { plural(&a_name) };
            let own = format!("{}{}", camel_case(&field), pascal_case(&others));
            let children = (field == "parent" && from == to).then(|| "children".to_owned());
            let kept = backs.len().saturating_sub(2);
            backs.truncate(kept);
            backs.extend(children.into_iter().chain(std::iter::once(own)));
        }
        let back = names::unique(backs, "relation", &mut plan.models.get_mut(to)?.taken);
        let name = match made_by {
            MadeBy::Join(table) => {
                let given = table.name.text.strip_prefix('_').unwrap_or_default().to_owned();
                (is_ambiguous || given != format!("{a_name}To{b_name}")).then_some(given)
            }
            MadeBy::Key(..) if is_ambiguous => {
                let made = format!("{}{}", pascal_case(&a_name), pascal_case(&field));
                let wanted = label.into_iter().chain([made]).collect();
                Some(names::unique(wanted, "Relation", names_taken))
            }
            MadeBy::Key(..) => None,
        };
        Some(Link { from, to, made_by, name, field, back })
    }

    /// Names for the field of `key` in `a`, the best first.
    fn forward(&self, a: &Model<'_>, b: &Model<'_>, key: &ForeignKey) -> Vec<String> {
        let given = self.given(a, b, RelationKind::One);
        let own = given.iter().find(|it| it.place == key.place && key.place != text::Place::default());
        let only = own.or(if self.others == 0 && given.len() == 1 { given.first() } else { None });
        let mut wanted: Vec<String> = only.map(|it| it.name.clone()).into_iter().collect();
        let model = self.cased(&b.name);
        if let [column] = key.columns.as_slice() {
            let field = a.field(column).map_or_else(|| self.cased(column), |it| self.cased(&it.name));
            let ends = ["Id", "Uuid", "Key", "Code", "_id", "_uuid", "_key", "_code"];
            let stem = ends.iter().find_map(|it| field.strip_suffix(it));
            wanted.extend(stem.filter(|it| !it.is_empty()).map(str::to_owned));
            wanted.push(model);
            wanted.push(format!("{field}{}", pascal_case(&b.name)));
        } else {
            wanted.push(model);
        }
        wanted
    }

    /// Names for the field in `b` that leads back to `a`, the best first; the last two are used only if there is one
    /// relation between the two.
    fn backward(&self, a: &Model<'_>, b: &Model<'_>, key: &ForeignKey, rows: Rows) -> Vec<String> {
        let kind = if rows == Rows::One { RelationKind::One } else { RelationKind::Many };
        let given = self.given(b, a, kind);
        let is_other = |it: &&Given| it.place != key.place;
        let label = self.label(a, b, key);
        let labelled = given.iter().filter(is_other).find(|it| label.is_some() && it.label == label);
        let is_alone = self.others == 0 && given.len() == 1;
        let only = labelled.or_else(|| given.iter().find(is_other).filter(|_| is_alone));
        let own = self.cased(&a.name);
        let plain = if rows == Rows::One { own.clone() } else { plural(&own) };
        let wanted = only.map(|it| it.name.clone());
        let last = format!("{plain}As{}", pascal_case(&b.name));
        wanted.into_iter().chain([plain, last]).collect()
    }

    /// Names for the list in `a` of the `b` joined to it.
    fn listed(&self, a: &Model<'_>, b: &Model<'_>, join: &Table) -> Vec<String> {
        let given = self.given(a, b, RelationKind::Many);
        let own = given.iter().find(|it| it.place == join.place && join.place != text::Place::default());
        let only = own.or(if self.others == 0 && given.len() == 1 { given.first() } else { None });
        let plain = plural(&self.cased(&b.name));
        let last = format!("joined{}", pascal_case(&plain));
        let label = join.name.text.strip_prefix('_');
        let labelled = given.iter().filter(|it| it.label.as_deref() == label);
        only.into_iter().chain(labelled).map(|it| it.name.clone()).chain([plain, last]).collect()
    }

    /// `name` as fields are called here.
    fn cased(&self, name: &str) -> String {
        match self.naming {
            Naming::Mapped => camel_case(name),
            Naming::AsInDatabase => snake_case(name),
        }
    }

    /// The label of the relation that `key` of `a` makes to `b`.
    fn label(&self, a: &Model<'_>, b: &Model<'_>, key: &ForeignKey) -> Option<String> {
        let given = self.given(a, b, RelationKind::One);
        let is_own = |it: &Given| it.place == key.place && key.place != text::Place::default();
        given.into_iter().find(is_own)?.label
    }

    /// The relations of `kind` that lead from `a` to `b`.
    fn given(&self, a: &Model<'_>, b: &Model<'_>, kind: RelationKind) -> Vec<Given> {
        let both = self.relations.iter().take(if a.standing == Standing::New { 1 } else { 0 }).copied().flatten();
        let own = both.filter(|it| it.table == a.table.name.text && it.to == b.table.name.text && it.kind == kind);
        let found = own.map(|it| Given {
            name: names::identifier(&it.name.text),
            label: it.label.clone(),
            place: it.place,
        });
        found.collect()
    }
}

/// A relation that the schema names.
struct Given {
    name: String,
    label: Option<String>,
    place: text::Place,
}

/// The rows of the relation fields of the model `index`.
pub(super) fn rows(plan: &Plan<'_>, index: usize) -> Vec<Row> {
    let forward = plan.links.iter().filter(|it| it.from == index).filter_map(|it| forward(plan, it));
    forward.chain(plan.links.iter().filter(|it| it.to == index).filter_map(|it| back(plan, it))).collect()
}

/// The field in the model that refers.
pub(super) fn forward(plan: &Plan<'_>, link: &Link<'_>) -> Option<Row> {
    let (from, to) = (plan.models.get(link.from)?, plan.models.get(link.to)?);
    let mut arguments: Vec<String> = link.name.iter().map(|it| layout::text(it)).collect();
    let mark = match link.made_by {
        MadeBy::Join(_) => "[]",
        MadeBy::Key(key, _) => {
            arguments.push(format!("fields: [{}]", from.names(&key.columns)?.join(", ")));
            arguments.push(format!("references: [{}]", to.names(references(key, to))?.join(", ")));
            arguments.extend(actions(plan, from, key));
            let is_named = plan.style.database != Database::Sqlite;
            let usual = format!("{}_{}_fkey", from.table.name.text, key.columns.join("_"));
            let given = key_name(plan, link, from, key);
            arguments.extend((is_named && given != usual).then(|| format!("map: {}", layout::text(&given))));
            let is_optional = key.columns.iter().any(|it| from.field(it).is_some_and(|it| !it.is_required));
            if is_optional { "?" } else { "" }
        }
    };
    Some(row(&link.field, format!("{}{mark}", to.name), &arguments, from, to))
}

/// The name of `key` in the database, with a number where an earlier key of the model `from` would have the same.
fn key_name(plan: &Plan<'_>, link: &Link<'_>, from: &Model<'_>, key: &ForeignKey) -> String {
    let usual = |it: &ForeignKey| format!("{}_{}_fkey", from.table.name.text, it.columns.join("_"));
    let name = |it: &ForeignKey| it.name.clone().unwrap_or_else(|| usual(it));
    let own = name(key);
    let earlier = plan.links.iter().take_while(|it| !std::ptr::eq(*it, link)).filter(|it| it.from == link.from);
    let same = earlier.filter(|it| matches!(it.made_by, MadeBy::Key(other, _) if name(other) == own)).count();
    if same == 0 { own } else { format!("{own}{same}") }
}

/// The field in the model that is referred to.
pub(super) fn back(plan: &Plan<'_>, link: &Link<'_>) -> Option<Row> {
    let (from, to) = (plan.models.get(link.from)?, plan.models.get(link.to)?);
    let arguments: Vec<String> = link.name.iter().map(|it| layout::text(it)).collect();
    let mark = if matches!(link.made_by, MadeBy::Key(_, Rows::One)) { "?" } else { "[]" };
    Some(row(&link.back, format!("{}{mark}", from.name), &arguments, to, from))
}

/// The row of the field `name` of `own`, which leads to `other`.
fn row(name: &str, ty: String, arguments: &[String], own: &Model<'_>, other: &Model<'_>) -> Row {
    let mut attributes = Vec::new();
    if !arguments.is_empty() {
        attributes.push(format!("@relation({})", arguments.join(", ")));
    }
    // Who ignores a model does not follow relations to it.
    if own.is_identified() && !other.is_identified() {
        attributes.push("@ignore".to_owned());
    }
    Row { doc: None, name: name.to_owned(), ty, attributes }
}

/// The actions of `key` that are not those which Prisma takes by itself.
fn actions(plan: &Plan<'_>, from: &Model<'_>, key: &ForeignKey) -> Vec<String> {
    let usual = if is_required(from, key) { Action::Restrict } else { Action::SetNull };
    let fit = |action| fitting(plan, from, key, action);
    let said = [("onDelete", fit(key.on_delete), usual), ("onUpdate", fit(key.on_update), Action::Cascade)];
    let other = said.into_iter().filter(|(_, action, usual)| action != usual);
    other.map(|(word, action, _)| format!("{word}: {}", pascal_case(action.as_str()))).collect()
}

fn is_required(from: &Model<'_>, key: &ForeignKey) -> bool {
    key.columns.iter().any(|it| from.field(it).is_some_and(|it| it.is_required))
}

/// What stands for `action` of `key`.
fn fitting(plan: &Plan<'_>, from: &Model<'_>, key: &ForeignKey, action: Option<Action>) -> Action {
    match action.unwrap_or(Action::NoAction) {
        // Only PostgreSQL lets a key that it can never carry out stand.
        Action::SetNull if is_required(from, key) && plan.style.database != Database::PostgreSql => Action::NoAction,
        Action::SetDefault if plan.style.database == Database::MySql => Action::NoAction,
        other => other,
    }
}
