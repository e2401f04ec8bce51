//! The fixture language of tests and rule docs, and what can be expected of a fixture.
