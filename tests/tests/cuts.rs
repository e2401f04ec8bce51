//! Law L8 for answers: every question can be asked about a text that is cut anywhere.

use std::path::{Path, PathBuf};

use testkit::{Fixture, Loaded};
use text::{FileId, Offset};
use workspace::snapshot::Snapshot;

/// Every file is cut at this many places, and at its start.
const CUTS: usize = 6;

/// At every cut this many places are asked about.
const PLACES: usize = 4;

#[test]
fn every_question_about_a_cut_file_is_answered() {
    for folder in workspaces() {
        let loaded = Loaded::new(Fixture::of_folder(&folder));
        let mut version = 1;
        for fixture in &loaded.fixture.files {
            let file = loaded.file(&fixture.path);
            let path = loaded.store.absolute(file).expect("a file of the fixture lies somewhere");
            for cut in sample(&fixture.text, CUTS) {
                version += 1;
                loaded.store.open(&path, fixture.text.get(..cut).expect("a cut is a boundary"), version);
                ask(&loaded.store.snapshot(), file);
            }
            loaded.store.open(&path, &fixture.text, version + 1);
        }
    }
}

/// Asks everything there is to ask about `file`.
fn ask(snapshot: &Snapshot, file: FileId) {
    let document = snapshot.document(file).expect("a file that is open exists");
    let _ = (document.facts(), analysis::coverage(snapshot, file));
    for finding in analysis::findings(snapshot, file).expect("nobody cancels") {
        let _ = analysis::fixes(snapshot, &finding);
    }
    let _ = (analysis::document_symbols(snapshot, file), analysis::folds(snapshot, file));
    for name in analysis::generate::candidates(snapshot, file) {
        let _ = analysis::generate::table(snapshot, file, &name);
    }
    let source = document.source();
    for at in sample(&source, PLACES).map(Offset::new) {
        let _ = (analysis::hover(snapshot, file, at), analysis::definition(snapshot, file, at));
        let _ = (analysis::references(snapshot, file, at, analysis::navigate::Declaration::Included),);
        let _ = analysis::selections(snapshot, file, at);
    }
}

/// At most `count` boundaries between characters of `text`, spread evenly and at odd places, and its start and end.
fn sample(text: &str, count: usize) -> impl Iterator<Item = usize> {
    let stride = 1 + text.len() / count;
    let places = (0..count).map(move |it| it * stride + it % stride);
    let mut cuts: Vec<usize> = places.map(|it| text.floor_char_boundary(it)).chain([text.len()]).collect();
    cuts.dedup();
    cuts.into_iter()
}

/// The folders of the workspaces kept for tests.
fn workspaces() -> Vec<PathBuf> {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("workspaces");
    let below = |folder: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).expect("the folder is part of the repository");
        entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
    };
    let mut folders = below(&all.join("seeds"));
    folders.extend(below(&all).into_iter().filter(|path| !path.ends_with("seeds")));
    folders
}
