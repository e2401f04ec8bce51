//! Conventions read off small houses.

use schema::model::{Declarations, Ident, Index, IndexPart, Table};

use super::IndexNames;

fn ident(text: &str) -> Ident {
    Ident { text: text.to_owned(), ..Ident::default() }
}

fn indexed(table: &str, column: &str, index: &str) -> Declarations {
    let index =
        Index { name: Some(index.to_owned()), parts: vec![IndexPart::of_column(column)], ..Index::default() };
    let table = Table { name: ident(table), key: ident(table), indexes: vec![index], ..Table::default() };
    Declarations { tables: vec![table], ..Declarations::default() }
}

#[test]
fn indexes_are_called_as_the_others_are() {
    for (index, next) in [
        ("orders_user_id_idx", "items_order_id_idx"),
        ("idx_orders_user_id", "idx_items_order_id"),
        ("orders_user_id_index", "items_order_id_index"),
        ("order_user_idx", "item_order_idx"),
        ("user_id_idx", "order_id_idx"),
        ("nothing like it", "items_order_id_idx"),
    ] {
        let names = IndexNames::of(&indexed("orders", "user_id", index));
        assert_eq!(names.name("items", &["order_id".to_owned()]), next, "where an index is called {index}");
    }
}

#[test]
fn a_long_index_name_fits_postgresql() {
    let name = IndexNames::default().name(&"t".repeat(40), &["c".repeat(40)]);
    assert!(name.len() <= 63 && name.ends_with("_idx"));
}
