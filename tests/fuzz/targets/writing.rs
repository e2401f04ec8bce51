//! Writing in every language what a schema declares, and reading that again.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| schemark_fuzz::writing(text));
