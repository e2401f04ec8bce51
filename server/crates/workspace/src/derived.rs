//! What was derived from one snapshot, kept with it for the next question.

use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What a derived value is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The number of the root.
    pub root: usize,
    /// The number of one of its schema sets; `None` for the root without any.
    pub set: Option<usize>,
}

/// Values that readers of a snapshot made from it. They are of types this crate does not know.
#[derive(Default)]
pub(crate) struct Derived {
    kept: Mutex<BTreeMap<(TypeId, Origin), Arc<dyn Any + Send + Sync>>>,
}

impl Derived {
    /// The value kept for `origin`; made now if nobody asked for it before.
    pub(crate) fn get<T: Any + Send + Sync>(&self, origin: Origin, make: impl FnOnce() -> T) -> Arc<T> {
        let cell = {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            let cell = kept
                .entry((TypeId::of::<T>(), origin))
                .or_insert_with(|| Arc::new(OnceLock::<Arc<T>>::new()));
            Arc::clone(cell)
        };
        // The map is free again while the value is made: other values can be asked for, even by `make`.
        match cell.downcast::<OnceLock<Arc<T>>>() {
            Ok(cell) => Arc::clone(cell.get_or_init(|| Arc::new(make()))),
            Err(_) => Arc::new(make()),
        }
    }
}

impl fmt::Debug for Derived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Derived").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Origin = Origin { root: 0, set: Some(0) };

    #[test]
    fn a_value_is_made_once_for_each_origin() {
        let derived = Derived::default();
        assert_eq!(*derived.get(FIRST, || 1), 1);
        assert_eq!(*derived.get(FIRST, || 2), 1);
        assert_eq!(*derived.get(Origin { root: 1, set: None }, || 3), 3);
        assert_eq!(*derived.get(FIRST, || "another type"), "another type");
    }
}
