//! From plans to edits: table files, enum file, relations, types and the barrel, as one change.

use std::collections::{BTreeMap, BTreeSet};

use schema::dialects::drizzle::write::{
    Draft, Imports, RelationDraft, Scope, Target, Written, add_declarations, add_export, add_relation, camel,
    enumeration, full_name, relations, table,
};
use schema::model::{ForeignKey, RelationKind, Table};
use schema::names::{Folded, plural, singular};

use super::house::{Habits, without_extension};
use super::layout::Relations;
use crate::WorkspaceEdits;
use crate::conventions::FilePattern;
use crate::generate::ground::{Ground, merge};
use crate::generate::plan::Plan;
use crate::generate::texts::difference;

/// Where plans are written.
pub(super) struct Site<'a> {
    pub(super) ground: Ground<'a>,
    pub(super) habits: &'a Habits,
}

impl Site<'_> {
    /// The change that makes all `plans` true.
    pub(super) fn write(&self, plans: &[Plan]) -> WorkspaceEdits {
        let mut change = WorkspaceEdits::default();
        let mut by_path: Vec<(String, Vec<&Plan>)> = Vec::new();
        for plan in plans {
            match by_path.iter_mut().find(|it| it.0 == plan.path) {
                Some(group) => group.1.push(plan),
                None => by_path.push((plan.path.clone(), vec![plan])),
            }
        }
        let mut created = Vec::new();
        for (path, group) in &by_path {
            let written = self.file(path, group, plans);
            if self.put(path, &written, &mut change) {
                created.push((path.clone(), group));
            }
        }
        self.enums(plans, &mut change);
        self.relations_file(plans, &mut change);
        self.other_sides(plans, &mut change);
        self.types_file(plans, &mut change);
        self.barrel(&created, &mut change);
        change
    }

    /// Everything that `plans` may refer to from the file at `path`.
    pub(super) fn scope(&self, path: &str, plans: &[Plan]) -> Scope {
        let mut scope = Scope::default();
        let layout = &self.habits.layout;
        let module = |other: &str| (other != path).then(|| layout.specifier(path, other));
        let target = |table: &Table, other: &str| Target {
            key: table.key.text.clone(),
            module: module(other),
            columns: table.columns.iter().map(|it| (it.name.text.clone(), it.key.text.clone())).collect(),
        };
        let keys = plans.iter().flat_map(|it| &it.table.foreign_keys);
        let wanted: BTreeSet<&String> = keys.map(|it| &it.table.text).collect();
        let there = self.ground.declarations().into_iter().flat_map(|it| &it.tables);
        for table in there.filter(|it| wanted.contains(&it.name.text)) {
            let Some(other) = self.ground.path_of(table.place.file) else { continue };
            if table.exported || other == path {
                scope.tables.insert(full_name(table), target(table, other));
            }
        }
        for it in self.ground.declarations().into_iter().flat_map(|it| &it.enums) {
            let Some(other) = self.ground.path_of(it.place.file) else { continue };
            let target = Target { key: it.key.text.clone(), module: module(other), ..Target::default() };
            scope.enums.insert(it.name.text.clone(), target);
        }
        let enums = layout.enums.and_then(|it| self.ground.path_of(it));
        scope.cycles = self.cycles(plans);
        for plan in plans {
            scope.tables.insert(full_name(&plan.table), target(&plan.table, &plan.path));
            for it in &plan.enums {
                let other = enums.unwrap_or(&plan.path);
                let target = Target { key: it.key.text.clone(), module: module(other), ..Target::default() };
                scope.enums.insert(it.name.text.clone(), target);
            }
        }
        scope
    }

    /// The references of `plans` whose target leads back to the table they start from.
    fn cycles(&self, plans: &[Plan]) -> BTreeSet<(String, String)> {
        let there = self.ground.declarations().into_iter().flat_map(|it| &it.tables);
        let mut targets: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for table in there.chain(plans.iter().map(|it| &it.table)) {
            let keys = table.foreign_keys.iter().map(|it| it.table.text.as_str());
            targets.entry(&table.name.text).or_default().extend(keys);
        }
        let mut cycles = BTreeSet::new();
        for plan in plans {
            let own = &plan.table;
            for key in &own.foreign_keys {
                let mut open = vec![key.table.text.as_str()];
                let mut seen: BTreeSet<&str> = BTreeSet::new();
                while let Some(name) = open.pop() {
                    if seen.insert(name) {
                        open.extend(targets.get(name).into_iter().flatten());
                    }
                }
                if seen.contains(own.name.text.as_str()) {
                    cycles.insert((own.name.text.clone(), key.table.text.clone()));
                }
            }
        }
        cycles
    }

    /// What the file at `path` gets: enums, tables, relations.
    fn file(&self, path: &str, group: &[&Plan], plans: &[Plan]) -> Written {
        let (style, layout) = (&self.habits.style, &self.habits.layout);
        let scope = self.scope(path, plans);
        let mut pieces: Vec<String> = Vec::new();
        let mut imports = Imports::default();
        let mut put = |written: Written| {
            imports.extend(&written.imports);
            pieces.push(written.text);
        };
        if layout.enums.is_none() {
            group.iter().flat_map(|it| &it.enums).for_each(|it| put(enumeration(it, style)));
        }
        for plan in group {
            put(table(&self.draft(plan, path), &scope, style));
        }
        if layout.relations == Relations::Beside {
            for plan in group {
                relations(&plan.table.name.text, &entries(plan), &scope, style)
                    .into_iter()
                    .for_each(&mut put);
            }
        }
        Written { text: pieces.join("\n"), imports }
    }

    /// The table of `plan` with the builders of the house, whose imports are as the file at `path` has to write them,
    /// and without types that have a file of their own or exist already.
    fn draft(&self, plan: &Plan, path: &str) -> Draft {
        let name = &plan.table.name.text;
        let builder = |it: &String| Some((it.clone(), self.habits.builder(it, name)?));
        let mut builders: BTreeMap<String, Written> = plan.house.iter().filter_map(builder).collect();
        builders.extend(super::fenced_builders(plan));
        let mut spreads = if plan.given { self.habits.spreads.clone() } else { Vec::new() };
        let own = format!("/{}", without_extension(path));
        for written in builders.values_mut().chain(&mut spreads) {
            written.imports =
                written.imports.without(&own).rebased(|module| match module.strip_prefix('/') {
                    Some(other) => self.habits.layout.specifier(path, other),
                    None => module.to_owned(),
                });
        }
        let (read, insert) = self.habits.types.names(&plan.table.key.text);
        let declared = &self.habits.declared_types;
        // A second type of the same name would not compile.
        let taken = declared.contains(&read) || declared.contains(&insert);
        let types = (self.habits.types.file.is_none() && !taken).then_some((read, insert));
        Draft { table: plan.table.clone(), builders, spreads, types }
    }

    /// Adds `written` to the file at `path`; true if the file is new.
    fn put(&self, path: &str, written: &Written, change: &mut WorkspaceEdits) -> bool {
        let style = &self.habits.style;
        if let Some(document) = self.ground.document_at(path) {
            merge(change, document.id(), &add_declarations(&document.source(), written, style));
            return false;
        }
        let gap = if written.imports.is_empty() { "" } else { "\n" };
        let text = format!("{}{gap}{}", written.imports.text(style), written.text);
        self.ground.create(change, path, text);
        true
    }

    fn enums(&self, plans: &[Plan], change: &mut WorkspaceEdits) {
        let Some(path) = self.habits.layout.enums.and_then(|it| self.ground.path_of(it)) else { return };
        let mut all = Written::default();
        for it in plans.iter().flat_map(|it| &it.enums) {
            let written = enumeration(it, &self.habits.style);
            all.imports.extend(&written.imports);
            all.text.push_str(&format!("{}{}", if all.text.is_empty() { "" } else { "\n" }, written.text));
        }
        if !all.text.is_empty() {
            self.put(path, &all, change);
        }
    }

    fn relations_file(&self, plans: &[Plan], change: &mut WorkspaceEdits) {
        let Relations::File(file) = self.habits.layout.relations else { return };
        let Some(path) = self.ground.path_of(file) else { return };
        let scope = self.scope(path, plans);
        let mut all = Written::default();
        for plan in plans {
            let name = &plan.table.name.text;
            if let Some(written) = relations(name, &entries(plan), &scope, &self.habits.style) {
                all.imports.extend(&written.imports);
                all.text.push_str(&format!(
                    "{}{}",
                    if all.text.is_empty() { "" } else { "\n" },
                    written.text
                ));
            }
        }
        if !all.text.is_empty() {
            self.put(path, &all, change);
        }
    }

    /// The other side of each relation, among those of the table it leads to, in a house that declares both.
    fn other_sides(&self, plans: &[Plan], change: &mut WorkspaceEdits) {
        let Some(declarations) = self.ground.declarations() else { return };
        if !declarations.relations.iter().any(|it| it.kind == RelationKind::Many) {
            return;
        }
        for plan in plans {
            for key in &plan.table.foreign_keys {
                let target = declarations.tables.iter().find(|it| it.name.text == key.table.text);
                let rivals =
                    plan.table.foreign_keys.iter().filter(|it| it.table.text == key.table.text).count();
                // Of two relations between the same tables each would need a name on both sides.
                let Some(target) = target.filter(|_| rivals == 1) else { continue };
                let known = declarations.relations.iter().find(|it| it.table == target.name.text);
                let Some(document) = known.and_then(|it| self.ground.snapshot.document(it.place.file)) else {
                    continue;
                };
                let draft = other_side(&plan.table, key);
                let scope = self.scope(document.path().as_str(), plans);
                let before = document.source().to_string();
                let made = change.files.get(&document.id());
                let now = made.map_or_else(|| before.clone(), |it| it.apply(&before));
                if let Some(edits) =
                    add_relation(&now, &full_name(target), &draft, &scope, &self.habits.style)
                {
                    change.files.insert(document.id(), difference(&before, &edits.apply(&now)));
                }
            }
        }
    }

    /// Types of rows, where one file holds them all.
    fn types_file(&self, plans: &[Plan], change: &mut WorkspaceEdits) {
        let types = &self.habits.types;
        let Some(path) = types.file.and_then(|it| self.ground.path_of(it)) else { return };
        let (style, layout) = (&self.habits.style, &self.habits.layout);
        let barrel = layout.barrel.and_then(|it| self.ground.path_of(it));
        let mut all = Written::default();
        for plan in plans {
            let key = &plan.table.key.text;
            let (read, insert) = types.names(key);
            let home = barrel.unwrap_or(&plan.path);
            all.imports.value(&layout.specifier(path, home), key);
            let (selected, inserted) = if types.infer_model {
                all.imports.value("drizzle-orm", "InferSelectModel");
                all.imports.value("drizzle-orm", "InferInsertModel");
                (format!("InferSelectModel<typeof {key}>"), format!("InferInsertModel<typeof {key}>"))
            } else {
                (format!("typeof {key}.$inferSelect"), format!("typeof {key}.$inferInsert"))
            };
            let gap = if all.text.is_empty() { "" } else { "\n" };
            let end = style.end();
            all.text.push_str(&format!(
                "{gap}export type {read} = {selected}{end}\nexport type {insert} = {inserted}{end}\n"
            ));
        }
        if !all.text.is_empty() {
            self.put(path, &all, change);
        }
    }

    /// The barrel's exports of new files, in its order.
    fn barrel(&self, created: &[(String, &Vec<&Plan>)], change: &mut WorkspaceEdits) {
        let (style, layout) = (&self.habits.style, &self.habits.layout);
        let mut created: Vec<&(String, &Vec<&Plan>)> = created.iter().collect();
        created.sort_by_key(|it| without_extension(&it.0).to_owned());
        if let Some(barrel) = layout.barrel.and_then(|it| self.ground.snapshot.document(it)) {
            for (path, group) in created {
                let names: Vec<String> = group.iter().map(|it| it.table.key.text.clone()).collect();
                let types = group
                    .iter()
                    .map(|it| self.habits.types.names(&it.table.key.text))
                    .flat_map(|it| [it.0, it.1]);
                let types: Vec<String> =
                    if self.habits.types.file.is_none() { types.collect() } else { Vec::new() };
                let module = layout.specifier(barrel.path().as_str(), path);
                merge(change, barrel.id(), &add_export(&barrel.source(), &module, &names, &types, style));
            }
        } else if let (Some(path), FilePattern::Own { folder, .. }) = (&layout.new_barrel, &layout.pattern) {
            let own = created.iter().filter(|it| it.0.starts_with(&format!("{folder}/")));
            let lines: Vec<String> = own
                .map(|it| {
                    format!("export * from {}{}\n", style.quoted(&layout.specifier(path, &it.0)), style.end())
                })
                .collect();
            if !lines.is_empty() {
                self.ground.create(change, path, lines.concat());
            }
        }
    }
}

