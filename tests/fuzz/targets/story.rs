//! Reading a story, fresh and with what earlier versions taught.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| schemark_fuzz::story(text));
