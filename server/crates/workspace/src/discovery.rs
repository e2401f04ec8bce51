//! Which files of a root are stories, schemas and settings. Reads the disk; bounded, and never outside the root.
