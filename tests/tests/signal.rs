//! What is taken out of a schema is missed where stories name it, and nothing else is.
//!
//! `tests/signal` runs the same on real repositories, by hand.

use schemark_tests::signal::{Recall, Taken, mutate};
use schemark_tests::workspaces;

/// The share of mentions that must become findings, in percent.
const WANTED_PERCENT: usize = 97;

#[test]
fn a_table_or_column_that_goes_is_missed() {
    for (taken, fewest) in [(Taken::Tables, 20), (Taken::Columns, 5)] {
        let mut all = Recall::default();
        for folder in workspaces() {
            let one = mutate(&folder, taken);
            assert!(one.unrelated.is_empty(), "{}: {taken:?}: {:#?}", folder.display(), one.unrelated);
            all.removed += one.removed;
            all.asking += one.asking;
            all.found += one.found;
            all.missed.extend(one.missed);
        }
        assert!(all.asking >= fewest, "{taken:?}: only {} mentions ask for something", all.asking);
        assert!(
            all.found * 100 >= all.asking * WANTED_PERCENT,
            "{taken:?}: {} of {} mentions found; missed {:#?}",
            all.found,
            all.asking,
            all.missed
        );
    }
}
