//! Moves everything that a declaration knows the place of.

use std::sync::Arc;

use schema::model::{Enum, Ident, Table};
use text::{Place, Span};

use crate::Fence;

/// A copy of `of` with every span sent through `to`.
pub(crate) fn moved_fence(of: &Fence, to: &dyn Fn(Span) -> Span) -> Fence {
    let mut of = of.clone();
    of.span = to(of.span);
    for it in of.left_out.iter_mut().chain(&mut of.broken) {
        *it = to(*it);
    }
    for it in &mut of.enums {
        *it = Arc::new(moved_enum(it, to));
    }
    of
}

/// `table` with every span sent through `to`.
pub(crate) fn moved(mut table: Table, to: &dyn Fn(Span) -> Span) -> Table {
    let place = |place: &mut Place| place.span = to(place.span);
    let ident = |ident: &mut Ident| ident.place.span = to(ident.place.span);
    ident(&mut table.name);
    ident(&mut table.key);
    place(&mut table.place);
    for column in &mut table.columns {
        ident(&mut column.name);
        ident(&mut column.key);
        place(&mut column.place);
    }
    if let Some(key) = &mut table.primary_key {
        place(&mut key.place);
    }
    for key in &mut table.foreign_keys {
        ident(&mut key.table);
        place(&mut key.place);
    }
    table.uniques.iter_mut().for_each(|it| place(&mut it.place));
    table.indexes.iter_mut().for_each(|it| place(&mut it.place));
    table.checks.iter_mut().for_each(|it| place(&mut it.place));
    table.policies.iter_mut().for_each(|it| place(&mut it.place));
    table
}

/// A copy of `of` with every span sent through `to`.
pub(crate) fn moved_enum(of: &Enum, to: &dyn Fn(Span) -> Span) -> Enum {
    let mut of = of.clone();
    for ident in [&mut of.name, &mut of.key].into_iter().chain(&mut of.values) {
        ident.place.span = to(ident.place.span);
    }
    of.place.span = to(of.place.span);
    of
}
