//! Standard output and standard error: where what goes, and in which colours.

use std::io::{self, IsTerminal, Write};

use annotate_snippets::Renderer;

/// Writes `text` to standard output.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    let mut output = io::stdout().lock();
    output.write_all(text.as_bytes())?;
    output.flush()?;
    Ok(())
}

/// Writes `value` to standard output as JSON.
pub(crate) fn print_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    print(&text)
}

/// Writes a line to standard error; one that cannot be written is lost.
pub(crate) fn remark(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Writes to standard error why schemark could not run.
pub(crate) fn complain(why: &str) {
    remark(&format!("schemark: {why}"));
}

/// Says on a terminal's standard error how far the reading is; writes nothing elsewhere.
pub(crate) fn progress(read: usize, found: usize) {
    let step = (found / 50).max(100);
    if io::stderr().is_terminal() && (read.is_multiple_of(step) || read == found) && found > step {
        let end = if read == found { "\r\x1b[K" } else { "" };
        let _ = write!(io::stderr(), "\rreading {read} of {found} files{end}");
    }
}

/// True if `error` says that nobody reads our output any more, as after `schemark check | head`.
pub(crate) fn is_closed(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|it| it.kind() == io::ErrorKind::BrokenPipe)
}

/// The renderer for findings: colours on a terminal, unless the user wants none (<https://no-color.org>).
pub(crate) fn renderer() -> Renderer {
    if has_colours() { Renderer::styled() } else { Renderer::plain() }
}

/// True if standard output shows colours.
pub(crate) fn has_colours() -> bool {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|it| it == "dumb");
    io::stdout().is_terminal() && !unwanted && !dumb
}
