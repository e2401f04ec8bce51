//! What the next migration is called.

use super::{Name, after};

fn next(path: &str) -> String {
    Name::of(path).map(|it| it.next("add_fees", it.ending)).unwrap_or_default()
}

#[test]
fn the_next_migration_continues_the_numbers() {
    for (newest, wanted) in [
        ("migrations/0009_start.sql", "migrations/0010_add_fees.sql"),
        ("db/9_start.up.sql", "db/10_add_fees.up.sql"),
        ("V3__start.sql", "V4__add_fees.sql"),
        ("m/007-start.sql", "m/008-add_fees.sql"),
        ("m/0001.sql", "m/0002_add_fees.sql"),
        ("supabase/migrations/20240229235959_start.sql", "supabase/migrations/20240301000000_add_fees.sql"),
        ("m/2023-12-31-000000_start/up.sql", "m/2023-12-31-000001_add_fees/up.sql"),
        (
            "prisma/migrations/20240101120000_start/migration.sql",
            "prisma/migrations/20240101120001_add_fees/migration.sql",
        ),
        ("m/20241231_start.sql", "m/20250101_add_fees.sql"),
        ("m/1700000000_start.sql", "m/1700000001_add_fees.sql"),
    ] {
        assert_eq!(next(newest), wanted, "after {newest}");
    }
    assert!(Name::of("db/schema.sql").is_none());
    assert!(Name::of("vendor/views.sql").is_none());
}

#[test]
fn a_number_without_a_meaning_as_a_moment_counts_on() {
    assert_eq!(after("99999999"), "100000000");
    assert_eq!(after("20241350"), "20241351");
}

#[test]
fn a_history_with_ways_back_gets_one_more() {
    let back = |path| Name::of(path).and_then(|it| it.way_back()).unwrap_or_default();
    assert_eq!(back("m/1_a.up.sql"), ".down.sql");
    assert_eq!(back("m/2024-01-01-000000_a/up.sql"), "/down.sql");
    assert_eq!(back("m/1_a.sql"), "");
}
