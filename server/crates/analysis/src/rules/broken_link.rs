//! A story links to a file or a heading, and it is not there.

use std::collections::BTreeSet;
use std::sync::Arc;

use story::{Heading, Link, LinkTarget};
use text::Span;
use workspace::disk::concerns_us;
use workspace::document::Document;
use workspace::path::RelPath;
use workspace::snapshot::{Cancelled, Origin};

use super::Cx;
use super::is_retired;
use crate::anchors::{anchors, has};
use crate::{Finding, Fix};

rule! {
    /// ## What it finds
    ///
    /// A relative link of markdown to a file that is not there, or to a heading that the file does not have.
    ///
    /// Headings have the anchors that GitHub gives them; what other programs make of them (without accents, with single
    /// hyphens) will do as well. Only files of the types that schemark looks at are judged, in folders that it has seen:
    /// what lies outside of the workspace or in an ignored folder is unknown. So are addresses, templates, paths that
    /// begin with a slash and paths without an ending, of which a site's generator makes something.
    ///
    /// Off by default: it needs no schema, and many teams have a tool for links already.
    ///
    /// ## Why it matters
    ///
    /// Who follows the link, person or agent, finds nothing.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- docs/architecture/keys.md
    /// # Foreign keys
    /// //- docs/stories/a.md
    /// See [keys](../architecture/key.md) and [foreign keys](../architecture/keys.md#forein-keys).
    ///            ^^^^^^^^^^^^^^^^^^^^^^ there is no file `docs/architecture/key.md`
    ///                                                                               ^^^^^^^^^^^ `keys.md` has no heading for `#forein-keys`
    /// //- schemark.toml
    /// [rules]
    /// broken-link = "hint"
    /// ```
    ///
    /// ```good
    /// //- docs/architecture/keys.md
    /// # Foreign keys
    /// //- docs/stories/a.md
    /// See [keys](../architecture/keys.md#foreign-keys), [the site](https://example.com/x.md) and [here](#notes).
    ///
    /// # Notes
    /// //- schemark.toml
    /// [rules]
    /// broken-link = "hint"
    /// ```
    code: "broken-link",
    level: Off,
    reads: Stories,
}

/// What is wrong with a link.
enum Flaw {
    /// There is no such file.
    File(RelPath),
    /// There is one whose name is spelled with other capitals.
    Spelled(RelPath),
    /// The file, if it is another, has no such heading; these are the anchors it has.
    Anchor(Option<RelPath>, Vec<String>),
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let facts = cx.document.facts();
    if cx.root.loading || is_retired(facts.status, cx.document) {
        return Ok(());
    }
    let mut own = None;
    for link in &facts.links {
        let Some(target) = link.target() else { continue };
        let headings = facts.headings.as_slice();
        let Some(flaw) = flaw(cx, &target, headings, &mut own) else { continue };
        let message = match &flaw {
            Flaw::File(path) => format!("there is no file `{path}`"),
            Flaw::Spelled(path) => format!("the file is called `{}`", path.file_name()),
            Flaw::Anchor(file, _) => {
                let anchor = target.anchor.as_deref().unwrap_or_default();
                let here =
                    file.as_ref().map_or_else(|| "the file".to_owned(), |it| format!("`{}`", it.file_name()));
                format!("{here} has no heading for `#{anchor}`")
            }
        };
        let evidence = match flaw {
            Flaw::File(_) => "relative link, and the files of its folder",
            Flaw::Spelled(_) => "relative link, and a file spelled otherwise",
            Flaw::Anchor(..) => "link to a heading, and the headings of the file",
        };
        found.push(cx.finding(place(link, &flaw), &link.destination, message).on(evidence));
    }
    Ok(())
}

fn fix(cx: &Cx<'_>, finding: &Finding) -> Vec<Fix> {
    let facts = cx.document.facts();
    let mut fixes = Vec::new();
    for link in &facts.links {
        let Some(target) = link.target() else { continue };
        let Some(flaw) = flaw(cx, &target, &facts.headings, &mut None) else { continue };
        // Where the destination is not written as it is meant, nobody knows what to put there.
        let is_plain = link.span.len() == link.destination.len();
        let place = place(link, &flaw);
        if place != finding.span || !is_plain {
            continue;
        }
        let better = match &flaw {
            Flaw::File(path) => elsewhere(cx, path),
            Flaw::Spelled(path) => Some(relative(cx.document.path(), path)),
            Flaw::Anchor(_, anchors) => {
                let wanted = target.anchor.as_deref().unwrap_or_default();
                schema::names::nearest(wanted, anchors.iter().map(String::as_str)).map(str::to_owned)
            }
        };
        let Some(better) = better.map(|it| it.replace(' ', "%20")) else { continue };
        let mut fix = cx.replacement(finding, format!("Change to \"{better}\""), place, &better);
        fix.preferred = true;
        fixes.push(fix);
    }
    fixes
}

