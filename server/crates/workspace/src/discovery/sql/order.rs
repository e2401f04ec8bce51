//! What a SQL file's name says: its place among migrations, and whether it is a part of a schema at all.

use crate::path::RelPath;

/// The place of a migration among others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    /// The numbers in its name.
    Numbers(Vec<u64>),
    /// It has a fixed place behind all numbers: Flyway's repeatable migrations.
    Last,
}

impl Version {
    /// True if it is a moment in time and no count: seconds or more since 1970, or a date.
    pub(super) fn is_moment(&self) -> bool {
        matches!(self, Self::Numbers(numbers) if numbers.first().is_some_and(|it| *it >= 10_000_000))
    }
}

/// Folders of SQL that makes no schema: rows, ways back, questions, and what other products run.
const OTHER_FOLDERS: &[&str] = &[
    "__fixtures__",
    "__tests__",
    "bigquery",
    "build",
    "clickhouse",
    "data-migrations",
    "debug",
    "dist",
    "down",
    "e2e",
    "examples",
    "fixtures",
    "mocks",
    "node_modules",
    "queries",
    "query",
    "revert",
    "rollback",
    "rollbacks",
    "seed",
    "seeders",
    "seeds",
    "snowflake",
    "snippets",
    "target",
    "test",
    "testdata",
    "tests",
    "undo",
    "vendor",
    "verify",
];

/// Words in the name of a script that somebody runs by hand, or of one that nobody runs any more.
const OTHER_WORDS: &[&str] = &[
    "backup",
    "cleanup",
    "copy",
    "debug",
    "deprecated",
    "drop",
    "dummy",
    "example",
    "mock",
    "old",
    "playground",
    "reset",
    "sample",
    "scratch",
    "seed",
    "seeds",
    "teardown",
    "temp",
    "template",
    "test",
    "tmp",
    "truncate",
];

/// Folders of rows that an application starts with.
const ROW_FOLDERS: &[&str] = &["seed", "seeders", "seeds"];

/// Words in the name of a file with such rows.
const ROW_WORDS: &[&str] = &["dummy", "sample", "seed", "seeds"];

/// True for a SQL file.
pub(in crate::discovery) fn is_sql(path: &RelPath) -> bool {
    path.extension() == "sql"
}

/// True if `path` lies where no schema does.
pub(super) fn lies_elsewhere(path: &RelPath) -> bool {
    path.folder().split('/').any(|it| {
        let folder = it.to_ascii_lowercase();
        OTHER_FOLDERS.contains(&folder.as_str()) || folder.starts_with('.') && folder.len() > 1
    })
}

/// True for a script that fills the tables of the product with its first rows: `seeds/users.sql`, `sample-data.sql`.
pub(super) fn is_of_rows(path: &RelPath) -> bool {
    let name = path.file_name().to_ascii_lowercase();
    let stem = name.strip_suffix(".sql").unwrap_or(&name);
    let is_other = |it: &str| {
        OTHER_FOLDERS.contains(&it) && !ROW_FOLDERS.contains(&it) || it.starts_with('.') && it.len() > 1
    };
    let folder = path.folder().to_ascii_lowercase();
    let says = stem.split(|it: char| !it.is_alphanumeric()).any(|it| ROW_WORDS.contains(&it));
    !folder.split('/').any(is_other) && (says || folder.split('/').any(|it| ROW_FOLDERS.contains(&it)))
}

/// True for the way back of a migration: `down.sql`, `1_users.down.sql`, `U1__users.sql`, `rollback.sql`.
pub(in crate::discovery) fn is_way_back(path: &RelPath) -> bool {
    let name = path.file_name().to_ascii_lowercase();
    let stem = name.strip_suffix(".sql").unwrap_or(&name);
    let last = stem.rsplit(['.', '_', '-']).next().unwrap_or("");
    matches!(last, "down" | "rollback" | "undo" | "revert")
        || stem.starts_with("rollback")
        || path.file_name().strip_prefix('U').is_some_and(|it| flyway(it).is_some())
}

/// What the way back in `path` undoes, where its name has one before the number or the words of another file:
/// `2_rollback-users.sql` undoes `1_users.sql`.
pub(super) fn undone(path: &RelPath) -> Option<&str> {
    let undoes = unnumbered(path);
    ["rollback", "down"].iter().find_map(|it| undoes.strip_prefix(it)?.strip_prefix(['-', '_', '.']))
}

/// The name of `path` without its place among migrations.
pub(super) fn unnumbered(path: &RelPath) -> &str {
    path.file_name().trim_start_matches(|it: char| it.is_ascii_digit() || matches!(it, '-' | '_' | '.'))
}

/// True if the name of a script that has no place among migrations says that it makes no schema.
pub(super) fn is_by_hand(path: &RelPath) -> bool {
    let name = path.file_name().to_ascii_lowercase();
    let stem = name.strip_suffix(".sql").unwrap_or(&name);
    stem.split(|it: char| !it.is_alphanumeric()).any(|it| OTHER_WORDS.contains(&it))
}

