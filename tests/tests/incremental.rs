//! Law L2: whatever was edited, opened, closed, saved, created and deleted before, the answers are those of a fresh
//! start; and whatever answer changed, the store said that it might.
#![allow(clippy::indexing_slicing, reason = "a test fails by a panic")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;
use proptest::test_runner::{Config, FileFailurePersistence};
use text::{Encoding, FileId, Position};
use workspace::disk::MemoryDisk;
use workspace::document::Document;
use workspace::snapshot::Snapshot;
use workspace::store::{Store, Stroke};

const USERS: &str = "import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';\nimport { times } from './times';\n\n\
    export const users = pgTable('users', {\n  id: text('id').primaryKey(),\n  email: text('email').notNull(),\n  ...times,\n});\n";
const ORDERS: &str = "import { pgTable, text } from 'drizzle-orm/pg-core';\nimport { users } from './users';\n\n\
    export const orders = pgTable('orders', {\n  id: text('id').primaryKey(),\n  userId: text('user_id').references(() => users.id),\n});\n";
const TIMES: &str = "import { timestamp } from 'drizzle-orm/pg-core';\n\
    export const times = { createdAt: timestamp('created_at').notNull() };\n";
const STORY: &str = "# Orders\n\nAs a clerk, I want to see orders so that I can ship them.\n\n\
    The `orders` table has `orders.status` and refers to the `users` table. Each `invoice` is kept in the \
    `invoices` table.\n\n## Tables\n\n- `id`: text, primary key\n- `total`: numeric\n";

// Every name in these is that of a table: they are announced for other reasons than a name that is missing.
const INVENTORY: &str = "# Schema\n\n#### `users.ts`\n\n- **Tables**: `users`\n\n**orders.ts:**\n\n- `orders` table: what they buy\n";
const FENCE: &str = "```sql\nCREATE TABLE users (id integer PRIMARY KEY, email text);\n```\n";

/// The files of every run, and those that may appear in it.
const FILES: &[(&str, &str)] = &[
    ("db/index.ts", "export * from './users';\nexport * from './orders';\n"),
    ("db/orders.ts", ORDERS),
    ("db/times.ts", TIMES),
    ("db/users.ts", USERS),
    (
        "docs/clients.md",
        "The `clients` table, and the `user` table.\r\nGrüße 🦀 from the `audit_logs` table.\r\n",
    ),
    ("docs/orders.md", STORY),
    ("docs/schema.md", INVENTORY),
    ("docs/shown.md", FENCE),
    ("drizzle.config.ts", "export default { dialect: 'postgresql', schema: './db/index.ts' };\n"),
    ("schemark.toml", "[aliases]\nclients = 'users'\n"),
];
const ABSENT: &[&str] = &["db/invoices.ts", "docs/new.md", "docs/archive/old.md"];

/// What may be typed: parts of both languages, whole and broken.
const SNIPPETS: &[&str] = &[
    "",
    " ",
    "\n",
    "\r\n",
    "`invoices` table",
    "- `users.nickname` is new\n",
    "```sql\nCREATE TABLE parcels (id uuid PRIMARY KEY);\n```\n",
    "```",
    "<!-- schemark-ignore unknown-table: it comes later -->\n",
    "🦀é",
    "// a remark\n",
    "export const invoices = pgTable('invoices', { id: text('id').primaryKey() });\n",
    "  total: text('total'),\n",
    "export * from './invoices';\n",
    "pgTable('half",
    "});",
    "casing: 'snake_case', ",
    "[rules]\nunknown-table = 'error'\n",
    "external = ['invoices']\n",
    "storys = 1\n",
];

#[derive(Debug, Clone)]
enum Act {
    Open(&'static str),
    Edit(&'static str, Vec<(Position, Position, &'static str)>),
    Close(&'static str),
    Write(&'static str, &'static str),
    Delete(&'static str),
    /// Ask everything, so that later answers are made from earlier ones.
    Ask,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let paths: Vec<&'static str> = FILES.iter().map(|it| it.0).chain(ABSENT.iter().copied()).collect();
    let path = move || select(paths.clone());
    let position = || (0..14_u32, 0..60_u32).prop_map(|(line, column)| Position { line, column });
    let stroke = (position(), position(), select(SNIPPETS));
    let whole: Vec<&'static str> = FILES.iter().map(|it| it.1).chain(SNIPPETS.iter().copied()).collect();
    let act = prop_oneof![
        2 => path().prop_map(Act::Open),
        6 => (path(), proptest::collection::vec(stroke, 1..3)).prop_map(|(path, strokes)| Act::Edit(path, strokes)),
        1 => path().prop_map(Act::Close),
        1 => (path(), select(whole)).prop_map(|(path, text)| Act::Write(path, text)),
        1 => path().prop_map(Act::Delete),
        3 => Just(Act::Ask),
    ];
    proptest::collection::vec(act, 1..24)
}

fn root() -> &'static Path {
    Path::new(Store::FIXTURE)
}

fn at(path: &str) -> PathBuf {
    root().join(path)
}

/// A workspace that remembers what the editor has open.
struct Run {
    disk: Arc<MemoryDisk>,
    store: Store,
    open: BTreeMap<&'static str, i32>,
}

impl Run {
    fn new() -> Self {
        let disk = Arc::new(MemoryDisk::default());
        for (path, text) in FILES {
            disk.write(&at(path), text.as_bytes());
        }
        let store = loaded(&disk);
        Self { disk, store, open: BTreeMap::new() }
    }

