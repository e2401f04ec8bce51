//! Reading and linking SQL schemas, and writing what was read in every language.
#![no_main]

use libfuzzer_sys::fuzz_target;
use schema::dialects::Dialect;

fuzz_target!(|text: &str| schemark_fuzz::reading(Dialect::Sql, text));