/// The place that `name`, of a file or a folder, has among migrations; `None` if it says none.
pub(super) fn version(name: &str) -> Option<Version> {
    if name.starts_with("R__") {
        return Some(Version::Last);
    }
    if let Some(found) = name.strip_prefix(['V', 'v', 'B']).and_then(flyway) {
        return Some(found);
    }
    let mut numbers = Vec::new();
    let mut rest = name;
    loop {
        let (number, behind) = digits(rest)?;
        numbers.push(number);
        match behind.chars().next() {
            None | Some('_' | '.' | ' ') => return Some(Version::Numbers(numbers)),
            // Diesel's dates: `2024-01-31-120000_users`.
            Some('-') => {
                match behind.strip_prefix('-').filter(|it| digits(it).is_some_and(|it| ends(it.1))) {
                    Some(next) => rest = next,
                    None => return Some(Version::Numbers(numbers)),
                }
            }
            Some(_) => return None,
        }
    }
}

/// True if a number ends where `behind` starts.
fn ends(behind: &str) -> bool {
    behind.is_empty() || behind.starts_with(['-', '_', '.'])
}

/// The version that `rest` of `V1_2__users.sql` begins with.
fn flyway(rest: &str) -> Option<Version> {
    let (numbers, _) = rest.split_once("__")?;
    let numbers = numbers.split(['.', '_']).map(|it| digits(it).filter(|it| it.1.is_empty()).map(|it| it.0));
    Some(Version::Numbers(numbers.collect::<Option<_>>()?))
}

/// The number that `text` begins with, and what stands behind it.
fn digits(text: &str) -> Option<(u64, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, behind) = text.split_at(length);
    let is_date = (8..14).contains(&length) && (number.starts_with("19") || number.starts_with("20"));
    // A date without the time of day comes before the same date with one.
    let padded = if is_date { format!("{number:0<14}") } else { number.to_owned() };
    Some((padded.parse().ok()?, behind))
}

#[cfg(test)]
mod tests {
    use super::{is_by_hand, is_of_rows, is_way_back, undone, unnumbered, version};
    use crate::path::RelPath;

    fn path(path: &str) -> RelPath {
        RelPath::new(path).expect("inside")
    }

    #[test]
    fn migrations_are_ordered_by_their_numbers() {
        let ordered = [
            "1_users.sql",
            "2-orders.sql",
            "002_items.sql",
            "10.sql",
            "2024-01-31-120000_a",
            "2024-02-01-000000_b",
            "20240101000000_c.sql",
            "20240102_d.sql",
            "202401031200_e.sql",
            "20240104000000_f.sql",
        ];
        let versions: Vec<_> = ordered.iter().map(|it| version(it).expect("a version")).collect();
        assert!(versions.is_sorted());
        assert!(version("V2__a.sql") < version("V10__b.sql"));
        assert!(version("V1_9__a.sql") < version("V1.10__b.sql"));
        assert!(version("V10__b.sql") < version("R__views.sql"));
        for name in ["schema.sql", "2fa.sql", "v2.sql", "users_1.sql", "Views.sql"] {
            assert_eq!(version(name), None, "{name}");
        }
    }

    #[test]
    fn ways_back_are_known_by_name() {
        for name in ["a/down.sql", "1_a.down.sql", "1_a_down.sql", "U1__a.sql", "a/rollback.sql"] {
            assert!(is_way_back(&path(name)), "{name}");
        }
        for name in ["a/up.sql", "1_a.up.sql", "1_cooldown.sql", "Users.sql", "1_count_downs.sql"] {
            assert!(!is_way_back(&path(name)), "{name}");
        }
    }

    #[test]
    fn a_way_back_says_what_it_undoes() {
        assert_eq!(undone(&path("m/2_rollback-users.sql")), Some("users.sql"));
        assert_eq!(undone(&path("m/2024-01-02_down_users.sql")), Some("users.sql"));
        assert_eq!(undone(&path("m/2_rollbacks.sql")), None);
        assert_eq!(undone(&path("m/2_revert_users.sql")), None);
        assert_eq!(unnumbered(&path("m/1_users.sql")), "users.sql");
    }

    #[test]
    fn scripts_of_rows_are_known_by_name() {
        for name in ["db/seeds/users.sql", "supabase/seed.sql", "scripts/sample-data.sql"] {
            assert!(is_of_rows(&path(name)), "{name}");
        }
        for name in ["tests/seed.sql", "fixtures/seeds/a.sql", ".tool/seed.sql", "db/schema.sql"] {
            assert!(!is_of_rows(&path(name)), "{name}");
        }
    }

    #[test]
    fn scripts_run_by_hand_are_known_by_name() {
        for name in ["seed.sql", "debug-roles.sql", "schema_old.sql", "test-data.sql"] {
            assert!(is_by_hand(&path(name)), "{name}");
        }
        for name in ["schema.sql", "contests.sql", "email_templates.sql"] {
            assert!(!is_by_hand(&path(name)), "{name}");
        }
    }
}
