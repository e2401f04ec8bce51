//! Files in the middle of an edit.

use expect_test::expect;

use super::{linked, told};
use crate::dialects::dbml::read;
use crate::model::UnknownScope;

const REST: &str = "Table posts {\n  id int [pk]\n}\n";

/// True if `broken` makes `users` unknown and `posts`, which follows, is whole.
fn costs_itself(broken: &str) -> bool {
    let declared = linked(&format!("{broken}\n{REST}"));
    let table = |name: &str| declared.tables.iter().find(|it| it.name.text == name);
    let is_whole = table("posts").is_some_and(|it| it.complete && it.primary_key.is_some());
    is_whole && table("users").is_some_and(|it| !it.complete && it.more_constraints)
}

#[test]
fn a_broken_table_is_unknown_and_no_other_is() {
    assert!(costs_itself("Table users {\n  id int [pk]\n  na\n}"));
    assert!(costs_itself("Table users {\n  id int [pk\n  name text\n}"));
    assert!(costs_itself("Table users {\n  id int [pk]\n  name text"));
    assert!(costs_itself("Table users {\n  id int [pk]\n  name text [note: 'abc]\n}"));
    assert!(costs_itself("Table users {\n  id int [pk]\n  name text [note: '''abc]\n}"));
    assert!(costs_itself("Table users {\n  id int [default: `now(]\n}"));
    assert!(costs_itself("Table users {\n  id int [pk]\n  indexes {\n    (id, \n}"));
    assert!(costs_itself("Table users {\n  id int [pk]\n  indexes {\n    id [uni\n  }\n}"));
    assert!(costs_itself("Table users {\n  id int [ref: > ]\n}"));
    assert!(costs_itself("Table users {\n  id int [ref: > posts]\n}"));
    assert!(costs_itself("Table users {\n  id decimal(10,\n}"));
    assert!(costs_itself("Table users {\n  ~\n}"));
    assert!(costs_itself("Table users"));
    assert!(costs_itself("Table users {"));
    assert!(costs_itself("Table users {\n  id int [pk]\n  /* open\n"));
}

#[test]
fn a_half_typed_line_keeps_the_lines_around_it() {
    expect![[r#"
        users … +
          id integer not null
          name text null? ?
          email text not null
          key (id)
          unique (email)
        posts
          id integer not null
          key (id)
    "#]]
    .assert_eq(&told(&format!(
        "Table users {{\n  id int [pk]\n  name text [not nu\n  email text [not null, unique]\n}}\n{REST}"
    )));
}

#[test]
fn what_may_have_been_a_table_makes_all_tables_unknown() {
    for broken in ["Tabel users {\n  id int\n}", "Table {\n  id int\n}", "Tab", "[", "}"] {
        let declared = linked(&format!("{broken}\n{REST}"));
        assert_eq!(declared.unknowns[0].scope, UnknownScope::Tables, "{broken}");
        assert_eq!(declared.tables.len(), 1, "{broken}");
    }
}

#[test]
fn a_broken_reference_leaves_the_tables_whole() {
    let declared = linked(&format!("{REST}Ref: posts.id >\nTable users {{\n  id int\n}}\n"));
    assert!(declared.tables.iter().all(|it| it.complete && it.more_constraints));
    let declared = linked(&format!("{REST}Ref:\nTable users {{\n  id int\n}}\n"));
    assert_eq!(declared.tables.len(), 2);
}

#[test]
fn nothing_that_is_cut_or_endless_is_feared() {
    let whole = "Project p { database_type: 'x' }\nTable a.b as c [note: '''n'''] {\n  ~p\n  \"é\" x(1, 2)[] [default: `f()`, ref: <> d.(e, f)]\n  \
        indexes { (`x`, y) [pk] }\n  checks { `x` }\n}\n/* c */ Enum e { f [note: 'g'] }\nRef r: a.b.c ?<? d.(e) [delete: cascade] // z\n";
    for (cut, _) in whole.char_indices() {
        let _ = linked(&whole[..cut]);
        let _ = linked(&whole[cut..]);
    }
    for piece in ["'''", "'''\n\\", "/*", "[", "Table a [", "{", "`\n", "~p\n", "Table a {\n~p\n", "\\'''", "Ref: a.a <> a.a\n"] {
        let many = format!("TablePartial p {{\n{}\n}}\nTable a {{\n{}", "a int\n".repeat(500), piece.repeat(4_000));
        let _ = linked(&many);
        assert!(read(&many).problems().len() <= 20);
    }
}

#[test]
fn one_line_is_read_once_however_long_it_is() {
    // Read again for each of its tokens, a line of a megabyte would never end.
    for unit in ["[", "''''''", "`a`", "a{}", "Ref: a.b > c.d "] {
        let module = read(&unit.repeat((1 << 20) / unit.len()));
        assert!(module.problems().len() <= 20, "{unit}");
    }
}

#[test]
fn an_enum_of_several_values_on_a_line_may_have_more() {
    for (body, whole) in [("active [note: 'x'] \"in progress\" done", false), ("active done", false), ("active [note: 'x']", true), ("active\n  done [note: 'y']\n", true)] {
        let declared = linked(&format!("Enum status {{ {body} }}\n{REST}"));
        assert_eq!(declared.enums[0].complete, whole, "{body}: {:?}", declared.enums);
    }
}