/// The part of `link` that `flaw` is in.
fn place(link: &Link, flaw: &Flaw) -> Span {
    let Some(at) = link.destination.find('#').filter(|_| link.span.len() == link.destination.len()) else {
        return link.span;
    };
    match flaw {
        Flaw::File(_) | Flaw::Spelled(_) => Span::new(link.span.start(), link.span.start().plus(at)),
        Flaw::Anchor(..) => Span::new(link.span.start().plus(at + 1), link.span.end()),
    }
}

/// What is wrong with a link to `target` in a file with `headings`, whose anchors are made once.
fn flaw(
    cx: &Cx<'_>,
    target: &LinkTarget,
    headings: &[Heading],
    own: &mut Option<Vec<String>>,
) -> Option<Flaw> {
    if target.path.is_empty() {
        let anchor = target.anchor.as_deref()?;
        let anchors = own.get_or_insert_with(|| anchors(headings));
        let missing = !is_there(cx.document, anchors, anchor);
        return missing.then(|| Flaw::Anchor(None, anchors.clone()));
    }
    let from_root = target.path.starts_with('/');
    let path = if from_root { RelPath::new(&target.path) } else { cx.document.path().join(&target.path) }?;
    if !cx.root.paths.contains(&path) && !is_open(cx, &path) {
        let seen = seen(cx);
        let paths = &seen.0;
        let hidden = from_root || !concerns_us(&path) || cx.root.may_hide(&path);
        let absent = !hidden && has_folder(paths, path.folder());
        let spelled = || beside(paths, &path).find(|it| it.as_str().eq_ignore_ascii_case(path.as_str()));
        return absent.then(|| spelled().cloned().map_or(Flaw::File(path.clone()), Flaw::Spelled));
    }
    let anchor = target.anchor.as_deref()?;
    let document = cx.snapshot.document(cx.snapshot.file_at(cx.document.root(), &path)?)?;
    let anchors = anchors(&document.is_story().then(|| document.facts())?.headings);
    let missing = !is_there(document, &anchors, anchor);
    missing.then_some(Flaw::Anchor(Some(path), anchors))
}

/// True if `anchor` leads somewhere in `document`, or may: headings and anchors can be written in HTML, too.
fn is_there(document: &Document, anchors: &[String], anchor: &str) -> bool {
    let is_line = anchor.strip_prefix('L').is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()));
    if is_line || anchor == "top" || anchor.starts_with([':', '/', '!']) || anchor.contains('=') {
        return true;
    }
    let plain = anchor.strip_prefix("user-content-").unwrap_or(anchor);
    if anchors.is_empty() || has(anchors, plain) {
        return true;
    }
    let source = document.source();
    let written =
        [format!("\"{plain}\""), format!("'{plain}'"), format!("#{plain}}}"), format!("[^{plain}]")];
    ["<h1", "<h2", "<h3", "<h4", "<H"].iter().any(|it| source.contains(it))
        || plain.starts_with("fn")
        || written.iter().any(|it| source.contains(it))
}

/// Every file of a root: those listed, and those that only an editor has.
struct Seen(BTreeSet<RelPath>);

fn seen(cx: &Cx<'_>) -> Arc<Seen> {
    let number = cx.document.root();
    cx.snapshot.derived(Origin { root: number, set: None }, || {
        let open = cx.snapshot.documents().filter(|it| it.root() == number).map(|it| it.path());
        Seen(cx.root.paths.iter().chain(open).cloned().collect())
    })
}

/// True if an editor has a new file at `path` open.
fn is_open(cx: &Cx<'_>, path: &RelPath) -> bool {
    cx.snapshot.file_at(cx.document.root(), path).is_some()
}

/// True if anything that was listed lies below `folder`: else it may be hidden as a whole.
fn has_folder(paths: &BTreeSet<RelPath>, folder: &str) -> bool {
    folder.is_empty() || below(paths, folder).next().is_some()
}

/// What was listed below `folder`.
fn below<'a>(paths: &'a BTreeSet<RelPath>, folder: &str) -> impl Iterator<Item = &'a RelPath> + use<'a> {
    let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let from = RelPath::new(&format!("{start}\0"));
    let range = from.map(|it| paths.range(it..));
    range.into_iter().flatten().take_while(move |it| it.as_str().starts_with(&start))
}

/// What was listed in the folder of `path`.
fn beside<'a>(paths: &'a BTreeSet<RelPath>, path: &'a RelPath) -> impl Iterator<Item = &'a RelPath> {
    below(paths, path.folder()).filter(|it| it.folder() == path.folder())
}

