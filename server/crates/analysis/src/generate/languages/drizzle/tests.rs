//! Habits read off small houses.

use workspace::path::RelPath;

use super::house::{Habits, House};
use super::layout::Layout;
use super::names::TypeNames;
use crate::conventions::Number;

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
    let conventions = house.conventions();
    assert_eq!(Habits::of(&house).layout.pattern.path("order_items"), "packages/db/src/schema/order-item.ts");
    assert_eq!(conventions.id.ty.canonical, "text");
    assert_eq!(conventions.tables, Number::Kept);
}

#[test]
fn types_are_called_after_one_row() {
    let names = |key| TypeNames::default().names(key).1;
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
        let layout = Habits::of(&house).layout;
        assert_eq!(
            (layout.pattern.path("order_items").as_str(), layout.new_barrel.as_deref()),
            (path, barrel),
            "{configured}"
        );
    }
}
