//! What Prisma files declare, and that it is what Prisma makes of them.

mod broken;
mod catalogs;
mod forms;

use text::FileId;

use crate::dialects::{Casing, Dialect, Linking, Module, Order, link};
use crate::model::{Declarations, Table};

/// What `files` declare together.
pub(super) fn declared(files: &[&str]) -> Declarations {
    let modules: Vec<Module> = files.iter().map(|it| Module::read(Dialect::Prisma, it)).collect();
    link(&Linking {
        roots: (0..).map(FileId).take(modules.len()).collect(),
        module: &|file| modules.get(file.0 as usize),
        resolve: &|_, _| None,
        casing: Casing::Preserve,
        order: Order::Listed, database: None,
    })
}

/// The table of `declarations` whose database name is `name`.
fn table<'a>(declarations: &'a Declarations, name: &str) -> &'a Table {
    declarations.tables.iter().find(|it| it.name.text == name).expect("the table is declared")
}
