//! What is true of every reading of a schema, however broken its text is: places lie in their file and on character
//! boundaries, names stand where they are said to stand, problems are few, and the same text is read the same.

mod places;

use schema::dialects::{Casing, Dialect, Linking, Module, Order, link, write};
use schema::model::{Declarations, Ident};
use text::{FileId, Place, Span};

use crate::FixtureFile;

/// More problems than this in one file help nobody.
const MOST_PROBLEMS: usize = 200;

/// Files of one schema, read one by one and linked.
pub struct Reading {
    /// What each file contains, in the order of the files.
    pub modules: Vec<Module>,
    /// What they declare together.
    pub declarations: Declarations,
}

impl Reading {
    /// What `files`, all written in `dialect`, contain and declare. An import names a file by its path without ending.
    #[must_use]
    pub fn new(dialect: Dialect, files: &[FixtureFile]) -> Self {
        let modules: Vec<Module> = files.iter().map(|it| Module::read(dialect, &it.text)).collect();
        let number = |index: usize| FileId(u32::try_from(index).unwrap_or(u32::MAX));
        let declarations = link(&Linking {
            roots: (0..files.len()).map(number).collect(),
            module: &|file| modules.get(file.0 as usize),
            resolve: &|_, specifier| files.iter().position(|it| is_named(&it.path, specifier)).map(number),
            casing: Casing::SnakeCase,
            order: Order::Listed,
            database: None,
        });
        Self { modules, declarations }
    }
}

/// True if `specifier` (`./users`, `@/db/users`) names the file at `path`.
fn is_named(path: &str, specifier: &str) -> bool {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let stem = stem.strip_suffix("/index").unwrap_or(stem);
    let wanted = specifier.trim_start_matches(['.', '/', '@', '~']);
    !wanted.is_empty() && (stem == wanted || stem.ends_with(&format!("/{wanted}")))
}

/// Reads `files`, all written in `dialect`, and panics if that is not sound.
pub fn assert_sound_reading(dialect: Dialect, files: &[FixtureFile]) -> Reading {
    let reading = Reading::new(dialect, files);
    for (module, file) in reading.modules.iter().zip(files) {
        assert_sound_module(module, &file.text);
    }
    assert_sound_places(&reading.declarations, files);
    let again = Reading::new(dialect, files);
    assert!(reading.modules == again.modules, "the same text is read twice and differs");
    assert_eq!(reading.declarations, again.declarations, "the same modules are linked twice and differ");
    reading
}

/// Panics if a place that `module` names does not lie in `text`, its own file.
fn assert_sound_module(module: &Module, text: &str) {
    let problems = module.problems();
    assert!(problems.len() <= MOST_PROBLEMS, "{} problems in one file", problems.len());
    for problem in problems {
        assert_inside(problem.span, text, &problem.what);
        assert!(!problem.what.is_empty(), "a problem without words");
    }
    let mut before = Span::default();
    for comment in module.comments() {
        assert_inside(comment.span, text, "a comment");
        assert!(before.end() <= comment.span.start(), "comments overlap or are out of order");
        before = comment.span;
    }
}

/// Panics if a place that `declarations` name does not lie in its file of `files`, or a name does not stand there.
fn assert_sound_places(declarations: &Declarations, files: &[FixtureFile]) {
    let text = |place: Place, what: &str| {
        let Some(file) = files.get(place.file.0 as usize) else {
            panic!("{what} lies in a file that does not exist: {place:?}")
        };
        file.text.as_str()
    };
    for (place, what) in places::of(declarations) {
        assert_inside(place.span, text(place, what), what);
    }
    for (ident, what) in places::names(declarations) {
        let written = ident.place.span.slice(text(ident.place, what));
        assert!(stands(ident, written), "{what} `{}` stands at `{written}`", ident.text);
    }
}

/// True if `written`, the text at a name's place, spells that name or a part of it (a table creator adds a prefix, and
/// PostgreSQL cuts what is too long): in any case style, or with escapes.
fn stands(ident: &Ident, written: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let has_escapes = written.contains(['\\', '"', '\'', '`', '$', '%', '&']);
    let (written, name) = (letters(written), letters(&ident.text));
    has_escapes || name.contains(&written) || written.starts_with(&name)
}

/// Panics if `span` does not fit `text`.
fn assert_inside(span: Span, text: &str, what: &str) {
    assert!(text.get(span.range()).is_some(), "{what}: {span:?} does not fit a text of {} bytes", text.len());
}

/// Writes what `declarations` hold in every language, and panics if a language does not read its own writing: as a text
/// without problems, that written again stays as it is.
pub fn assert_sound_writing(declarations: &Declarations) {
    for &dialect in Dialect::ALL {
        let written = write(dialect, declarations).text;
        let file = |text: &str| FixtureFile { path: "schema".into(), text: text.into(), labels: Vec::new() };
        let first = Reading::new(dialect, &[file(&written)]);
        let problem = first.modules.iter().flat_map(Module::problems).next();
        let shown = problem.map(|it| (it.what.as_str(), it.span.slice(&written)));
        assert!(shown.is_none(), "{} that was written has a problem: {shown:?}:\n{written}", dialect.name());
        let again = write(dialect, &first.declarations).text;
        assert_eq!(written, again, "{} that was written is written differently", dialect.name());
    }
}
