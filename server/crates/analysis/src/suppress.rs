//! Comments that silence findings, in markdown and in TypeScript.
//!
//! Markdown's are facts of the story. TypeScript's are read here: `// schemark-ignore rule: reason` silences the next
//! line (or the declaration that starts there), or its own line if code stands before it; `// schemark-ignore-file
//! rule: reason` the file.

use std::collections::BTreeSet;

use schema::dialects::Comment;
use story::Suppression;
use text::{FileId, Offset, Span};
use workspace::document::FileKind;
use workspace::snapshot::Snapshot;

use crate::Finding;

/// How a silencing comment begins, behind its `//`.
const MARK: &str = "schemark-ignore";

/// Which entries of which comments silence something: the comment's number, then the rule's in it.
pub(crate) type Used = BTreeSet<(usize, usize)>;

/// The silencing comments of `file`, in order.
pub(crate) fn comments(snapshot: &Snapshot, file: FileId) -> Vec<Suppression> {
    let Some(document) = snapshot.document(file) else { return Vec::new() };
    match document.kind() {
        FileKind::Story => document.facts().suppressions.clone(),
        FileKind::Schema(_) => {
            let tables = snapshot.root_of(file).into_iter().flat_map(|root| root.model.tables());
            let tables = tables.filter(|table| table.place.file == file);
            let declarations: Vec<Span> = tables
                .flat_map(|table| {
                    let columns = table.columns.iter().map(|column| column.place.span);
                    columns.chain([table.place.span])
                })
                .collect();
            let found = document.module().map_or(&[][..], |it| it.comments());
            in_code(&document.source(), found, &declarations)
        }
        FileKind::Markdown | FileKind::Config | FileKind::Settings | FileKind::Other => Vec::new(),
    }
}

/// Takes the silenced findings out of `found`, and says which comments silenced them.
pub(crate) fn silence(comments: &[Suppression], found: &mut Vec<Finding>) -> Used {
    let mut used = Used::new();
    found.retain(|finding| {
        let mut silenced = false;
        for (number, comment) in comments.iter().enumerate() {
            if !comment.covers.touches(finding.span.start()) {
                continue;
            }
            for (place, (code, _)) in comment.rules.iter().enumerate() {
                if code == finding.rule.code {
                    used.insert((number, place));
                    silenced = true;
                }
            }
        }
        !silenced
    });
    used
}

/// The silencing ones of the `comments` of the TypeScript text `source`, whose declarations lie at `declarations`.
fn in_code(source: &str, comments: &[Comment], declarations: &[Span]) -> Vec<Suppression> {
    comments
        .iter()
        .filter(|comment| is_mark(comment.span.slice(source)))
        .filter_map(|comment| {
            let (start, end) = (comment.span.start().bytes(), comment.span.end().bytes());
            let span = Span::from_range(start..start + comment.span.slice(source).trim_end().len());
            let line_start = source.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
            let next_line = source.get(end..)?.find('\n').map_or(source.len(), |at| end + at + 1);
            let alone = source.get(line_start..start)?.trim().is_empty();
            let own_line = Span::from_range(line_start..span.end().bytes());
            let covers = if alone { covered(source, next_line, declarations) } else { own_line };
            read(source, span, covers)
        })
        .collect()
}

/// True if `comment`, marks and all, is a silencing one.
fn is_mark(comment: &str) -> bool {
    comment.starts_with("//") && comment.trim_start_matches('/').trim_start().starts_with(MARK)
}

/// What a comment that ends before `from` covers: the next line that is neither blank nor a comment, and the whole
/// declaration if one starts there.
fn covered(source: &str, from: usize, declarations: &[Span]) -> Span {
    let mut start = from;
    for line in source.get(from..).unwrap_or("").split_inclusive('\n') {
        let text = line.trim();
        if text.is_empty() || text.starts_with("//") {
            start += line.len();
            continue;
        }
        let span = Span::from_range(start..start + line.trim_end().len());
        let starts_here = |it: &&Span| span.touches(it.start()) && it.start() < span.end();
        return declarations.iter().filter(starts_here).fold(span, |whole, it| whole.join(*it));
    }
    Span::empty(Offset::new(source.len()))
}

