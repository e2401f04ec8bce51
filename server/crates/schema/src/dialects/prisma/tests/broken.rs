//! Files in the middle of an edit: what is whole stays, what is not is unknown.

use super::{declared, table};
use crate::dialects::{Dialect, Module};
use crate::model::UnknownScope;

const FIXTURES: [&str; 6] = [
    include_str!("../../../../fixtures/prisma/edges.prisma"),
    include_str!("../../../../fixtures/prisma/sqlite.prisma"),
    include_str!("../../../../fixtures/prisma/types.prisma"),
    include_str!("../../../../fixtures/prisma/keys.prisma"),
    include_str!("../../../../fixtures/prisma/relations.prisma"),
    concat!(
        include_str!("../../../../fixtures/prisma/library/books.prisma"),
        include_str!("../../../../fixtures/prisma/library/main.prisma"),
        include_str!("../../../../fixtures/prisma/library/people.prisma"),
    ),
];

fn problems(source: &str) -> Vec<(String, String)> {
    let module = Module::read(Dialect::Prisma, source);
    let problems = module.problems().iter();
    problems.map(|it| (it.what.clone(), it.span.slice(source).to_owned())).collect()
}

#[test]
fn a_fixture_cut_anywhere_never_shows_a_part_as_the_whole() {
    for fixture in FIXTURES {
        let whole = declared(&[fixture]);
        for (cut, _) in fixture.char_indices() {
            let part = declared(&[&fixture[..cut]]);
            for table in part.tables.iter().filter(|it| it.complete && it.exported) {
                let expected = whole.tables.iter().find(|it| it.key.text == table.key.text);
                let expected = expected.expect("only what is there is found").columns.len();
                assert_eq!(table.columns.len(), expected, "{} cut at {cut}", table.key.text);
            }
        }
    }
}

#[test]
fn a_line_cut_short_leaves_the_other_models_whole() {
    for fixture in FIXTURES {
        let whole = declared(&[fixture]);
        let mut start = 0;
        for line in fixture.split_inclusive('\n') {
            let cut = start + line.trim_end().len() * 2 / 3;
            let end = start + line.trim_end().len();
            let cut = (0..=cut).rev().find(|it| fixture.is_char_boundary(*it)).unwrap_or(0).max(start);
            let edited = format!("{}{}", &fixture[..cut], &fixture[end..]);
            let part = declared(&[&edited]);
            let is_inside = |at: usize, end: usize| at <= start && start <= end;
            for table in whole.tables.iter().filter(|it| it.exported) {
                let range = table.place.span.range();
                // The datasource and the end of a comment matter to all.
                if is_inside(range.start, range.end)
                    || !line.starts_with("  ")
                    || line.contains("provider")
                    || line.contains("*/")
                {
                    continue;
                }
                let part = part.tables.iter().find(|it| it.key.text == table.key.text);
                let part = part.expect("the table is there");
                assert!(part.complete, "{} with {line:?} cut short", table.key.text);
                let same = part.columns.iter().zip(&table.columns).all(|(part, whole)| {
                    // The name of an enum that is being edited is not certain, nor is the schema it lies in.
                    let is_other = part.ty.enumeration.is_some()
                        && (!part.ty.is_known() || whole.ty.canonical.ends_with(&format!(".{}", part.ty.canonical)));
                    part.name.text == whole.name.text && (part.ty == whole.ty || is_other)
                });
                assert!(same && part.columns.len() == table.columns.len(), "{line:?} cut short");
            }
            start += line.len();
        }
    }
}

#[test]
fn a_half_typed_field_makes_its_table_unknown_and_no_other() {
    for half in
        ["na", "name Stri", "name String @ma", "name String @map(\"full", "name String @db.", "@@", "name ["]
    {
        let source =
            format!("model A {{\n  id Int @id\n  {half}\n  age Int\n}}\n\nmodel B {{\n  id Int @id\n}}\n");
        let declarations = declared(&[&source]);
        assert!(!table(&declarations, "A").complete, "{half}");
        assert!(table(&declarations, "A").column("age").is_some(), "{half}");
        assert!(table(&declarations, "B").complete, "{half}");
        let scopes: Vec<_> = declarations.unknowns.iter().map(|it| it.scope.clone()).collect();
        assert_eq!(scopes, [UnknownScope::Table("A".to_owned())], "{half}");
    }
}

#[test]
fn a_model_without_its_end_leaves_the_next_one_whole() {
    let source = "model A {\n  id Int @id\n  name \n\nmodel B {\n  id Int @id\n  model String\n}\n";
    let declarations = declared(&[source]);
    let found: Vec<_> = declarations.tables.iter().map(|it| (it.key.text.as_str(), it.complete)).collect();
    assert_eq!(found, [("A", false), ("B", true)]);
    assert_eq!(table(&declarations, "A").place.span.slice(source), "model A {\n  id Int @id\n  name");
    let expected = [("this line cannot be read", "name"), ("`A` has no `}`", "A")];
    assert_eq!(problems(source), expected.map(|(what, at)| (what.to_owned(), at.to_owned())));
}

