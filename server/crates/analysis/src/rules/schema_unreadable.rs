//! A schema that cannot be read, in part or at all, or is not there.

use std::collections::BTreeSet;
use std::sync::Arc;

use schema::dialects::Module;
use schema::model::{Unknown, UnknownScope};
use schema::names::Folded;
use story::{Form, Mention, Subject};
use text::{FileId, Place, Span};
use workspace::config::Severity;
use workspace::document::{Document, FileKind};
use workspace::model::SchemaSet;
use workspace::snapshot::{Cancelled, Origin};

use super::Cx;
use super::unknown_table::demands;
use crate::{Finding, Fix, Related, generate};

rule! {
    /// ## What it finds
    ///
    /// A stretch of a schema file that cannot be read, or a root whose stories speak of tables while no schema is
    /// found.
    ///
    /// A syntax error is reported where it stands; a file that cannot be read at all, or is not UTF-8, at its start.
    /// What only a running program could know (columns from a call into a package, say) is a hint, and so is what
    /// migrations that were applied hold: nobody edits them any more, and it is said once for all of them. A missing
    /// schema is reported once for the root, in `schemark.toml` or its first story.
    ///
    /// ## Why it matters
    ///
    /// Whatever cannot be read is unknown, and no rule speaks of unknown things. This rule says where that begins.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- docs/stories/checkout.md
    /// The system stores a row in the `invoices` table.
    ///                                 ^^^^^^^^ no schema found: 1 table named in stories cannot be checked
    /// ```
    ///
    /// ```good
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const invoices = pgTable('invoices', { id: text('id').primaryKey() });
    /// //- docs/stories/checkout.md
    /// The system stores a row in the `invoices` table.
    /// ```
    code: "schema-unreadable",
    level: Warning,
    reads: Everything,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    match cx.document.kind() {
        FileKind::Schema(_) => unreadable(cx, found),
        FileKind::Story | FileKind::Config => found.extend(no_schema(cx)?),
        FileKind::Markdown | FileKind::Settings | FileKind::Other => {}
    }
    Ok(())
}

fn fix(cx: &Cx<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(story) = (cx.root.model.is_empty()).then(|| first_story(cx)).flatten() else {
        return Vec::new();
    };
    let candidates = generate::candidates(cx.snapshot, story.id());
    let title = match candidates.as_slice() {
        [] => return Vec::new(),
        [only] => format!("Create table `{only}`"),
        // Other stories may name more.
        several => format!("Create {} tables of {}", several.len(), story.path()),
    };
    let edits = cx.tables(story.id(), &candidates);
    edits.map(|it| cx.change(finding, title, it)).into_iter().collect()
}

/// What of this schema file could not be read.
fn unreadable(cx: &Cx<'_>, found: &mut Vec<Finding>) {
    let file = cx.document.id();
    let sets = || cx.root.model.sets.iter();
    let mut broken: Vec<Span> = Vec::new();
    if let Some((number, set)) =
        sets().enumerate().find(|(_, it)| it.is_history() && it.files.contains(&file))
    {
        found.extend(history(cx, number, set));
        broken.extend(cx.document.module().into_iter().flat_map(Module::problems).map(|it| it.span));
        let mut doubtful = Vec::new();
        doubts(cx, &broken, &mut doubtful);
        found.extend(of_step(cx, doubtful));
        return;
    }
    let counts = sets().any(|set| set.files.contains(&file)) || cx.own_tables().next().is_some();
    if counts && let Some(problem) = cx.document.problem() {
        found.push(cx.finding(Span::default(), "", problem.to_owned()).on("file that could not be read"));
    }
    if counts && let Some(module) = cx.document.module() {
        for problem in module.problems() {
            found.push(cx.finding(problem.span, "", problem.what.clone()).on("what could not be read here"));
            broken.push(problem.span);
        }
    }
    doubts(cx, &broken, found);
}

