//! Law L8 for reading: a text cut anywhere is read without a panic, and its spans keep their promises.

use std::fs;
use std::path::{Path, PathBuf};

use syntax::tree::{Language, Tree};
use text::{Edit, Offset, Span, Text};

use super::spans;

/// Every construct of markdown that a story may have, each of which can be half typed.
const STORY: &str = "\u{feff}---\r
title: Café 😀\r
---\r
# Checkout *now*\r
\r
As a **shop owner**, I want `order_items` [linked](https://x.y \"t\")\\
and \\*more\\* &amp; ~~less~~ so that <b>it</b> <!-- is -->  
clear[^1]. ![i][ref]

Setext
------

1. [x] one `` ` ``
   > ```ts title=\"a.ts\"
   > const a = {
   >
   >   😀: 1 };
   > ```
2) [ ] two

      indented

| a | b\\|c |
|:--|--:|
| `d` | **e** |
| f

<!-- schemark-disable
x -->
<div>
y</div>

***
[ref]: <a b> 'c'
[^1]: note
> [!NOTE]
> alert
~~~sql
select 1;
";

const SCHEMA: &str = "\
import { pgTable, text as t } from 'drizzle-orm/pg-core';
/** Who pays: 😀 */
export const orders = pgTable(\"orders\", {
  id: uuid('id').defaultRandom().primaryKey(), // key
  kind: text(`kind`, { enum: ['a', \"b\"] }).$type<A<'x'> | B>(),
  at: timestamp('at').default(sql`now() + ${days}`),
  ...timestamps(),
}, (table) => [index('x').on(table.at).where(sql`1 < 2`)]);
export const r = relations(orders, ({ many }) => ({ items: many(items) }));
type Order = typeof orders.$inferSelect;
const re = /[/\\]+/g, n = a < b ? -1.5e3 : !c;
";

fn cuts(source: &str) -> impl Iterator<Item = usize> {
    source.char_indices().map(|(index, _)| index).chain([source.len()])
}

#[test]
fn a_story_cut_anywhere_is_read() {
    for cut in cuts(STORY) {
        assert_eq!(spans::broken(&STORY[..cut]), None, "cut at {cut}");
        assert_eq!(spans::broken(&STORY[cut..]), None, "cut before {cut}");
    }
}

#[test]
fn a_tree_cut_anywhere_is_the_fresh_tree() {
    for (language, source) in
        [(Language::Markdown, STORY), (Language::TypeScript, SCHEMA), (Language::Tsx, SCHEMA)]
    {
        let whole = Text::from(source);
        let full = Tree::parse(language, &whole).expect("the fixture is small");
        for cut in cuts(source) {
            let edit = Edit::replace(Span::from_range(cut..source.len()), "");
            let mut tree = full.clone();
            tree.edit(&whole, &edit);
            let mut text = whole.clone();
            text.edit(&edit);
            let again = tree.reparse(&text).expect("the fixture is small");
            let fresh = Tree::parse(language, &text).expect("the fixture is small");
            assert_eq!(again.to_sexp(&text), fresh.to_sexp(&text), "{language:?} cut at {cut}");
            let _ = (again.folds(&text), again.selections(&text, Offset::new(cut)));
        }
    }
}

/// Every story and schema under `tests/workspaces`.
fn fixtures() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut ahead = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("workspaces")];
    while let Some(directory) = ahead.pop() {
        for entry in fs::read_dir(directory).expect("a readable directory") {
            let path = entry.expect("a readable directory").path();
            if path.is_dir() && !path.ends_with("node_modules") {
                ahead.push(path);
            } else if matches!(path.extension().and_then(|it| it.to_str()), Some("md" | "ts" | "tsx")) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Longer fixtures are cut at every boundary of a character that is a multiple of this away from the start.
const CUTS: usize = 100;

#[test]
fn every_fixture_cut_is_read() {
    let fixtures = fixtures();
    assert!(!fixtures.is_empty());
    for path in fixtures {
        let source = fs::read_to_string(&path).expect("fixtures are texts");
        let is_story = path.extension().is_some_and(|it| it == "md");
        let stride = 1 + source.len() / CUTS;
        for cut in cuts(&source).filter(|cut| cut % stride == 0 || *cut == source.len()) {
            let (head, tail) = source.split_at(cut);
            let language = if is_story { Language::Markdown } else { Language::TypeScript };
            for half in [head, tail] {
                if is_story {
                    assert_eq!(spans::broken(half), None, "{} cut at {cut}", path.display());
                }
            }
            let text = Text::from(head);
            if let Some(tree) = Tree::parse(language, &text) {
                let _ = (tree.folds(&text), tree.selections(&text, Offset::new(cut)));
            }
        }
    }
}
