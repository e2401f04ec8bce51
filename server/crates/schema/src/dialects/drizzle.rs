//! Drizzle ORM: TypeScript modules that call `pgTable` and its friends.

pub mod write;

use super::Linking;
use crate::model::Declarations;

/// What one TypeScript module contains that a schema can be made of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Module {}

/// What `source` contains.
#[must_use]
pub fn read(source: &str) -> Module {
    let _ = source;
    Module::default()
}

/// What the linked modules declare.
#[must_use]
pub fn link(linking: &Linking<'_>) -> Declarations {
    let _ = linking;
    Declarations::default()
}
