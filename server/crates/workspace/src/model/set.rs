//! One schema: the files that are linked together.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use schema::dialects::{Dialect, Linking, link, sql};
use schema::model::{Declarations, Table, UnknownScope};
use schema::names::Folded;
use text::FileId;

use super::copies;
use super::outline::outline;
use crate::discovery::{Choice, SetPlan, Upkeep};
use crate::document::{Body, Document};
use crate::path::RelPath;

/// One schema: the files that are linked together.
#[derive(Debug, Clone, Default)]
pub struct SchemaSet {
    /// Its name: the configured one, or the folder it was found in.
    pub name: String,
    /// The language.
    pub dialect: Option<Dialect>,
    /// Its root files, in the order in which they count.
    pub files: Vec<FileId>,
    /// Those and all files they import, sorted by path.
    pub members: Vec<FileId>,
    /// What they declare.
    pub declarations: Declarations,
    /// The declarations without their places.
    pub(crate) outline: Declarations,
    /// The folded database name and source name of each table.
    pub(super) folded: Vec<(Folded, Folded)>,
    /// Names that stand in files with broken stretches: a table of that name may be there, unread.
    shadowed: HashSet<Folded>,
    /// Names of tables that are referred to and declared nowhere: they lie elsewhere.
    elsewhere: HashSet<Folded>,
    /// Names of tables that SQL beside it makes and it does not declare: nobody knows whether they are there.
    beside: HashSet<Folded>,
    /// True if tables of any name may exist beyond `declarations`.
    open: bool,
    // What it was made from, to know whether it must be made again.
    plan: SetPlan,
    bodies: Vec<Arc<Body>>,
}

impl SchemaSet {
    /// The folded database names of the tables, in order.
    pub fn folded_names(&self) -> impl Iterator<Item = &Folded> {
        self.folded.iter().map(|it| &it.0)
    }

    /// The table called `name` here, by database name or source name, under folding.
    #[must_use]
    pub fn table(&self, name: &Folded) -> Option<&Table> {
        let by_name = self.folded.iter().position(|it| it.0 == *name);
        let index = by_name.or_else(|| self.folded.iter().position(|it| it.1 == *name))?;
        self.declarations.tables.get(index)
    }

    /// Links the set that `plan` describes from its `documents`. `resolve` tells the file an import names.
    pub(crate) fn link(
        plan: &SetPlan,
        documents: &[&Arc<Document>],
        resolve: &dyn Fn(&RelPath, &str) -> Option<FileId>,
    ) -> Self {
        let by_id: BTreeMap<FileId, &Arc<Document>> = documents.iter().map(|it| (it.id, *it)).collect();
        let by_path: BTreeMap<&RelPath, FileId> = documents.iter().map(|it| (&it.path, it.id)).collect();
        let files: Vec<FileId> = plan.roots.iter().filter_map(|it| by_path.get(it).copied()).collect();
        let mut declarations = link(&Linking {
            roots: files.clone(),
            module: &|id| by_id.get(&id).and_then(|it| it.module()),
            resolve: &|from, specifier| resolve(&by_id.get(&from)?.path, specifier),
            casing: plan.casing,
            order: plan.order,
            database: plan.database,
        });
        if plan.choice == Choice::Gathered {
            let is_pulled = |file: FileId| by_id.get(&file).is_some_and(|it| plan.pulled.contains(&it.path));
            copies::merge(&mut declarations, &|file| usize::from(!is_pulled(file)));
        }
        let folded: Vec<(Folded, Folded)> = declarations
            .tables
            .iter()
            .map(|it| (Folded::new(&it.name.text), Folded::new(&it.key.text)))
            .collect();
        Self {
            name: plan.name.clone(),
            dialect: plan.dialect,
            files,
            members: documents.iter().map(|it| it.id).collect(),
            outline: outline(&declarations),
            beside: made_beside(plan, &folded),
            folded,
            shadowed: shadowed(documents),
            elsewhere: elsewhere(plan, documents, &declarations),
            open: plan.partial
                || documents.iter().any(|it| it.body.problem().is_some())
                || hides_tables(&declarations),
            declarations,
            plan: plan.clone(),
            bodies: documents.iter().map(|it| Arc::clone(&it.body)).collect(),
        }
    }

