//! Reading configuration: schemark.toml, drizzle.config, prisma.config.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| schemark_fuzz::config(text));
