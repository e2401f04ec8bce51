//! `schemark generate`: the tables a story describes, as a change to the schema.

use analysis::WorkspaceEdits;
use analysis::generate::{self, Refusal};
use anyhow::bail;
use similar::TextDiff;
use text::FileId;
use workspace::document::FileKind;

use crate::arguments::Generate;
use crate::opened::Opened;
use crate::output;
use crate::writing::{self, Changed};

mod nothing;

/// Shows or makes the change; gives the exit code.
pub(crate) fn run(arguments: &Generate) -> anyhow::Result<u8> {
    let opened = Opened::new(std::slice::from_ref(&arguments.story), arguments.config.as_deref())?;
    let story = opened.only_document()?;
    if !matches!(story.kind(), FileKind::Story | FileKind::Markdown) {
        bail!("{} is not a story", opened.shown(story));
    }
    opened.note_unread(&[story])?;
    let changes = change(&opened, story.id(), &arguments.tables)
        .and_then(|edits| Ok((writing::changes(&opened, &edits)?, edits.notes)))
        .inspect_err(|_| opened.note_gaps(&[]));
    let (changes, notes) = changes?;
    // That a file does not exist is no news when it is about to.
    let created: Vec<_> =
        changes.iter().filter(|it| it.before.is_none()).map(|it| it.path.as_str()).collect();
    opened.note_gaps(&created);
    for note in &notes {
        output::remark(&format!("note: {note}"));
    }
    if changes.is_empty() {
        nothing::explain(&opened, story);
    } else if arguments.write {
        writing::write(&opened.root, &changes)?;
        for change in &changes {
            output::remark(&format!(
                "{} {}",
                if change.before.is_some() { "changed" } else { "created" },
                change.path
            ));
        }
    } else {
        output::print(&changes.iter().map(diff).collect::<String>())?;
    }
    Ok(0)
}

fn change(opened: &Opened, story: FileId, tables: &[String]) -> anyhow::Result<WorkspaceEdits> {
    let named;
    let tables = if tables.is_empty() {
        named = generate::candidates(&opened.snapshot, story);
        named.as_slice()
    } else {
        tables
    };
    if tables.is_empty() {
        return Ok(WorkspaceEdits::default());
    }
    generate::tables(&opened.snapshot, story, tables).or_else(|(table, refusal)| {
        let path = opened.path(story);
        match refusal {
            Refusal::Exists => bail!("a table named `{table}` is declared already"),
            Refusal::Unsaid => bail!("{path} says nothing of a table named `{table}`"),
            Refusal::OtherDatabase => {
                bail!(
                    "`{table}` cannot be written: where the database is not PostgreSQL, schemark adds tables to \
                     schemas in Drizzle alone"
                )
            }
            Refusal::OtherLanguage => {
                bail!("`{table}` cannot be written in the language of the schema: schemark writes Drizzle, Prisma and SQL")
            }
            Refusal::NoPlace => bail!(
                "there is no place for `{table}`: {path} is as near to one schema as to another; name a table of the \
                 right one in it, or name that schema's files in schemark.toml, as in \
                 [[schema]] files = [\"src/db/schema/**/*.ts\"]"
            ),
        }
    })
}

/// The change of one file as a unified diff.
fn diff(change: &Changed) -> String {
    let before = change.before.as_deref().unwrap_or_default();
    let from = if change.before.is_some() { format!("a/{}", change.path) } else { "/dev/null".to_owned() };
    let diff = TextDiff::from_lines(before, &change.after);
    diff.unified_diff().header(&from, &format!("b/{}", change.path)).to_string()
}
