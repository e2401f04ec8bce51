//! What declarations say, without where they say it: the part other files depend on.

use schema::model::{Declarations, Ident, Table};
use text::Place;

/// `declarations` with every place at zero: equal outlines mean that nothing but positions changed.
pub(super) fn outline(declarations: &Declarations) -> Declarations {
    let mut outline = declarations.clone();
    outline.tables.iter_mut().for_each(forget_table);
    for it in &mut outline.enums {
        it.place = Place::default();
        forget([&mut it.name, &mut it.key]);
        forget(&mut it.values);
    }
    for it in &mut outline.relations {
        it.place = Place::default();
        forget([&mut it.name]);
    }
    for it in &mut outline.unknowns {
        it.place = Place::default();
    }
    outline
}

fn forget<'a>(idents: impl IntoIterator<Item = &'a mut Ident>) {
    for ident in idents {
        ident.place = Place::default();
    }
}

fn forget_table(table: &mut Table) {
    table.place = Place::default();
    forget([&mut table.name, &mut table.key]);
    for it in &mut table.columns {
        it.place = Place::default();
        forget([&mut it.name, &mut it.key]);
    }
    if let Some(it) = &mut table.primary_key {
        it.place = Place::default();
    }
    for it in &mut table.foreign_keys {
        it.place = Place::default();
        forget([&mut it.table]);
    }
    let places = (table.uniques.iter_mut().map(|it| &mut it.place))
        .chain(table.indexes.iter_mut().map(|it| &mut it.place))
        .chain(table.checks.iter_mut().map(|it| &mut it.place))
        .chain(table.policies.iter_mut().map(|it| &mut it.place));
    for place in places {
        *place = Place::default();
    }
}