/// The relation that leads back to `table` from the table that `key` leads to.
fn other_side(table: &Table, key: &ForeignKey) -> RelationDraft {
    let single =
        table.uniques.iter().map(|it| &it.columns).chain(table.primary_key.iter().map(|it| &it.columns));
    let kind =
        if single.into_iter().any(|it| *it == key.columns) { RelationKind::One } else { RelationKind::Many };
    let name = match kind {
        RelationKind::One => singular(&table.name.text),
        RelationKind::Many => plural(&table.name.text),
    };
    RelationDraft { name: camel(&name), kind, to: full_name(table), ..RelationDraft::default() }
}

/// The relations a table starts: one for each of its references.
fn entries(plan: &Plan) -> Vec<RelationDraft> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let table = &plan.table;
    let mut entries = Vec::new();
    for key in &table.foreign_keys {
        let column = key.columns.first().map(String::as_str).unwrap_or_default();
        let stem = column.strip_suffix("_id").or_else(|| column.strip_suffix("Id")).unwrap_or(column);
        let name = if stem.is_empty() || (stem == column && Folded::new(stem) != Folded::new(&key.table.text))
        {
            camel(&singular(&format!("{column}_{}", key.table.text)))
        } else {
            camel(stem)
        };
        let count = names.entry(name.clone()).or_default();
        *count += 1;
        let name = if *count > 1 { format!("{name}{count}") } else { name };
        entries.push(RelationDraft {
            name,
            kind: RelationKind::One,
            to: key.table.text.clone(),
            columns: key.columns.iter().cloned().zip(key.references.iter().cloned()).collect(),
            ..RelationDraft::default()
        });
    }
    entries
}
