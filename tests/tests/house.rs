//! Law L10: the house keeps its own rules. `cargo xtask tidy` says the same, and checks the layout of the code too.

use std::path::Path;

#[test]
fn the_house_keeps_its_own_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies below the root");
    let complaints = xtask::complaints(root).expect("the repository can be read");
    let complaints: Vec<String> = complaints.iter().map(ToString::to_string).collect();
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}