/// The way to the file that is meant by `path`: the only one of its name, else the one beside it whose name is nearest.
fn elsewhere(cx: &Cx<'_>, path: &RelPath) -> Option<String> {
    let seen = seen(cx);
    let paths = &seen.0;
    let mut namesakes = paths.iter().filter(|it| it.file_name() == path.file_name());
    let only = namesakes.next().filter(|_| namesakes.next().is_none());
    let near = || {
        let alike = || beside(paths, path).filter(|it| it.extension() == path.extension());
        let name = schema::names::nearest(path.file_name(), alike().map(RelPath::file_name))?;
        alike().find(|it| it.file_name() == name)
    };
    only.or_else(near).map(|it| relative(cx.document.path(), it))
}

/// The way from the folder of `from` to `to`.
fn relative(from: &RelPath, to: &RelPath) -> String {
    let folders: Vec<&str> = from.folder().split('/').filter(|it| !it.is_empty()).collect();
    let parts: Vec<&str> = to.as_str().split('/').collect();
    let shared = folders.iter().zip(&parts).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", folders.len() - shared);
    let way: Vec<&str> = up.chain(parts.iter().skip(shared).copied()).collect();
    if shared == folders.len() { format!("./{}", way.join("/")) } else { way.join("/") }
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_fix, check_none};

    #[test]
    fn links_of_every_kind_are_followed() {
        check(
            "
//- docs/guide/keys.md
# Keys

## Was ist neu? Größe

## Was ist neu? Größe
//- docs/guide/a b.md
# A
//- docs/stories/a.md
# Links

[one](../guide/keys.md#was-ist-neu-größe-1), [two](../guide/a%20b.md), [three][ref], [four](<../guide/a b.md>)
[five](../guide/Keys.md) and [six][lost], [seven](#lnks) and [eight](../guide/a%20c.md#a)
       ^^^^^^^^^^^^^^^^ the file is called `keys.md`
                             ^^^^^^^^^^^ there is no file `docs/guide/lost.md`
                                                   ^^^^ the file has no heading for `#lnks`
                                                                     ^^^^^^^^^^^^^^^^^ there is no file `docs/guide/a c.md`
| cell |
|---|
| [nine](../guide/keys.md#locks) |
                          ^^^^^ `keys.md` has no heading for `#locks`

[ref]: ../guide/keys.md
[lost]: ../guide/lost.md
//- schemark.toml
[rules]
broken-link = \"hint\"
",
        );
    }

    #[test]
    fn what_may_be_there_unseen_is_left_alone() {
        check_none(
            "
//- docs/guide/keys.md
# Keys

<a name=\"old\"></a>
//- docs/stories/a.md
# Links

[a](https://example.com/x.md) [b](mailto:x@example.com) [c](../../../outside/x.md) [d](../ignored/x.md)
[e](/docs/x.md) [f](../guide/keys) [g](../guide) [h](../guide/{{name}}.md) [i](../guide/picture.png)
[j](../guide/keys.md#old) [k](../guide/keys.md:12) [l](#links) [m](#L20) ![n](./shot.png) [o](../guide/keys.md#Keys)

`[p](../guide/lost.md)` and

```md
[q](../guide/lost.md)
```

See ../guide/lost.md:12, and [half](../guide/lo
//- schemark.toml
[rules]
broken-link = \"hint\"
",
        );
    }

    #[test]
    fn a_document_of_the_past_may_lead_nowhere() {
        let on = "//- schemark.toml\n[rules]\nbroken-link = \"hint\"\n";
        let files = "\n//- docs/guide/keys.md\n# Keys\n//- docs/archive/a.md\n[a](../guide/lost.md)\n";
        check_none(&format!("{files}{on}"));
    }

    #[test]
    fn it_is_off_unless_somebody_wants_it() {
        check_none("\n//- docs/stories/a.md\n[a](./lost.md), [b](#lost)\n");
    }

    #[test]
    fn a_file_that_moved_is_found_by_its_name() {
        check_fix(
            "
//- docs/guide/deep/keys.md
# Keys
//- docs/guide/other.md
# Other
//- docs/stories/a.md
See [keys](../guide/keys.md#keys).
//- schemark.toml
[rules]
broken-link = \"hint\"
",
            "
//- docs/stories/a.md
See [keys](../guide/deep/keys.md#keys).
",
        );
    }

    #[test]
    fn a_slip_in_an_anchor_becomes_the_heading_that_is_meant() {
        check_fix(
            "
//- docs/stories/a.md
# Foreign keys

See [keys](#foriegn-keys).
//- schemark.toml
[rules]
broken-link = \"hint\"
",
            "
//- docs/stories/a.md
# Foreign keys

See [keys](#foreign-keys).
",
        );
    }
}
