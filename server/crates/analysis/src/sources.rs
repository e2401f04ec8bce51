//! Which file a `[Source: file#heading]` reference means.
//!
//! Leaves to others: whether that is worth a word.

use story::{Heading, Link, without_line};
use workspace::disk::concerns_us;
use workspace::document::Document;
use workspace::path::RelPath;
use workspace::snapshot::Snapshot;

/// Where such a reference leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// To this file.
    File(RelPath),
    /// To none, although its folder is there: the name is wrong.
    Nowhere,
    /// Out of what was looked at.
    Unknown,
}

/// The file that `link` of `document` means. People name it from their file, from the root, or from a folder of
/// documents in between.
pub(crate) fn target(snapshot: &Snapshot, document: &Document, link: &Link) -> Target {
    let (path, _) = parts(&link.destination);
    let Some(written) = RelPath::new(path.trim_start_matches('/')) else { return Target::Unknown };
    let own = document.path().join(path);
    let paths: Vec<&RelPath> = paths(snapshot, document.root()).collect();
    let is_there = |it: &&RelPath| paths.contains(it);
    if let Some(found) = own.iter().chain([&written]).find(is_there) {
        return Target::File(found.clone());
    }
    let tail = format!("/{}", written.as_str());
    let mut ends: Vec<&RelPath> = paths.iter().copied().filter(|it| it.as_str().ends_with(&tail)).collect();
    ends.dedup();
    match ends.as_slice() {
        [only] => Target::File((*only).clone()),
        // A document that is kept elsewhere has a folder that is not here either, and other types are not listed.
        [] if is_listed(snapshot, document.root(), &written)
            && has_folder(&paths, own.as_ref(), &written) =>
        {
            Target::Nowhere
        }
        _ => Target::Unknown,
    }
}

/// The file that a path in a text of `document` names from the root or from the text's folder, if it is there.
pub(crate) fn file(snapshot: &Snapshot, document: &Document, written: &str) -> Option<RelPath> {
    let written = without_line(written);
    let root = snapshot.roots().get(document.root())?;
    let is_there = |it: &RelPath| root.paths.contains(it) || snapshot.file_at(document.root(), it).is_some();
    let from_root = RelPath::new(written.trim_start_matches("./").trim_start_matches('/'));
    from_root.filter(is_there).or_else(|| document.path().join(written).filter(is_there))
}

/// True if a listing would name a file at `path`: one of a type that is looked at, in no hidden place, and with a name.
fn is_listed(snapshot: &Snapshot, number: usize, path: &RelPath) -> bool {
    let hidden = snapshot.roots().get(number).is_some_and(|it| it.may_hide(path));
    concerns_us(path) && !hidden && !path.file_name().starts_with('.')
}

/// Every file of root `number`, sorted, some of them twice: those on the disk, and those that an editor has open.
fn paths(snapshot: &Snapshot, number: usize) -> impl Iterator<Item = &RelPath> {
    let listed = snapshot.roots().get(number).into_iter().flat_map(|it| it.paths.iter());
    let open = snapshot.documents().filter(move |it| it.root() == number).map(|it| it.path());
    let mut all: Vec<&RelPath> = listed.chain(open).collect();
    all.sort();
    all.into_iter()
}

/// True if the folder that `own` or `written` name is there.
fn has_folder(paths: &[&RelPath], own: Option<&RelPath>, written: &RelPath) -> bool {
    let tail = format!("/{}/", written.folder());
    let somewhere = !written.folder().is_empty() && paths.iter().any(|it| it.as_str().contains(&tail));
    let mut folders = own.into_iter().chain([written]).map(RelPath::folder).filter(|it| !it.is_empty());
    somewhere || folders.any(|folder| paths.iter().any(|it| it.folder() == folder))
}

/// The path and the heading of `destination`.
pub(crate) fn parts(destination: &str) -> (&str, Option<&str>) {
    match destination.split_once('#') {
        Some((path, heading)) => {
            (without_line(path.trim()), Some(without_lines(heading.trim())).filter(|it| !it.is_empty()))
        }
        None => (without_line(destination.trim()), None),
    }
}

/// `heading` without the place behind it in "Keys (lines 3-9)".
fn without_lines(heading: &str) -> &str {
    let place = heading.strip_suffix(')').and_then(|it| it.rsplit_once('('));
    let Some((rest, place)) = place else { return heading };
    let is_place = ["lines", "line", "l.", "l"].iter().any(|word| {
        let number = place.strip_prefix(word).map(str::trim_start);
        number.is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()))
    });
    if is_place { rest.trim_end() } else { heading }
}

/// The heading that is meant by `name`: by its text or by its anchor, or by what both begin with.
pub(crate) fn heading<'a>(headings: &'a [Heading], name: &str) -> Option<&'a Heading> {
    let wanted = folded(name);
    headings.iter().find(|it| folded(&it.text) == wanted).or_else(|| {
        // "Testing Pyramid" may stand under "3.2 Testing Pyramid (backend)".
        headings.iter().find(|it| folded(&it.text).contains(&wanted) && !wanted.is_empty())
    })
}

/// `text` as comparing sees it: letters and digits in lower case.
pub(crate) fn folded(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