    /// True if `plan` and `documents` are what this set was made from.
    pub(crate) fn is_made_of(&self, plan: &SetPlan, documents: &[&Arc<Document>]) -> bool {
        self.plan == *plan
            && self.bodies.len() == documents.len()
            && self.bodies.iter().zip(documents).all(|(body, document)| Arc::ptr_eq(body, &document.body))
    }

    /// True if tables may exist that are not among the declarations.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open || !self.shadowed.is_empty()
    }

    /// True if a table called `name` may exist though it is not among the declarations.
    #[must_use]
    pub fn may_declare(&self, name: &str) -> bool {
        let is_in = |names: &dyn Fn(&Folded) -> bool| names(&Folded::new(name));
        self.open
            || (!self.shadowed.is_empty() && is_in(&|it| self.shadowed.contains(it)))
            || (!self.elsewhere.is_empty() && is_in(&|it| self.elsewhere.contains(it)))
            || (!self.beside.is_empty() && is_in(&|it| self.beside.contains(it)))
    }

    /// True if its files are migrations that were applied: history, which nobody edits any more.
    #[must_use]
    pub fn is_history(&self) -> bool {
        self.plan.upkeep == Upkeep::Applied
    }
}

/// The tables that SQL beside a set of tables called `folded` makes, and the set does not.
fn made_beside(plan: &SetPlan, folded: &[(Folded, Folded)]) -> HashSet<Folded> {
    let is_declared = |name: &Folded| folded.iter().any(|it| it.0 == *name || it.1 == *name);
    let (shared, more): (Vec<_>, Vec<_>) = plan.tables_beside.iter().partition(|it| is_declared(it));
    // Two accounts in SQL are those of two products or two times: neither is a copy.
    let is_code = plan.dialect != Some(Dialect::Sql);
    let tables = if is_code && is_copy(shared.len(), more.len(), 0) { Vec::new() } else { more };
    tables.into_iter().chain(&plan.views_beside).cloned().collect()
}

/// True if SQL beside a schema is an older or equal account of it, and no account of more: it makes `shared` of its
/// tables, and besides hardly anything. That was taken out of the schema, or else the schema would lack more. Where it
/// does, it lacks things by the dozen: of 58 repositories with both, copies have none to two, other accounts 22 and more.
pub(super) fn is_copy(shared: usize, tables: usize, columns: usize) -> bool {
    shared >= 2 && tables + columns <= 1 + shared / 10
}

/// True if something that may be a table could not be evaluated.
fn hides_tables(declarations: &Declarations) -> bool {
    declarations.unknowns.iter().any(|it| it.scope == UnknownScope::Tables)
}

/// The tables that `declarations` lead to and do not hold, and those that SQL names in a database schema of which it
/// makes nothing: `auth.users` of a hosted platform is there, though nothing here creates it.
fn elsewhere(plan: &SetPlan, documents: &[&Arc<Document>], declarations: &Declarations) -> HashSet<Folded> {
    let keys = declarations.tables.iter().flat_map(|it| &it.foreign_keys);
    // A target that is merely not there may be what the story misses; one in a database schema of its own is not ours.
    let keys = keys.filter(|it| !it.known && it.table_schema.as_deref().is_some_and(|it| it != "public"));
    let mut names: HashSet<Folded> = keys.map(|it| Folded::new(&it.table.text)).collect();
    if plan.dialect == Some(Dialect::Sql) {
        // One without columns is changed here, and made elsewhere.
        let made = declarations.tables.iter().filter(|it| !it.columns.is_empty());
        let own: HashSet<&str> = made.filter_map(|it| it.schema.as_deref()).collect();
        for document in documents {
            let source = document.source();
            let foreign =
                sql::qualified(&source).filter(|(schema, _)| *schema != "public" && !own.contains(schema));
            names.extend(foreign.map(|(_, name)| Folded::new(name)));
        }
    }
    names
}

/// Every word of the files with broken stretches. Half-typed code then hides what it names, and nothing else: the
/// other tables' absence is still certain, and findings do not flicker while somebody types.
fn shadowed(documents: &[&Arc<Document>]) -> HashSet<Folded> {
    let mut words = HashSet::new();
    for document in documents {
        if document.module().is_none_or(|it| it.problems().is_empty()) {
            continue;
        }
        let source = document.source();
        words.extend(
            source
                .split(|it: char| !it.is_alphanumeric() && it != '_')
                .filter(|it| !it.is_empty())
                .map(str::to_owned),
        );
    }
    words.iter().map(|it| Folded::new(it)).collect()
}
