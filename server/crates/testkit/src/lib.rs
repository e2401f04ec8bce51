//! The fixture language of tests and rule docs, what can be expected of a fixture, and random schemas.
//!
//! A fixture is a small workspace in one text:
//!
//! ```text
//! //- db/schema.ts
//! export const orders = pgTable('orders', { id: text('id').primaryKey() });
//! //- docs/checkout.md
//! The system stores a row in the `invoices` table.
//!                                 ^^^^^^^^ no schema declares a table named `invoices`
//! ```
//!
//! - `//- path` starts a file. Text before the first one is `story.md`.
//! - `^^^^ message` labels the stretch above it in the last line that is no label. Columns are characters, counted
//!   without cursor marks. Several labels may follow one line, on one label line or on several.
//! - `^^^^ fix` demands that a fix is offered there, `^^^^ fix: Title` that one of this title is.
//! - `<|>` is the cursor; two of them are a selection.
#![allow(clippy::panic, reason = "a failed expectation ends its test")]

mod expect;
mod fixture;
mod loaded;
mod schemas;

pub use expect::{check, check_fix, check_fix_titled, check_none, mismatch};
pub use fixture::{Cursor, Fixture, FixtureFile, Label};
pub use loaded::Loaded;
pub use schemas::{Words, schemas};