/// What of this file cannot be evaluated, besides the stretches that are `broken`.
fn doubts(cx: &Cx<'_>, broken: &[Span], found: &mut Vec<Finding>) {
    let file = cx.document.id();
    let unknowns = cx.root.model.sets.iter().flat_map(|set| &set.declarations.unknowns);
    for unknown in unknowns.filter(|it| it.place.file == file && !is_told_elsewhere(cx, it)) {
        // What a broken stretch leaves open needs no second word.
        let span = unknown.place.span;
        if broken.iter().any(|it| it.covers(span) || span.covers(*it)) {
            continue;
        }
        let mut finding =
            cx.finding(span, "", unknown.what.clone()).on("what cannot be known without running it");
        finding.severity = cx.at_most(Severity::Hint);
        found.push(finding);
    }
}

/// True if another schema declares in full the table that `unknown` doubts: SQL that changes what an ORM declares.
fn is_told_elsewhere(cx: &Cx<'_>, unknown: &Unknown) -> bool {
    let UnknownScope::Table(name) = &unknown.scope else { return false };
    let own = |set: &SchemaSet| set.files.contains(&unknown.place.file);
    let tables = cx.root.model.sets.iter().filter(|it| !own(it)).flat_map(|it| &it.declarations.tables);
    tables.filter(|it| it.complete).any(|it| Folded::new(&it.name.text) == Folded::new(name))
}

/// One finding of all that is `doubtful` in a step of a history, which nobody edits any more.
fn of_step(cx: &Cx<'_>, mut doubtful: Vec<Finding>) -> Option<Finding> {
    doubtful.sort_by_key(|it| it.span);
    let mut rest = doubtful.into_iter();
    let mut first = rest.next()?;
    let file = cx.document.id();
    let place = |it: &Finding| Place::new(file, it.span);
    first.related.extend(rest.map(|it| Related { place: place(&it), message: it.message }));
    match first.related.len() {
        0 => {}
        1 => first.message.push_str(", and one thing more in this file is unknown"),
        more => first.message.push_str(&format!(", and {more} things more in this file are unknown")),
    }
    Some(first)
}

/// What of one history could not be read.
#[derive(Default)]
struct Unread {
    /// The first file that could not be read in full, and where.
    first: Option<(FileId, Span)>,
    statements: usize,
    files: usize,
    /// Files of which nothing could be read.
    whole: usize,
}

/// The one finding of a history of migrations, which nobody edits any more, if it belongs in this file.
fn history(cx: &Cx<'_>, number: usize, set: &SchemaSet) -> Option<Finding> {
    let origin = Origin { root: cx.document.root(), set: Some(number) };
    let unread = cx.snapshot.derived(origin, || unread(cx, set));
    let (_, span) = unread.first.filter(|it| it.0 == cx.document.id())?;
    let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let message = match (unread.statements, unread.whole) {
        (0, whole) => format!("{} of this history could not be read", counted(whole, "file")),
        (statements, 0) => {
            format!(
                "{} of {} could not be read",
                counted(statements, "statement"),
                counted(unread.files, "file")
            )
        }
        (statements, whole) => format!(
            "{} of {} and {} as a whole could not be read",
            counted(statements, "statement"),
            counted(unread.files, "file"),
            counted(whole, "file")
        ),
    };
    let mut finding = cx.finding(span, "", message).on("what could not be read in all files");
    finding.severity = cx.at_most(Severity::Hint);
    Some(finding)
}

/// What of the files of `set` could not be read.
fn unread(cx: &Cx<'_>, set: &SchemaSet) -> Unread {
    let mut unread = Unread::default();
    for document in set.files.iter().filter_map(|it| cx.snapshot.document(*it)) {
        let problems = document.module().map_or(&[][..], Module::problems);
        if document.problem().is_some() {
            unread.whole += 1;
        } else if !problems.is_empty() {
            unread.files += 1;
            unread.statements += problems.len();
        } else {
            continue;
        }
        let span = problems.first().map_or_else(Span::default, |it| it.span);
        unread.first.get_or_insert((document.id(), span));
    }
    unread
}

