//! Why a name is bound, and why another is missed.

use testkit::{Fixture, Loaded};
use text::Offset;

use crate::navigate::hover;

/// The card at `mark` of a story that says `text`, beside a schema with `orders`.
fn card(text: &str, mark: &str) -> String {
    let schema = "create table orders (id int primary key, total int);";
    let loaded =
        Loaded::new(Fixture::parse(&format!("//- schema.sql\n{schema}\n//- docs/stories/a.md\n{text}\n")));
    let file = loaded.file("docs/stories/a.md");
    let source = loaded.snapshot.document(file).expect("there").source();
    let at = Offset::new(source.find(mark).expect("the mark") + 1);
    hover(&loaded.snapshot, file, at).map(|it| it.1).unwrap_or_default()
}

#[test]
fn a_bound_name_says_what_binds_it() {
    assert!(card("The `orders` table.", "orders").contains("Bound by: code span next to the word \"table\""));
    assert!(card("All orders are sent.", "orders").contains("Bound by: "));
}

#[test]
fn a_missing_name_says_who_asks_and_what_is_near() {
    let missing = card("The `ordres` table.", "ordres");
    assert!(missing.starts_with("no table **`ordres`** in the schema"), "{missing}");
    assert!(
        missing.contains("Nearest name: `orders`") && missing.contains("Asked for by: code span"),
        "{missing}"
    );
    assert!(!missing.contains("Not reported"), "{missing}");
    let column = card("It sums `orders.totel` up.", "totel");
    assert!(column.contains("no column **`totel`**") && column.contains("`total`"), "{column}");
}

#[test]
fn a_name_that_is_not_reported_says_why() {
    let rejected = card("We decided against the `carts` table.", "carts");
    assert!(rejected.contains("Not reported: the text rejects it"), "{rejected}");
}

#[test]
fn what_is_no_name_has_no_card() {
    assert_eq!(card("A plain word.", "plain"), "");
    assert_eq!(card("An open `carts", "carts"), "");
}
