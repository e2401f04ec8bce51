//! End to end: the real program inside real editors, and its output through a real compiler into a real database.
//!
//! A missing tool is a failure that says what to run, never a skipped test: `tests/e2e/setup` installs all of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use schemark_tests::{binary, repository};
use tempfile::TempDir;
use testkit::{Fixture, Loaded};

#[test]
fn neovim_shows_a_missing_table_and_the_quick_fix_creates_it() {
    let neovim = tool("Neovim 0.11", &tools().join("neovim/bin/nvim"));
    let place = Place::with_workspace("demo");
    let mut command = place.command(&neovim);
    command.args(["--headless", "--clean", "-u"]).arg(script("neovim.lua"));
    command.env("EXTENSION", repository().join("editors/neovim"));
    passes(&mut command);
}

#[test]
fn vs_code_shows_a_missing_table_and_the_quick_fix_creates_it() {
    tool(
        "VS Code",
        &repository().join("tests/e2e/vscode-server/node_modules/code-server/lib/vscode/node_modules"),
    );
    tool("what builds the extension", &repository().join("editors/vscode/node_modules/esbuild"));
    tool("playwright-core", &repository().join("tests/e2e/node_modules/playwright-core"));
    let place = Place::with_workspace("demo");
    passes(place.command("node").arg(script("vscode.mjs")));
}

#[test]
fn a_schema_generated_from_a_story_compiles_and_applies_to_postgresql() {
    tool("Drizzle", &repository().join("tests/e2e/node_modules/drizzle-kit"));
    let place = Place::with_workspace("seeds/bmad-story");
    passes(place.command("node").arg(script("generate.mjs")));
}

#[test]
fn a_quick_fix_table_fits_the_schema_it_joins() {
    tool("Drizzle", &repository().join("tests/e2e/node_modules/drizzle-kit"));
    let place = Place::with_workspace("demo");
    passes(place.command("node").arg(script("extend.mjs")));
}

#[test]
fn a_schema_written_as_drizzle_compiles_and_says_the_same() {
    tool("Drizzle", &repository().join("tests/e2e/node_modules/drizzle-kit"));
    let place = Place::with_workspace("demo");
    passes(place.command("node").arg(script("rewrite.mjs")));
}

#[test]
fn a_table_for_a_prisma_house_is_accepted_by_prisma_and_postgresql() {
    let columns = r#"{ "school_visits": {
        "id": "text", "screening_id": "text", "visitor_id": "text", "school_name": "character varying(120)",
        "pupil_count": "integer", "amount": "numeric(10,2) null", "state": "school_visit_state",
        "confirmed_at": "timestamp(3) without time zone null",
        "created_at": "timestamp(3) without time zone", "updated_at": "timestamp(3) without time zone" } }"#;
    generated_into_a_house("prisma", "docs/stories/book-a-school-visit.md", columns);
}

#[test]
fn a_table_for_a_file_of_sql_is_accepted_by_postgresql() {
    let columns = r#"{ "score_loans": {
        "id": "integer", "copy_id": "integer", "singer_id": "integer", "deposit": "numeric(10,2) null",
        "state": "text", "due_on": "date", "returned_at": "timestamp with time zone null",
        "created_at": "timestamp with time zone", "updated_at": "timestamp with time zone" } }"#;
    generated_into_a_house("sql-file", "docs/stories/lend-a-score.md", columns);
}

#[test]
fn a_migration_for_a_story_is_accepted_by_postgresql() {
    let columns = r#"{ "tool_loans": {
        "id": "uuid", "member_id": "uuid", "repair_id": "uuid", "tool_name": "text",
        "deposit": "numeric(10,2) null", "state": "text", "due_on": "date",
        "returned_at": "timestamp with time zone null",
        "created_at": "timestamp with time zone", "updated_at": "timestamp with time zone" } }"#;
    generated_into_a_house("sql-migrations", "docs/stories/lend-a-tool.md", columns);
}

#[test]
fn what_every_fix_leaves_is_accepted_by_prisma_and_postgresql() {
    tool("Prisma", &repository().join("tests/oracles/node_modules/@prisma/schema-engine-wasm"));
    for (workspace, least) in [("prisma", 6), ("sql-file", 4), ("sql-migrations", 2)] {
        let place = Place::with_workspace(workspace);
        let made = place.mend();
        assert!(made.len() >= least, "{workspace}: {made:?}");
        passes(place.command("node").arg(script("house.mjs")));
    }
}

fn generated_into_a_house(workspace: &str, story: &str, columns: &str) {
    tool("Prisma", &repository().join("tests/oracles/node_modules/@prisma/schema-engine-wasm"));
    let place = Place::with_workspace(workspace);
    passes(place.command("node").arg(script("house.mjs")).env("STORY", story).env("COLUMNS", columns));
}

/// A folder of its own for one test: a copy of a workspace, and a home that holds nobody's settings.
struct Place {
    folder: TempDir,
}

impl Place {
    fn with_workspace(name: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy(&repository().join("tests/workspaces").join(name), &folder.path().join("workspace"));
        fs::create_dir(folder.path().join("home")).expect("a home folder");
        Self { folder }
    }

    /// Makes one fix for each finding that has one, one after the other, and gives their titles.
    fn mend(&self) -> Vec<String> {
        let workspace = self.folder.path().join("workspace");
        let mut loaded = Loaded::new(Fixture::of_folder(&workspace));
        let mut made: Vec<String> = Vec::new();
        // A fix that were offered for ever would end the test with too few others.
        while made.len() < 50 {
            let fixes = loaded.findings().into_iter();
            let mut fixes = fixes.flat_map(|it| analysis::fixes(&loaded.snapshot, &it));
            let Some(fix) = fixes.find(|it| !made.contains(&it.title)) else { break };
            loaded = loaded.edited(&fix.edits);
            made.push(fix.title);
        }
        for file in &loaded.fixture.files {
            let path = workspace.join(&file.path);
            fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("its folder");
            fs::write(path, &file.text).expect("a file that can be written");
        }
        made
    }

    /// `program` with the variables that every script under `tests/e2e` reads.
    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let home = self.folder.path().join("home");
        let mut command = Command::new(program);
        command
            .current_dir(self.folder.path())
            .env("SCHEMARK", binary())
            .env("WORKSPACE", self.folder.path().join("workspace"))
            .env("SCRATCH", self.folder.path())
            .env("HOME", &home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_STATE_HOME", home.join("state"))
            .env("XDG_CACHE_HOME", home.join("cache"));
        command
    }
}

fn passes(command: &mut Command) {
    let output = command.output().expect("the script's interpreter runs");
    assert!(
        output.status.success(),
        "{command:?}\n{}\n{}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
}

/// `path`, which is there once the tools are set up.
fn tool(name: &str, path: &Path) -> PathBuf {
    assert!(
        path.exists(),
        "{name} is missing: there is no {}. Run `tests/e2e/setup`, or `cargo xtask test`, which does.",
        path.display(),
    );
    path.to_owned()
}

fn tools() -> PathBuf {
    std::env::var_os("SCHEMARK_E2E_TOOLS")
        .map_or_else(|| repository().join("target/e2e-tools"), PathBuf::from)
}

fn script(name: &str) -> PathBuf {
    repository().join("tests/e2e").join(name)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the copy's folder");
    for entry in fs::read_dir(from).expect("the workspace's folder").map_while(Result::ok) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a readable file");
        }
    }
}
