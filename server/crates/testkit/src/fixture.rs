//! From a fixture's text to files, labels and cursors, and back.

use std::path::Path;

use text::{Offset, Span};

/// The mark of the cursor in a fixture.
const CURSOR: &str = "<|>";

/// A small workspace with labels.
#[derive(Debug, Clone, Default)]
pub struct Fixture {
    /// The files, in the order they are written.
    pub files: Vec<FixtureFile>,
    /// The cursor marks, in the order they are written.
    pub cursors: Vec<Cursor>,
}

/// One file of a fixture.
#[derive(Debug, Clone, Default)]
pub struct FixtureFile {
    /// The path below the root.
    pub path: String,
    /// The text, without labels and cursor marks.
    pub text: String,
    /// What is said of it.
    pub labels: Vec<Label>,
}

/// A message below a stretch of a line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The line, from 0.
    pub line: usize,
    /// The first column, in characters from 0.
    pub column: usize,
    /// The number of characters; at least 1.
    pub width: usize,
    /// The message.
    pub message: String,
}

/// A cursor mark's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The number of the file in the fixture.
    pub file: usize,
    /// Where it stands in that file's text.
    pub at: Offset,
}

impl Fixture {
    /// The fixture that `source` describes.
    #[must_use]
    pub fn parse(source: &str) -> Self {
        let mut fixture = Self::default();
        let mut line_number = 0;
        for line in source.strip_prefix('\n').unwrap_or(source).split_inclusive('\n') {
            if let Some(path) = line.strip_prefix("//- ") {
                fixture.files.push(FixtureFile { path: path.trim().to_owned(), ..FixtureFile::default() });
                line_number = 0;
                continue;
            }
            if fixture.files.is_empty() {
                fixture.files.push(FixtureFile { path: "story.md".to_owned(), ..FixtureFile::default() });
            }
            let number = fixture.files.len() - 1;
            let Some(file) = fixture.files.last_mut() else { continue };
            if line.trim_start().starts_with('^') && line_number > 0 {
                file.labels.extend(labels(line, line_number - 1));
                continue;
            }
            let mut rest = line;
            while let Some((before, behind)) = rest.split_once(CURSOR) {
                file.text.push_str(before);
                fixture.cursors.push(Cursor { file: number, at: Offset::new(file.text.len()) });
                rest = behind;
            }
            file.text.push_str(rest);
            line_number += 1;
        }
        fixture
    }

    /// The fixture that holds every text file below `folder`, sorted by path; what is built or installed is left out.
    #[must_use]
    pub fn of_folder(folder: &Path) -> Self {
        let mut files = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            let Ok(entries) = std::fs::read_dir(&next) else { panic!("cannot read {}", next.display()) };
            for entry in entries.flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.extend((entry.file_name() != "node_modules").then_some(path));
                } else if let (Ok(text), Ok(below)) =
                    (std::fs::read_to_string(&path), path.strip_prefix(folder))
                {
                    let path = below.to_string_lossy().replace('\\', "/");
                    files.push(FixtureFile { path, text, labels: Vec::new() });
                }
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files, cursors: Vec::new() }
    }

    /// The selection: the span between two cursor marks of one file, or the empty span at the only one.
    #[must_use]
    pub fn selection(&self) -> Option<(usize, Span)> {
        let (first, last) = (self.cursors.first()?, self.cursors.last()?);
        (first.file == last.file).then(|| (first.file, Span::new(first.at, last.at)))
    }

    /// The fixture as text, with its labels: what a test would say.
    #[must_use]
    pub fn render(&self) -> String {
        let mut rendered = String::new();
        for file in &self.files {
            rendered.push_str(&format!("//- {}\n", file.path));
            let mut sorted = file.labels.clone();
            sorted.sort();
            for (number, line) in file.text.split_inclusive('\n').enumerate() {
                rendered.push_str(line);
                if !line.ends_with('\n') {
                    rendered.push('\n');
                }
                for label in sorted.iter().filter(|label| label.line == number) {
                    let (indent, carets) = (" ".repeat(label.column), "^".repeat(label.width));
                    rendered.push_str(&format!("{indent}{carets} {}\n", label.message));
                }
            }
        }
        rendered
    }
}

impl FixtureFile {
    /// The label that says `message` of `span`. Of a span over several lines, the first line's part carries the label.
    #[must_use]
    pub fn label(&self, span: Span, message: &str) -> Label {
        let (before, covered) = (self.text.get(..span.start().bytes()).unwrap_or(""), span.slice(&self.text));
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Label {
            line: before.matches('\n').count(),
            column: before.get(line_start..).unwrap_or("").chars().count(),
            width: covered.lines().next().unwrap_or("").chars().count().max(1),
            message: message.to_owned(),
        }
    }
}

/// The labels of one label line.
fn labels(line: &str, labelled: usize) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    let mut after_blank = true;
    let mut chars = line.trim_end().chars().enumerate().peekable();
    while let Some((column, char)) = chars.next() {
        if char == '^' && after_blank {
            let mut width = 1;
            while chars.next_if(|(_, next)| *next == '^').is_some() {
                width += 1;
            }
            labels.push(Label { line: labelled, column, width, message: String::new() });
            after_blank = false;
            continue;
        }
        after_blank = char == ' ';
        if let Some(label) = labels.last_mut() {
            label.message.push(char);
        }
    }
    for label in &mut labels {
        label.message = label.message.trim().to_owned();
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_labels_and_cursors_are_taken_apart() {
        let fixture = Fixture::parse(
            "
//- a.ts
const x = 1;
//- b.md
Die Größe `x<|>` und 列 `y`.
           ^ first     ^ second one
   ^^^^^ third
end
",
        );
        assert_eq!(fixture.files[1].text, "Die Größe `x` und 列 `y`.\nend\n");
        assert_eq!(fixture.cursors, [Cursor { file: 1, at: Offset::new("Die Größe `x".len()) }]);
        let said: Vec<_> =
            fixture.files[1].labels.iter().map(|it| (it.line, it.column, it.width, &*it.message)).collect();
        assert_eq!(said, [(0, 11, 1, "first"), (0, 23, 1, "second one"), (0, 3, 5, "third")]);
    }

    #[test]
    fn rendering_gives_the_fixture_back() {
        let source = "//- a.md\nThe `x` table.\n     ^ no such table\n//- b.md\nplain\n";
        assert_eq!(Fixture::parse(source).render(), source);
    }

    #[test]
    fn a_span_becomes_the_label_that_names_it() {
        let file = &Fixture::parse("äb `cde`\nnext\n").files[0];
        let start = file.text.find("cde").unwrap();
        let label = file.label(Span::from_range(start..start + 3), "m");
        assert_eq!((label.line, label.column, label.width), (0, 4, 3));
        let label = file.label(Span::from_range(start..file.text.len()), "over lines");
        assert_eq!((label.line, label.column, label.width), (0, 4, 4));
    }
}
