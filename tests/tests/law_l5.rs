//! Law L5: what is written is read again as it was, in every language; and from one language to another names, keys,
//! nullability and references are kept.
//!
//! `PROPTEST_CASES=10000` tries more schemas than the usual run.
#![allow(clippy::panic, reason = "a failed expectation ends its test")]

use proptest::prelude::{ProptestConfig, proptest};
use schema::dialects::{Casing, Dialect, Linking, Module, Order, Written, link, write};
use schema::model::{Declarations, Generated, Table};
use schemark_tests::items::{core, given_names, items, skeleton, unplaced};
use schemark_tests::narrow::narrow;
use testkit::{Words, schemas};

/// The languages of whole schemas. A diagram says less: see `a_diagram_keeps_tables_columns_and_keys`.
const WRITTEN: &[Dialect] = &[Dialect::Drizzle, Dialect::Prisma, Dialect::Sql, Dialect::Dbml];

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(declared in schemas(Words::Wild)) {
        for dialect in WRITTEN {
            let (again, text) = round(*dialect, &declared);
            let again = narrow(*dialect, &again);
            let wanted = narrow(*dialect, &declared);
            let names = given_names(&wanted);
            same(&items(&wanted, &names), &items(&again, &names), &format!("{dialect:?}\n{text}"));
        }
    }

    #[test]
    fn what_was_read_is_written_and_read_to_the_letter(declared in schemas(Words::Wild)) {
        for dialect in WRITTEN {
            let (first, _) = round(*dialect, &declared);
            let (second, text) = round(*dialect, &first);
            assert_eq!(unplaced(first), unplaced(second), "{dialect:?}\n{text}");
        }
    }

    #[test]
    fn from_one_language_to_another_nothing_that_matters_is_lost(declared in schemas(Words::Wild)) {
        for from in WRITTEN {
            let (first, _) = round(*from, &declared);
            for to in WRITTEN {
                let (second, text) = round(*to, &first);
                let wanted = narrow(*to, &narrow(*from, &declared));
                let got = narrow(*to, &narrow(*from, &second));
                same(&core(&wanted), &core(&got), &format!("{from:?} to {to:?}\n{text}"));
            }
        }
    }

    #[test]
    fn a_diagram_keeps_tables_columns_and_keys(declared in schemas(Words::Tame)) {
        let (again, text) = round(Dialect::Mermaid, &declared);
        same(&skeleton(&narrow(Dialect::Mermaid, &declared)), &skeleton(&again), &text);
    }

    #[test]
    fn what_is_left_out_is_said(declared in schemas(Words::Wild)) {
        for dialect in Dialect::ALL {
            let (again, text) = round(*dialect, &declared);
            let left_out = write(*dialect, &declared).left_out;
            let count = |it: &Declarations, of: fn(&Table) -> usize| it.tables.iter().map(of).sum::<usize>();
            let parts: [fn(&Table) -> usize; 5] = [
                |it| it.columns.len(),
                |it| it.checks.len(),
                |it| it.policies.len(),
                |it| it.columns.iter().filter(|it| matches!(it.generated, Some(Generated::Stored(_)))).count(),
                |it| it.columns.iter().filter(|it| it.has_default()).count(),
            ];
            let lost = parts.iter().any(|of| count(&declared, *of) > count(&again, *of));
            assert!(!lost || !left_out.is_empty(), "{dialect:?}\n{text}");
        }
    }
}

/// How many schemas are tried: few in the usual run.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(32)
}

/// `declared`, written in `dialect` and read again, and the text between.
fn round(dialect: Dialect, declared: &Declarations) -> (Declarations, String) {
    let Written { text, .. } = write(dialect, declared);
    let module = Module::read(dialect, &text);
    assert_eq!(module.problems(), [], "{dialect:?}\n{text}");
    let find = |_| Some(&module);
    let roots = vec![text::FileId(0)];
    let linking = Linking {
        roots,
        module: &find,
        resolve: &|_, _| None,
        casing: Casing::Preserve,
        order: Order::Listed,
        database: None,
    };
    (link(&linking), text)
}

/// Fails with what only one side has.
fn same(wanted: &[String], got: &[String], about: &str) {
    let lost: Vec<&String> = wanted.iter().filter(|it| !got.contains(it)).collect();
    let new: Vec<&String> = got.iter().filter(|it| !wanted.contains(it)).collect();
    assert!(lost.is_empty() && new.is_empty(), "{about}\nlost: {lost:#?}\nnew: {new:#?}");
    assert_eq!(wanted.len(), got.len(), "{about}");
}