/// The one finding of a root whose stories name tables while there is no schema, if it belongs in this file.
fn no_schema(cx: &Cx<'_>) -> Result<Option<Finding>, Cancelled> {
    let is_config = cx.document.kind() == FileKind::Config;
    if !cx.root.model.is_empty() || !is_config && wanted(cx.document).is_none() {
        return Ok(None);
    }
    let config = of_kind(cx, FileKind::Config).next();
    let Some(home) = config.or_else(|| first_story(cx)).filter(|home| home.id() == cx.document.id()) else {
        return Ok(None);
    };
    let mut named = BTreeSet::new();
    for document in of_kind(cx, FileKind::Story) {
        cx.snapshot.alive()?;
        let facts = document.facts();
        let mentions = facts.mentions.iter().filter(|it| asks(it));
        named.extend(mentions.map(|mention| Folded::new(&mention.name)));
    }
    if named.is_empty() {
        return Ok(None);
    }
    let (span, name) = match cx.root.config.schema_place.filter(|_| is_config) {
        Some(named) => (named, String::new()),
        None => wanted(home).unwrap_or_default(),
    };
    let tables = if named.len() == 1 { "table" } else { "tables" };
    let message = format!("no schema found: {} {tables} named in stories cannot be checked", named.len());
    let mut finding = cx.finding(span, &name, message).on("tables that stories name for sure");
    finding.severity = cx.at_most(Severity::Info);
    Ok(Some(finding))
}

/// True if `mention` asks for a table. Where no schema tells that tables are called models here, a model may be any class.
fn asks(mention: &Mention) -> bool {
    mention.subject == Subject::Table && mention.form != Form::CodeThenModel && demands(mention)
}

/// The first table that `document` asks for, and where.
fn wanted(document: &Document) -> Option<(Span, String)> {
    let facts = document.facts();
    let mention = facts.mentions.iter().find(|it| asks(it))?;
    Some((mention.span, mention.name.clone()))
}

/// The first story of the root that asks for a table.
struct First(Option<FileId>);

/// The first story of the root, by path, that asks for a table. Every story asks for it, so it is learnt once.
fn first_story<'a>(cx: &Cx<'a>) -> Option<&'a Arc<Document>> {
    let origin = Origin { root: cx.document.root(), set: None };
    let first = cx.snapshot.derived(origin, || {
        let mut stories = of_kind(cx, FileKind::Story);
        First(stories.find(|document| wanted(document).is_some()).map(|document| document.id()))
    });
    cx.snapshot.document(first.0?)
}

/// The files of `kind` in the root, sorted by path.
fn of_kind<'a>(cx: &Cx<'a>, kind: FileKind) -> impl Iterator<Item = &'a Arc<Document>> {
    let root = cx.document.root();
    cx.snapshot.documents().filter(move |it| it.root() == root && it.kind() == kind)
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use testkit::{check, check_none};
    use workspace::config::Severity;
    use workspace::disk::MemoryDisk;
    use workspace::store::Store;

    #[test]
    fn a_root_without_a_schema_hears_of_it_once() {
        check(
            "
//- docs/stories/a.md
The `invoices` table and the `payments` table.
     ^^^^^^^^ no schema found: 2 tables named in stories cannot be checked
//- docs/stories/b.md
The `payments` table again.
",
        );
    }

    #[test]
    fn the_fix_says_which_story_it_reads() {
        check(
            "
//- docs/stories/a.md
The `invoices` table and the `payments` table.
     ^^^^^^^^ no schema found: 3 tables named in stories cannot be checked
     ^^^^^^^^ fix: Create 2 tables of docs/stories/a.md
//- docs/stories/b.md
The `refunds` table.
",
        );
    }

    #[test]
    fn a_broken_stretch_is_reported_where_it_stands() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey() });
