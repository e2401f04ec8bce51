//! Adding declarations to a schema file that is there.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| schemark_fuzz::insert(text));
