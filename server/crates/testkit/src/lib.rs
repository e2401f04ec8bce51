//! The fixture language of tests and rule docs, what can be expected of a fixture, what is true of every
//! reading, and random schemas.
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

#[cfg(feature = "answers")]
mod expect;
mod fixture;
#[cfg(feature = "answers")]
mod loaded;
#[cfg(feature = "answers")]
mod schemas;
mod sound;

#[cfg(feature = "answers")]
pub use expect::{check, check_fix, check_fix_titled, check_none, mismatch};
pub use fixture::{Cursor, Fixture, FixtureFile, Label};
#[cfg(feature = "answers")]
pub use loaded::Loaded;
#[cfg(feature = "answers")]
pub use schemas::{Words, schemas};
pub use sound::{Reading, assert_sound_reading, assert_sound_writing};
