//! What reading costs: `cargo bench -p schemark-syntax`.

use divan::{Bencher, black_box};
use schemark_syntax::markdown;
use schemark_syntax::tree::{Language, Tree};
use text::{Edit, Offset, Text};

fn main() {
    divan::main();
}

/// 10 KB, 100 KB, 1 MB.
const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];

const STORY: &str = "\
## Lend a tool

As a **member**, I want to borrow a tool from the `tools` table,
so that I need not buy one. See [the plan](../plan.md) for `tools.id` and `loans.tool_id`.

### Acceptance criteria

- [x] The system stores a row in the `loans` table
  - with `member_id` and `due_at`
- [ ] A member with *three* open loans gets no fourth

| column | type | notes |
|--------|------|-------|
| `id` | text | primary key |
| `due_at` | timestamptz | not null |

```ts
export const loans = pgTable('loans', { id: text('id').primaryKey() });
```

";

const SCHEMA: &str = "\
export const loans = pgTable('loans', {
  id: text('id').primaryKey().$defaultFn(() => nanoid()),
  toolId: text('tool_id').notNull().references(() => tools.id, { onDelete: 'restrict' }),
  dueAt: timestamp('due_at', { withTimezone: true }).notNull(),
}, (table) => [index('loans_tool_id_idx').on(table.toolId)]);

export type Loan = typeof loans.$inferSelect;

";

fn long(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len())
}

fn long_text(language: Language, bytes: usize) -> Text {
    let piece = if language == Language::Markdown { STORY } else { SCHEMA };
    Text::from(long(piece, bytes).as_str())
}

#[divan::bench(args = SIZES)]
fn markdown_blocks_and_inlines(bencher: Bencher<'_, '_>, bytes: usize) {
    let source = long(STORY, bytes);
    bencher
        .counter(divan::counter::BytesCount::of_str(&source))
        .bench(|| markdown::parse(black_box(&source)));
}

#[divan::bench(args = SIZES)]
fn text_keystroke(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = long_text(Language::Markdown, bytes);
    let edit = Edit::insert(Offset::new(text.len() / 2), "x");
    bencher.with_inputs(|| text.clone()).bench_local_values(|mut text| {
        text.edit(&edit);
        text
    });
}

#[divan::bench(args = SIZES)]
fn text_to_source(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = long_text(Language::Markdown, bytes);
    bencher.bench(|| text.to_source());
}

#[divan::bench(args = [Language::Markdown, Language::TypeScript], consts = SIZES)]
fn tree_fresh<const BYTES: usize>(bencher: Bencher<'_, '_>, language: Language) {
    let text = long_text(language, BYTES);
    bencher.bench(|| Tree::parse(language, black_box(&text)));
}

#[divan::bench(args = [Language::Markdown, Language::TypeScript], consts = SIZES)]
fn tree_keystroke<const BYTES: usize>(bencher: Bencher<'_, '_>, language: Language) {
    let mut text = long_text(language, BYTES);
    let tree = Tree::parse(language, &text).expect("an ordinary text");
    // In the middle of a word: the text stays free of errors.
    let middle = text.to_string();
    let at = BYTES / 2 + middle[BYTES / 2..].find("loans").expect("every piece names it") + 2;
    let edit = Edit::insert(Offset::new(at), "x");
    let before = text.clone();
    text.edit(&edit);
    bencher.with_inputs(|| tree.clone()).bench_local_values(|mut tree| {
        tree.edit(&before, &edit);
        tree.reparse(&text)
    });
}

#[divan::bench(args = [Language::Markdown, Language::TypeScript], consts = SIZES)]
fn folds<const BYTES: usize>(bencher: Bencher<'_, '_>, language: Language) {
    let text = long_text(language, BYTES);
    let tree = Tree::parse(language, &text).expect("an ordinary text");
    bencher.bench(|| tree.folds(&text));
}

#[divan::bench(args = [Language::Markdown, Language::TypeScript], consts = SIZES)]
fn selections<const BYTES: usize>(bencher: Bencher<'_, '_>, language: Language) {
    let text = long_text(language, BYTES);
    let tree = Tree::parse(language, &text).expect("an ordinary text");
    bencher.bench(|| tree.selections(&text, Offset::new(BYTES / 2)));
}
