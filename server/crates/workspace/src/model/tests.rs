//! What exists, what does not, and what cannot be said.

use super::{Model, Presence};
use crate::store::Store;

const SCHEMA: &str = "import { pgTable, pgEnum, text } from 'drizzle-orm/pg-core';\n\
    export const role = pgEnum('user_role', ['admin']);\n\
    export const usersTable = pgTable('users', { id: text('id'), firstName: text('first_name') });\n\
    export const orderItems = pgTable('order_items', { id: text('id') });\n\
    export const data = pgTable('data', { id: text('id') });\n\
    export const datum = pgTable('audit', { id: text('id'), ...helper() });\n";

fn with_model(files: &[(&str, &str)], ask: impl Fn(&Model)) {
    ask(&Store::from_files(files).snapshot().roots()[0].model);
}

fn name<'a>(model: &'a Model, table: &str) -> Presence<&'a str> {
    match model.table(table) {
        Presence::Present(table) => Presence::Present(&table.name.text),
        Presence::Absent => Presence::Absent,
        Presence::Unknown => Presence::Unknown,
    }
}

#[test]
fn a_table_is_found_by_database_name_source_name_and_folding() {
    with_model(&[("schema.ts", SCHEMA)], |model| {
        for spelling in ["users", "usersTable", "User", "USERS"] {
            assert_eq!(name(model, spelling), Presence::Present("users"), "{spelling}");
        }
        for spelling in ["orderItems", "OrderItem", "order-items", "order_item"] {
            assert_eq!(name(model, spelling), Presence::Present("order_items"), "{spelling}");
        }
        assert_eq!(name(model, "invoices"), Presence::Absent);
    });
}

#[test]
fn an_exact_name_wins_over_a_folded_one() {
    with_model(&[("schema.ts", SCHEMA)], |model| {
        assert_eq!(name(model, "data"), Presence::Present("data"));
        assert_eq!(name(model, "datum"), Presence::Present("audit"));
    });
}

#[test]
fn aliases_lead_to_tables_and_external_names_are_unknown() {
    let config = "external = ['sessions']\n[aliases]\nclients = 'users'\nghost = 'nothing'";
    with_model(&[("schema.ts", SCHEMA), ("schemark.toml", config)], |model| {
        assert_eq!(name(model, "client"), Presence::Present("users"));
        assert_eq!(name(model, "session"), Presence::Unknown);
        assert_eq!(name(model, "ghost"), Presence::Absent);
    });
}

#[test]
fn a_column_of_an_incomplete_table_is_unknown_not_missing() {
    with_model(&[("schema.ts", SCHEMA)], |model| {
        let users = model.table("users").present().expect("declared");
        assert!(model.column(users, "firstName").present().is_some());
        assert!(model.column(users, "last_name").is_absent());
        let audit = model.table("audit").present().expect("declared");
        assert_eq!(model.column(audit, "anything"), Presence::Unknown);
    });
}

#[test]
fn without_a_schema_everything_is_unknown() {
    with_model(&[("a.md", "")], |model| {
        assert!(model.is_empty());
        assert_eq!(name(model, "users"), Presence::Unknown);
    });
}

#[test]
fn a_barrel_that_passes_on_an_unreadable_file_leaves_all_unknown() {
    let config = "export default { dialect: 'postgresql', schema: './index.ts' };";
    let files =
        [("drizzle.config.ts", config), ("index.ts", "export * from './users';\nexport * from './gone';")];
    let files = [files[0], files[1], ("users.ts", SCHEMA)];
    with_model(&files, |model| {
        assert_eq!(name(model, "users"), Presence::Present("users"));
        assert_eq!(name(model, "invoices"), Presence::Unknown);
    });
}

#[test]
fn half_typed_code_hides_what_it_names_and_nothing_else() {
    let broken = format!("{SCHEMA}export const invoices = pgTable('invoices', {{ id: text(");
    with_model(&[("schema.ts", &broken)], |model| {
        assert!(!name(model, "invoices").is_absent());
        assert_eq!(name(model, "payments"), Presence::Absent);
        assert_eq!(name(model, "users"), Presence::Present("users"));
    });
}

#[test]
fn the_nearest_name_is_found_by_slips() {
    with_model(&[("schema.ts", SCHEMA)], |model| {
        let nearest = |name: &str| model.nearest_table(name).map(|it| &*it.name.text);
        assert_eq!(nearest("order_itms"), Some("order_items"));
        assert_eq!(nearest("usres"), Some("users"));
        assert_eq!(nearest("payments"), None);
    });
}

#[test]
fn an_enum_is_found_by_either_name() {
    with_model(&[("schema.ts", SCHEMA)], |model| {
        assert!(model.enumeration("user_role").is_some());
        assert!(model.enumeration("UserRole").is_some());
        assert!(model.enumeration("role").is_some());
        assert!(model.enumeration("status").is_none());
    });
}

#[test]
fn a_table_of_a_platform_that_sql_refers_to_is_unknown() {
    let migration = "create table profiles (id uuid primary key references auth.users (id), order_id int);\n\
        create trigger made after insert on realtime.messages execute function f();";
    with_model(&[("supabase/migrations/1_profiles.sql", migration)], |model| {
        assert_eq!(name(model, "profiles"), Presence::Present("profiles"));
        assert_eq!(name(model, "users"), Presence::Unknown);
        assert_eq!(name(model, "messages"), Presence::Unknown);
        assert_eq!(name(model, "invoices"), Presence::Absent);
    });
}

#[test]
fn a_schema_that_sql_makes_itself_lies_nowhere_else() {
    let script = "create table shop.orders (id int); create view open as select id from shop.invoices;";
    with_model(&[("schema.sql", script)], |model| {
        assert_eq!(name(model, "orders"), Presence::Present("orders"));
        assert_eq!(name(model, "invoices"), Presence::Absent);
    });
}
