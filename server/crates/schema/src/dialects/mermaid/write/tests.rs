//! What is written is what is read, as far as a diagram can say it.

use expect_test::expect;
use proptest::prelude::*;

use super::{file, insert};
use crate::dialects::mermaid::read;
use crate::dialects::Dialect;
use crate::dialects::mermaid::tests::{linked, linked_in, told};
use crate::model::Declarations;

const DIAGRAM: &str = r#"erDiagram
    users {
        uuid id PK "never changes"
        varchar(255) email UK
        numeric(10,2) balance
        text[] tags
    }
    posts {
        integer id PK
        uuid author_id FK
        uuid editor_id FK
    }
    "auth.keys" {
        string token
    }
    "order items"
    users ||--o{ posts : "author_id"
    users ||--o{ posts : "editor_id"
    users ||--o{ "auth.keys" : "owns"
"#;

#[test]
fn a_diagram_comes_out_as_it_was() {
    let written = file(&linked(DIAGRAM));
    assert_eq!(written.left_out, [""; 0]);
    assert_eq!(written.text, DIAGRAM);
}

#[test]
fn a_schema_becomes_a_diagram_and_the_rest_is_told() {
    let source = "Table users {\n  id int [pk, increment]\n  \"e mail\" varchar(9) [not null, unique]\n  boss int [ref: > users.id]\n  \
        \"pk_x\" \"interval year\" [not null, default: 'a', note: 'say \"x\"']\n  indexes {\n    (boss, id) [unique, name: 'both']\n  }\n  \
        checks {\n    `id > 0` [name: 'positive']\n  }\n}\nTable cards {\n  user int [pk]\n}\nRef: cards.user > users.id [delete: cascade]\n\
        Enum e {\n  x\n}\n";
    let written = file(&linked_in(Dialect::Dbml, source));
    expect![[r#"
        erDiagram
            users {
                integer id PK
                varchar(9) `e mail` UK
                integer boss FK
                interval_year `pk_x` "say 'x'"
            }
            cards {
                integer user PK, FK
            }
            users |o--o{ users : "boss"
            users ||--o| cards : "user"
    "#]].assert_eq(&written.text);
    expect![[r#"
        not null of `users`: `e mail`, `pk_x`
        defaults of `users`: `id`, `pk_x`
        indexes of `users`: `both`
        checks of `users`: `positive`
        actions of the references of `cards`: `user`
        enum `e` with its values"#]].assert_eq(&written.left_out.join("\n"));
}

#[test]
fn a_table_is_inserted_into_the_diagram() {
    let addition = linked("erDiagram\n  notes {\n    int id PK\n    int user_id FK\n  }\n  users ||--o{ notes : has\n  users {\n    int id PK\n  }\n");
    let around = linked("erDiagram\n  users {\n    int id PK\n  }\n");
    let addition = Declarations { tables: addition.tables.into_iter().take(1).collect(), ..Declarations::default() };
    let source = "---\ntitle: x\n---\nerDiagram\n  users {\n    int id PK\n  }";
    let edits = insert(source, &addition, &around).expect("a table can be said");
    expect![[r#"
        ---
        title: x
        ---
        erDiagram
          users {
            int id PK
          }
          notes {
            integer id PK
            integer user_id FK
          }
          users ||--o{ notes : "user_id"
    "#]].assert_eq(&edits.apply(source));
    assert!(insert(source, &Declarations::default(), &around).is_none());
}

/// A random diagram, in random words.
fn diagram() -> impl Strategy<Value = String> {
    let ty = prop::sample::select(vec!["int", "varchar(20)", "numeric(10,2)", "timestamptz", "text[]", "string", "uuid"]);
    let keys = prop::sample::select(vec!["", "UK", "FK", "\"not told\"", "FK, UK \"a, b\"", "PK"]);
    let names = || prop::sample::select(vec!["users", "\"order items\"", "\"Größe\"", "\"auth.keys\"", "LINE", "\"to\"", "a1"]);
    let attribute = (ty, prop::sample::select(vec!["id", "`pk`", "user_id", "a", "`two words`", "größe"]), keys);
    let entity = (names(), prop::collection::vec(attribute, 0..5));
    let line = (names(), prop::sample::select(vec!["||--o{", "}o--o{", "|o..o|", "}|--||"]), names());
    (prop::collection::vec(entity, 1..4), prop::collection::vec(line, 0..4)).prop_map(|(entities, lines)| {
        let mut source = String::from("erDiagram\n");
        for (name, attributes) in entities {
            source += &format!("  {name} {{\n");
            for (ty, name, keys) in attributes {
                source += &format!("    {ty} {name} {keys}\n");
            }
            source += "  }\n";
        }
        for (number, (left, line, right)) in lines.iter().enumerate() {
            source += &format!("  {left} {line} {right} : l{number}\n");
        }
        source
    })
}

/// What a diagram says of tables, in an order of its own: lines between the same two entities may be one.
fn facts(declared: &Declarations) -> Vec<String> {
    let tables = Declarations { relations: Vec::new(), ..declared.clone() };
    let mut facts: Vec<String> = tables.tables.iter().map(crate::dialects::mermaid::tests::shown).collect();
    facts.sort();
    facts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_as_it_was(source in diagram()) {
        let declared = linked(&source);
        prop_assert!(read(&source).problems().is_empty(), "{}", source);
        let written = file(&declared);
        prop_assert!(written.left_out.is_empty(), "{:?}", written.left_out);
        prop_assert!(read(&written.text).problems().is_empty(), "{}", written.text);
        let again = linked(&written.text);
        prop_assert_eq!(facts(&again), facts(&declared), "{}\n{}", source, written.text);
        // Once written, it stays as it is.
        prop_assert_eq!(file(&again).text, file(&linked(&file(&again).text)).text);
    }
}

#[test]
fn relations_without_keys_stay() {
    let source = "erDiagram\n    a {\n        integer id PK\n    }\n    b\n    c\n    a ||--o{ b : \"x\"\n    b ||--|| c : \"\"\n";
    assert_eq!(file(&linked(source)).text, source);
    assert_eq!(told(source), told(&file(&linked(source)).text));
}