#[test]
fn a_model_without_its_beginning_is_a_problem() {
    let source = "odel A {\n  id Int @id\n}\nmodel B {\n  id Int @id\n}\nmodel C\n  id Int @id\n}\n}\n";
    let declarations = declared(&[source]);
    let found: Vec<_> = declarations.tables.iter().map(|it| (it.key.text.as_str(), it.complete)).collect();
    assert_eq!(found, [("B", true), ("C", false)]);
    let expected = [
        ("no block begins with this word", "odel A {"),
        ("`{` is missing", "model C"),
        ("nothing is open here", "}"),
    ];
    assert_eq!(problems(source), expected.map(|(what, at)| (what.to_owned(), at.to_owned())));
}

#[test]
fn a_type_that_is_not_declared_may_be_a_relation() {
    let source = "model A {\n  id Int @id\n  b B @relation(fields: [bId], references: [id])\n  bId Int\n}\nmodel C {\n  id Int @id\n  b B\n}\n";
    let declarations = declared(&[source]);
    let a = table(&declarations, "A");
    assert!(a.complete);
    let key = a.foreign_keys.first().expect("it is there");
    assert_eq!((key.known, key.table.text.as_str(), key.columns.len()), (false, "B", 1));
    assert!(!table(&declarations, "C").complete);
    let unknowns: Vec<_> = declarations.unknowns.iter().map(|it| it.what.as_str()).collect();
    assert_eq!(unknowns, ["`B`, the type of `C.b`, is not declared"]);
}

#[test]
fn hostile_files_take_no_time() {
    let deep = format!("model A {{\n id Int @default({}\n}}\n", "[".repeat(200_000));
    let wide = format!("model A {{\n{}}}\n", "  a A[]\n".repeat(100_000));
    let names = format!("model A {{\n  id Int\n  @@id([{}])\n}}\n", "id, ".repeat(100_000));
    let marks = "@".repeat(500_000);
    let quotes = "\"\n".repeat(200_000);
    let open = "model A {\n".repeat(50_000);
    for source in [deep, wide, names, marks, quotes, open, "/*".repeat(100_000)] {
        let declarations = declared(&[&source]);
        assert!(declarations.tables.len() <= 2);
    }
    let long = "// x\n".repeat(1_000_000);
    let declarations = declared(&[&long]);
    assert_eq!(declarations.unknowns.first().map(|it| it.scope.clone()), Some(UnknownScope::Tables));
}

#[test]
fn a_model_whose_name_is_half_typed_may_be_any_table() {
    for broken in ["model {\n", "mode A {\n", "model A\n", "model A {\n@@map(\n", "model A {\n@@ma\n"] {
        let found = declared(&[&format!("{broken}  id Int @id\n}}\nmodel Z {{\n  id Int @id\n}}\n")]);
        assert!(found.unknowns.iter().any(|it| it.scope == UnknownScope::Tables), "{broken}");
        assert!(table(&found, "Z").complete, "{broken}");
    }
}

#[test]
fn a_garbled_line_that_may_map_the_model_hides_its_name() {
    let unknown = |line: &str| {
        let found = declared(&[&format!("model A {{\n  id Int @id\n{line}\n}}\n")]);
        found.unknowns.iter().any(|it| it.scope == UnknownScope::Tables)
    };
    for line in ["  @@(\"users\")", "  @@mp(\"users\")", "  @map(\"users\")", "  map(\"users\")", "  (users\")"] {
        assert!(unknown(line), "{line}");
    }
    for line in ["  @@inde", "  @@index([", "  name Strin", "  name String @default(\"x\"", "  @@map(\"users\")", "  @@unique([id"] {
        assert!(!unknown(line), "{line}");
    }
}

#[test]
fn a_block_may_begin_behind_the_brace_of_another() {
    let found = declared(&["model A {\n  id Int @id\n  mood Mood\n}enum Mood {\n  SAD\n}\n"]);
    assert!(table(&found, "A").complete && found.unknowns.is_empty(), "{:?}", found.unknowns);
    assert_eq!(found.enums.len(), 1);
    // Anything else behind it is no Prisma.
    let found = declared(&["model A {\n  id Int @id\n} }\nmodel B {\n  id Int @id\n}\n"]);
    assert!(table(&found, "B").complete);
}

#[test]
fn a_letter_too_many_hides_no_table_for_certain() {
    let source = "model users {\n  id Int @id\n  email String?\n}\n\nmodel tags {\n  id Int @id\n  name String\n  @@index([name])\n}\n\nmodel posts {\n  id Int @id\n  body String\n}\n";
    for letter in ["{", "}", "{}", "-", "}\n", "(", "@", "\"", ";", "/*", ".", "["] {
        for (at, _) in source.char_indices() {
            let text = format!("{}{letter}{}", &source[..at], &source[at..]);
            let found = declared(&[&text]);
            if found.unknowns.iter().any(|it| it.scope == UnknownScope::Tables) {
                continue;
            }
            for (name, expected) in [("users", ["id", "email"]), ("tags", ["id", "name"]), ("posts", ["id", "body"])] {
                let table = found.tables.iter().find(|it| it.name.text == name);
                let table = table.unwrap_or_else(|| panic!("no `{name}` with {letter:?} at {at}"));
                let has = |it: &str| table.columns.iter().any(|column| column.name.text == it);
                assert!(!table.complete || expected.iter().all(|it| has(it)), "`{name}` with {letter:?} at {at}");
            }
        }
    }
}