/// The comment at `span`, taken apart.
fn read(source: &str, span: Span, covers: Span) -> Option<Suppression> {
    let text = span.slice(source);
    let behind = text.find(MARK)? + MARK.len();
    let (covers, behind) = match text.get(behind..)?.strip_prefix("-file") {
        Some(_) => (Span::from_range(0..source.len()), behind + "-file".len()),
        None => (covers, behind),
    };
    let rest = text.get(behind..)?;
    let (names, reason) =
        rest.split_once(':').map_or((rest, None), |(names, reason)| (names, Some(reason.trim())));
    let mut rules = Vec::new();
    let mut at = span.start().bytes() + behind;
    for piece in names.split_inclusive([',', ' ']) {
        let name = piece.trim_end_matches([',', ' ']);
        if !name.is_empty() {
            rules.push((name.to_owned(), Span::from_range(at..at + name.len())));
        }
        at += piece.len();
    }
    let reason = reason.filter(|it| !it.is_empty()).map(str::to_owned);
    Some(Suppression { rules, reason, span, covers })
}

#[cfg(test)]
mod tests {
    use schema::dialects::{Dialect, Module};

    use super::*;

    fn all(source: &str, declarations: &[Span]) -> Vec<Suppression> {
        in_code(source, Module::read(Dialect::Drizzle, source).comments(), declarations)
    }

    fn only(source: &str) -> Suppression {
        let mut found = all(source, &[]);
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    }

    #[test]
    fn a_comment_alone_covers_the_next_line_of_code() {
        let source = "// schemark-ignore table-naming: legacy\n\n// why\nconst a = 1;\nconst b = 2;\n";
        let comment = only(source);
        assert_eq!(comment.covers.slice(source), "const a = 1;");
        assert_eq!(comment.reason.as_deref(), Some("legacy"));
        assert_eq!(comment.rules[0].0, "table-naming");
        assert_eq!(comment.rules[0].1.slice(source), "table-naming");
    }

    #[test]
    fn a_comment_behind_code_covers_its_own_line() {
        let source = "const a = 1;\nconst b = 2; // schemark-ignore a, b: both\n";
        let comment = only(source);
        assert!(comment.covers.slice(source).starts_with("const b"));
        assert_eq!(comment.rules.iter().map(|it| &*it.0).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn a_comment_behind_a_text_with_slashes_is_seen() {
        let source = "const a = 'http://h'; // schemark-ignore a: b\n";
        assert_eq!(only(source).span.slice(source), "// schemark-ignore a: b");
    }

    #[test]
    fn a_declaration_that_starts_on_the_next_line_is_covered_whole() {
        let source = "// schemark-ignore x: y\nconst t = table({\n  a,\n});\nconst u = 1;\n";
        let declaration = source.find("const t").unwrap()..source.find("const u").unwrap() - 1;
        let found = all(source, &[Span::from_range(declaration.clone())]);
        assert_eq!(found[0].covers, Span::from_range(declaration));
    }

    #[test]
    fn a_file_comment_covers_the_file_and_may_lack_its_reason() {
        let source = "// schemark-ignore-file table-naming\nconst a = 1;\n";
        let comment = only(source);
        assert_eq!(comment.covers.slice(source), source);
        assert_eq!(comment.reason, None);
    }

    #[test]
    fn other_comments_silence_nothing() {
        assert!(all("// see https://x.y/schemark-ignore\n// eslint-ignore\n", &[]).is_empty());
        assert!(all("const a = '// schemark-ignore b: c';\n/* // schemark-ignore b: c */\n", &[]).is_empty());
        assert_eq!(only("// schemark-ignore").rules, []);
    }
}