export const invoices = pgTable('invoices', { id: text('id').primaryKey(), total:
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this cannot be read
",
        );
    }

    #[test]
    fn a_statement_of_an_edited_file_is_reported_where_it_breaks() {
        check(
            "
//- db/schema.sql
create table orders (id bigint primary key);
create table invoices (id bigint, primary primary key (id);
                                          ^^^^^^^ this statement cannot be read
create table items (id bigint, total numeric) wiht (fillfactor = 70);
                                              ^^^^ this statement cannot be read
",
        );
    }

    #[test]
    fn what_a_step_leaves_open_is_said_once_and_not_if_another_schema_tells() {
        check(
            "
//- db/schema.prisma
datasource db {
  provider = \"postgresql\"
}
model users {
  id Int @id
}
//- ops/001_rights.sql
create table a (id int);
create table b (id int);
create table c (id int);
alter table users enable row level security;
alter table clinics enable row level security;
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ columns of `clinics` come from elsewhere: nothing here creates it, and one thing more in this file is unknown
alter table goals enable row level security;
//- docs/stories/a.md
The `a` table.
",
        );
    }

    #[test]
    fn applied_migrations_are_reported_once_for_all() {
        let files = [
            ("migrations/001_orders.sql", "create table orders (id bigint);"),
            ("migrations/002_items.sql", "create table items (id bigint, primary primary key (id);"),
            ("migrations/003_more.sql", "alter table items add colum x (;\nalter table items alter x ty (;"),
        ];
        let store = Store::from_files(&files);
        let findings = |path: &str| {
            let file = store.file(&Path::new(Store::FIXTURE).join(path)).expect("loaded");
            let found = crate::findings(&store.snapshot(), file).expect("nobody edits");
            found.into_iter().map(|it| (it.severity, it.message)).collect::<Vec<_>>()
        };
        assert_eq!(findings(files[0].0), []);
        let message = "3 statements of 2 files could not be read".to_owned();
        assert_eq!(findings(files[1].0), [(Severity::Hint, message)]);
        assert_eq!(findings(files[2].0), []);
    }

    #[test]
    fn columns_from_a_package_are_a_hint() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
import { audit } from 'company-columns';
export const orders = pgTable('orders', { id: text('id').primaryKey(), ...audit() });
                                                                          ^^^^^^^ more columns of `orders` may come from `...audit()`
",
        );
    }

    #[test]
    fn a_configuration_is_the_place_to_hear_of_it() {
        check(
            "
//- docs/stories/a.md
The `invoices` table and the `payments` table.
//- schemark.toml
[rules]
^ no schema found: 2 tables named in stories cannot be checked
",
        );
    }

    #[test]
    fn a_schema_that_is_named_and_not_there_is_the_place_to_hear_of_it() {
        check(
            "
//- docs/stories/a.md
The `invoices` table and the `payments` table.
//- schemark.toml
external = ['other']
[[schema]]
  ^^^^^^ no schema found: 2 tables named in stories cannot be checked
files = ['db/*.ts']
",
        );
    }

    #[test]
    fn a_file_that_is_not_utf8_is_reported_once() {
        let disk = MemoryDisk::default();
        let at = |path: &str| Path::new(Store::FIXTURE).join(path);
        let wide: Vec<u8> = b"export const a = 1;\n".repeat(20).iter().flat_map(|it| [*it, 0]).collect();
        disk.write(&at("db/orders.ts"), &wide);
        disk.write(&at("schemark.toml"), b"[[schema]]\nfiles = ['db']\n");
        let store = Store::on(Arc::new(disk));
        store.load_root(Path::new(Store::FIXTURE), &|_, _| {});
        let file = store.file(&at("db/orders.ts")).expect("loaded");
        let findings = crate::findings(&store.snapshot(), file).expect("nobody edits");
        let messages: Vec<&str> = findings.iter().map(|it| &*it.message).collect();
        assert_eq!(messages, ["the file is UTF-16 and is not read; save it as UTF-8"]);
    }

    #[test]
    fn classes_and_members_of_objects_need_no_schema() {
        check_none("//- docs/stories/a.md\nThe `Car` model keeps it, referencing `site.address.city`.\n");
    }

    #[test]
    fn stories_that_name_no_table_need_no_schema() {
        check_none("//- docs/stories/a.md\nRun `npm test` and read `README.md`.\n");
    }
}
