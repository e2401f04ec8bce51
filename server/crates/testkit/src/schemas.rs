//! Random schemas for PostgreSQL, each one a database that exists: keys lead to keys, indexes are on types that have an
//! order, no two things of one schema share a name.
//!
//! A schema is planned as numbers that shrink well (fewer tables, fewer columns, plainer names), and built from its plan.

mod build;
mod plan;
mod vocabulary;

use proptest::strategy::Strategy;
use schema::model::Declarations;

use self::plan::SchemaPlan;

/// How far names, values and defaults go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// Everything a database takes.
    Wild,
    /// Nothing with a quote, a backslash, a comma or a semicolon: drizzle-kit and Prisma's engine write these into their
    /// SQL as they are. Nor what trips drizzle-kit: it looks names up in objects that have a `constructor` and a
    /// `toString`, cuts `null` out of indexes, and takes every type that begins with `time` for its own.
    Tame,
}

/// Random declarations, as a reader of SQL would give them, without places.
pub fn schemas(words: Words) -> impl Strategy<Value = Declarations> {
    plan::schemas().prop_map(move |it: SchemaPlan| build::built(&it, words))
}
