//! `schemark convert`: a schema, written in another language.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use schema::dialects::{self, Casing, Dialect, Linking, Module, Order};
use schema::model::{Declarations, Unknown};
use workspace::model::SchemaSet;

use crate::arguments::Convert;
use crate::opened::Opened;
use crate::output;
use crate::place::place;
use crate::writing::{self, Changed};

/// Writes the schema; gives the exit code.
pub(crate) fn run(arguments: &Convert) -> anyhow::Result<u8> {
    let dialect = Dialect::named(&arguments.to).context("no language has that name")?;
    let opened = Opened::new(&arguments.paths, arguments.config.as_deref())?;
    opened.note_gaps(&[]);
    let loose = loose(&opened, arguments)?;
    let (name, declarations) = match &loose {
        Some((name, declarations)) => (name, declarations),
        None => {
            let set = chosen(&opened, arguments.set.as_deref())?;
            (&set.name, &set.declarations)
        }
    };
    let seen = seen(declarations);
    let written = dialects::write(dialect, &seen);
    for unknown in &declarations.unknowns {
        output::remark(&format!("unknown: {}", located(&opened, unknown)));
    }
    for table in declarations.tables.iter().filter(|it| it.unseen) {
        let why = "no file of the schema exports it, or another makes it";
        output::remark(&format!("left out: `{}`: {why}", table.name.text));
    }
    for what in &written.left_out {
        output::remark(&format!("left out: {what}"));
    }
    if written.text.is_empty() {
        bail!("there is nothing in {} to write as {}", name, dialect.name());
    }
    match &arguments.write {
        Some(file) => {
            if file.is_dir() {
                bail!("{} is a folder; a file is wanted", file.display());
            }
            if file.exists() && !arguments.force {
                bail!("{} is there already; --force replaces it", file.display());
            }
            write(file, written.text)?;
        }
        None => output::print(&written.text)?,
    }
    Ok(0)
}

/// `declarations` without what the tool that makes the database does not see.
fn seen(declarations: &Declarations) -> Declarations {
    let tables = declarations.tables.iter().filter(|it| !it.unseen).cloned().collect();
    Declarations { tables, ..declarations.clone() }
}

/// The file asked for, if it belongs to no schema (`schema.dbml` or a dump beside another schema), with what it says.
fn loose(opened: &Opened, arguments: &Convert) -> anyhow::Result<Option<(String, Declarations)>> {
    let [path] = arguments.paths.as_slice() else { return Ok(None) };
    let extension = path.extension().and_then(|it| it.to_str()).unwrap_or_default().to_lowercase();
    let mut sets = opened.snapshot.roots().iter().flat_map(|root| &root.model.sets);
    let Some(dialect) = Dialect::of_extension(&extension) else { return Ok(None) };
    if !path.is_file() || sets.any(|set| set.files.iter().any(|it| opened.asks_about(*it))) {
        return Ok(None);
    }
    let source = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let module = Module::read(dialect, &source);
    // A file that the workspace does not know.
    let file = text::FileId(u32::MAX);
    let declarations = dialects::link(&Linking {
        roots: vec![file],
        module: &|_| Some(&module),
        resolve: &|_, _| None,
        casing: Casing::default(),
        order: Order::default(),
        database: None,
    });
    Ok(Some((path.display().to_string(), declarations)))
}

/// The set that is to be written.
fn chosen<'a>(opened: &'a Opened, name: Option<&str>) -> anyhow::Result<&'a SchemaSet> {
    let sets = opened.snapshot.roots().iter().flat_map(|root| &root.model.sets);
    let is_asked =
        |set: &SchemaSet| !opened.is_narrowed() || set.files.iter().any(|it| opened.asks_about(*it));
    let asked: Vec<&SchemaSet> = sets.map(AsRef::as_ref).filter(|set| is_asked(set)).collect();
    let named: Vec<&SchemaSet> =
        asked.iter().copied().filter(|it| name.is_none_or(|name| it.name == name)).collect();
    match (named.as_slice(), name) {
        ([only], _) => Ok(only),
        ([], Some(name)) if !asked.is_empty() => {
            bail!("no schema is called {name}; there are:{}", listed(opened, &asked))
        }
        ([], _) if opened.is_narrowed() => bail!("{} holds no schema", opened.asked()),
        ([], _) => bail!("there is no schema in {}", opened.shown_root()),
        (_, None) => bail!(
            "there are several schemas, choose one with --set or by naming one of its files:{}",
            listed(opened, &named)
        ),
        (_, Some(_)) => {
            bail!("several schemas have that name, choose one by naming a file:{}", listed(opened, &named))
        }
    }
}

/// Each set on a line: its name, its language, one of its files.
fn listed(opened: &Opened, sets: &[&SchemaSet]) -> String {
    let line = |set: &&SchemaSet| {
        let dialect = set.dialect.map_or("unknown", Dialect::name);
        let file = set.files.first().map(|it| format!(", {}", opened.path(*it))).unwrap_or_default();
        format!("\n  {} ({dialect}{file})", set.name)
    };
    sets.iter().map(line).collect()
}

/// `unknown` with its place.
fn located(opened: &Opened, unknown: &Unknown) -> String {
    match opened.snapshot.document(unknown.place.file) {
        Some(document) => {
            let (line, _) = place(document.text(), unknown.place.span.start());
            format!("{} ({}:{line})", unknown.what, opened.shown(document))
        }
        None => unknown.what.clone(),
    }
}

/// Puts `text` into `file`, whole or not at all.
fn write(file: &Path, text: String) -> anyhow::Result<()> {
    let there = std::fs::read_to_string(file).ok();
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    let absolute = here.join(file);
    let folder = absolute.parent().filter(|_| absolute.file_name().is_some());
    let folder = folder.with_context(|| format!("{} is no file", file.display()))?;
    // Folders that are missing are made; the nearest one that exists is what nothing may lead out of.
    let root = folder.ancestors().find(|it| it.is_dir()).unwrap_or(folder);
    let below = absolute.strip_prefix(root).map_or_else(|_| PathBuf::from(file), Path::to_owned);
    let root = root.canonicalize().with_context(|| format!("cannot read {}", root.display()))?;
    let path = below.to_str().with_context(|| format!("{} is no name in UTF-8", file.display()))?.to_owned();
    let verb = if file.exists() { "changed" } else { "created" };
    let before = there.map(|it| it.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(it));
    writing::write(&root, &[Changed { path, before, after: text }])?;
    output::remark(&format!("{verb} {}", file.display()));
    Ok(())
}