    fn act(&mut self, act: &Act, encoding: Encoding) {
        match act {
            Act::Open(path) => self.open(path),
            Act::Edit(path, strokes) => {
                self.open(path);
                let version = self.open[path] + 1;
                self.open.insert(path, version);
                let strokes: Vec<Stroke> = strokes
                    .iter()
                    .map(|(from, to, text)| {
                        let range = Some((*from.min(to), *to.max(from)));
                        Stroke { range, text: (*text).to_owned() }
                    })
                    .collect();
                self.store.edit(&at(path), &strokes, encoding, version);
            }
            Act::Close(path) => {
                if self.open.remove(path).is_some() {
                    self.store.close(&at(path));
                }
            }
            Act::Write(path, text) => {
                self.disk.write(&at(path), text.as_bytes());
                self.store.disk_changed(&[at(path)]);
            }
            Act::Delete(path) => {
                self.disk.remove(&at(path));
                self.store.disk_changed(&[at(path)]);
            }
            Act::Ask => {}
        }
    }

    fn open(&mut self, path: &'static str) {
        if self.open.contains_key(path) {
            return;
        }
        let known = self.store.file(&at(path));
        let text = known.and_then(|it| Some(self.store.snapshot().document(it)?.source().to_string()));
        self.open.insert(path, 1);
        self.store.open(&at(path), &text.unwrap_or_default(), 1);
    }

    /// The same files and open buffers in a store that knows no past.
    fn fresh(&self) -> Snapshot {
        let store = loaded(&self.disk);
        let now = self.store.snapshot();
        for (path, version) in &self.open {
            let file = self.store.file(&at(path)).expect("what is open exists");
            let document = now.document(file).expect("what is open exists");
            store.open(&at(path), &document.source(), *version);
        }
        store.snapshot()
    }
}

fn loaded(disk: &Arc<MemoryDisk>) -> Store {
    let store = Store::on(Arc::clone(disk) as Arc<dyn workspace::disk::Disk>);
    store.load_root(root(), &|_, _| {});
    store
}

/// Everything a file's reader can ask of one file, by path.
fn answers(snapshot: &Snapshot) -> BTreeMap<String, String> {
    let documents = snapshot.documents().map(|it| {
        let findings = analysis::findings(snapshot, it.id()).expect("nobody edits meanwhile");
        let shown: Vec<_> =
            findings.iter().map(|it| (it.span, it.rule, it.severity, &it.message, &it.related)).collect();
        // Places in facts carry no file: what a story says is read without knowing which file it is.
        let facts = it.facts();
        let answer = format!("{:?} {:?}\n{}\n{facts:?}\n", it.kind(), it.version(), it.source());
        (it.path().to_string(), answer + &named(snapshot, format!("{shown:?}")))
    });
    documents.collect()
}

/// What the schemas declare.
fn model(snapshot: &Snapshot) -> String {
    let sets = snapshot.roots()[0].model.sets.iter();
    let sets: Vec<String> =
        sets.map(|it| format!("{} {:?} {:?}", it.name, it.files, it.declarations)).collect();
    named(snapshot, sets.join("\n"))
}

/// The findings alone: what an editor shows.
fn findings(snapshot: &Snapshot) -> BTreeMap<FileId, String> {
    let documents = snapshot.documents().map(|it| {
        let findings = analysis::findings(snapshot, it.id()).expect("nobody edits meanwhile");
        (it.id(), format!("{findings:?}"))
    });
    documents.collect()
}

/// `text` with paths in place of file numbers, which depend on the order in which files were met.
fn named(snapshot: &Snapshot, text: String) -> String {
    let name = |text: String, it: &Arc<Document>| {
        text.replace(&format!("FileId({})", it.id().0), it.path().as_str())
    };
    snapshot.documents().fold(text, name)
}

proptest::proptest! {
    #![proptest_config(Config {
        cases: 64,
        // A failure that was found is written down as a test of its own, not as a seed.
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..Config::default()
    })]

    #[test]
    fn edits_lead_to_the_same_answers_as_a_fresh_start(acts in acts(), utf8 in any::<bool>()) {
        let encoding = if utf8 { Encoding::Utf8 } else { Encoding::Utf16 };
        let mut run = Run::new();
        for act in &acts {
            run.act(act, encoding);
            if matches!(act, Act::Ask) {
                answers(&run.store.snapshot());
            }
        }
        let (incremental, fresh) = (run.store.snapshot(), run.fresh());
        proptest::prop_assert_eq!(model(&incremental), model(&fresh), "the model differs");
        let (incremental, fresh) = (answers(&incremental), answers(&fresh));
        for path in incremental.keys().chain(fresh.keys()) {
            proptest::prop_assert_eq!(incremental.get(path), fresh.get(path), "{} differs", path);
        }
    }

    #[test]
    fn a_finding_that_changed_was_announced(acts in acts()) {
        let mut run = Run::new();
        let mut before = run.store.snapshot();
        let mut known = findings(&before);
        for act in &acts {
            run.act(act, Encoding::Utf16);
            let after = run.store.snapshot();
            let found = findings(&after);
            let announced = after.affected_since(&before);
            for (file, finding) in &found {
                let changed = known.get(file) != Some(finding);
                let path = after.document(*file).map(|it| it.path().to_string());
                proptest::prop_assert!(
                    !changed || announced.contains(file),
                    "{:?} changed unannounced after {:?}\nfrom {:?}\nto {:?}", path, act, known.get(file), finding
                );
            }
            for file in known.keys().filter(|it| !found.contains_key(it)) {
                proptest::prop_assert!(announced.contains(file), "a file went unannounced after {:?}", act);
            }
            (before, known) = (after, found);
        }
    }
}
