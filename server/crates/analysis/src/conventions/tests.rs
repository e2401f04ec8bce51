//! Conventions read off small houses.

use schema::model::{Declarations, Ident, Index, IndexPart, Table};
use workspace::path::RelPath;

use super::{Conventions, House, IndexNames, Layout, Number};

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

#[test]
fn imports_lead_from_any_folder_to_any_other() {
    let layout = Layout::default();
    for (from, to, specifier) in [
        ("src/db/schema/a.ts", "src/db/schema/b.ts", "./b"),
        ("src/db/schema/a.ts", "src/lib/ids.ts", "../../lib/ids"),
        ("a.ts", "b/c.ts", "./b/c"),
        ("src/db/types.ts", "src/db/schema/index.ts", "./schema"),
        ("src/db/schema/a.ts", "src/db/schema/a/b.ts", "./a/b"),
        ("a/b/c.ts", "d.ts", "../../d"),
        ("src/db/a.ts", "src/db/index.ts", "./index"),
    ] {
        assert_eq!(layout.specifier(from, to), specifier, "from {from} to {to}");
        let back = RelPath::new(from).and_then(|it| it.join(specifier));
        let stem = back.map(|it| it.as_str().to_owned()).unwrap_or_default();
        assert!(to.starts_with(&stem), "{stem} leads to {to}");
    }
}

#[test]
fn a_database_package_takes_the_first_table() {
    let house = House { package: Some("packages/db".to_owned()), nanoid: true, ..House::default() };
    let conventions = Conventions::of(&house);
    assert_eq!(conventions.layout.path("order_items"), "packages/db/src/schema/order-item.ts");
    assert_eq!(conventions.id.column.ty.canonical, "text");
    assert_eq!(conventions.tables, Number::Kept);
}

#[test]
fn types_are_called_after_one_row() {
    let conventions = Conventions::default();
    let names = |key| conventions.types.names(key).1;
    assert_eq!(
        [names("orderItems"), names("usersTable"), names("news")],
        ["NewOrderItem", "NewUser", "NewNews"]
    );
}

#[test]
fn the_first_table_goes_where_drizzle_kit_looks() {
    for (configured, path, barrel) in [
        ("src/schema.ts", "src/schema.ts", None),
        ("db/schema/index.ts", "db/schema/order-item.ts", Some("db/schema/index.ts")),
        ("db/schema", "db/schema/order-item.ts", None),
        ("db/*.table.ts", "db/order-item.table.ts", None),
        ("db/**/*.ts", "src/db/schema/order-item.ts", None),
    ] {
        let house = House { configured: Some(configured.to_owned()), ..House::default() };
        let layout = Conventions::of(&house).layout;
        assert_eq!(
            (layout.path("order_items").as_str(), layout.new_barrel.as_deref()),
            (path, barrel),
            "{configured}"
        );
    }
}
