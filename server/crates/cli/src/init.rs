//! `schemark init`: a commented `schemark.toml` to start from.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::{Context, bail};
use workspace::config::FILE_NAME;

use crate::output;

const TEMPLATE: &str = include_str!("init/schemark.toml");

/// Writes the configuration into `folder`; refuses to write over one.
pub(crate) fn run(folder: &Path) -> anyhow::Result<u8> {
    let path = folder.join(FILE_NAME);
    let mut file = match OpenOptions::new().write(true).create_new(true).open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{} is there already", path.display());
        }
        Err(error) => return Err(error).with_context(|| format!("cannot write {}", path.display())),
    };
    file.write_all(TEMPLATE.as_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
    output::remark(&format!("wrote {}", path.display()));
    Ok(0)
}
