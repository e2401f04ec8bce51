//! Law L3: however messages interleave, the server's text is the client's, and every answer reflects exactly the edits
//! that were sent before the question.
#![allow(clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

use std::collections::BTreeMap;

use schemark_tests::Editor;
use serde_json::{Value, json};

/// Lines and letters that count differently in bytes, UTF-16 units and code points.
const PIECES: [&str; 14] = [
    "a",
    "ä",
    "😀",
    "e\u{301}",
    "日本",
    "\n",
    "\r\n",
    "\r",
    " ",
    "`orders` table",
    "# x\n",
    "```\n",
    "\u{2028}",
    "",
];

const FILES: [&str; 3] = ["docs/stories/a.md", "docs/stories/ö b.md", "schema.ts"];

/// A sequence of numbers that is the same on every run (xorshift, Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).expect("it is below a usize")
    }

    fn piece(&mut self) -> String {
        (0..self.below(4)).map(|_| PIECES[self.below(PIECES.len())]).collect()
    }
}

/// Our own way from a character boundary to a line and column, by the words of LSP 3.17 alone.
fn position(text: &str, offset: usize, encoding: &str) -> (usize, usize) {
    let (mut line, mut start) = (0, 0);
    for (at, letter) in text[..offset].char_indices() {
        // A line feed behind a carriage return belongs to it, even if only the first lies before the offset.
        let pair = letter == '\r' && text[at + 1..].starts_with('\n');
        if letter == '\n' || (letter == '\r' && !pair) {
            line += 1;
            start = at + 1;
        }
    }
    let before = &text[start..offset];
    let column = match encoding {
        "utf-8" => before.len(),
        "utf-16" => before.encode_utf16().count(),
        _ => before.chars().count(),
    };
    (line, column)
}

/// A character boundary that is not between the two halves of a line end, where no position points.
fn boundary(text: &str, dice: &mut Dice) -> usize {
    let mut offset = dice.below(text.len() + 1);
    while !text.is_char_boundary(offset)
        || (text[..offset].ends_with('\r') && text[offset..].starts_with('\n'))
    {
        offset -= 1;
    }
    offset
}

fn random_changes(text: &mut String, encoding: &str, dice: &mut Dice) -> Value {
    let mut changes = Vec::new();
    for _ in 0..=dice.below(3) {
        let new = dice.piece();
        if dice.below(20) == 0 {
            text.clone_from(&new);
            changes.push(json!({ "text": new }));
            continue;
        }
        let (one, two) = (boundary(text, dice), boundary(text, dice));
        let (start, end) = (one.min(two), one.max(two).min(one.min(two) + 12));
        let end = (end..=text.len()).find(|it| text.is_char_boundary(*it)).unwrap_or(text.len());
        let end = if text[..end].ends_with('\r') && text[end..].starts_with('\n') { end + 1 } else { end };
        let at = |offset| {
            let (line, character) = position(text, offset, encoding);
            json!({ "line": line, "character": character })
        };
        changes.push(json!({ "range": { "start": at(start), "end": at(end) }, "text": new }));
        text.replace_range(start..end, &new);
    }
    Value::Array(changes)
}

fn run(encoding: &str, seed: u64) {
    let mut dice = Dice(seed);
    let capabilities = json!({ "general": { "positionEncodings": [encoding] } });
    let mut editor = Editor::new("//- docs/stories/a.md\n# A\n").able_to(capabilities).started();
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    let mut asked = Vec::new();
    for _ in 0..500 {
        let file = FILES[dice.below(FILES.len())];
        let document = json!({ "uri": editor.uri(file) });
        match (texts.get_mut(file), dice.below(10)) {
            (None, _) => {
                let text: String = (0..20).map(|_| dice.piece()).collect();
                editor.open_as(file, &text);
                texts.insert(file, text);
            }
            (Some(_), 0) => {
                editor.close(file);
                texts.remove(file);
            }
            (Some(text), 1..=5) => {
                let changes = random_changes(text, encoding, &mut dice);
                editor.change(file, changes);
            }
            (Some(text), 6 | 7) => {
                let id = editor.ask("schemark/text", document);
                asked.push((id, text.clone()));
            }
            (Some(_), kind) => {
                let position = json!({ "line": dice.below(9), "character": dice.below(9) });
                let method = if kind == 8 { "textDocument/hover" } else { "textDocument/foldingRange" };
                editor.ask(method, json!({ "textDocument": document, "position": position }));
            }
        }
    }
    for (id, text) in asked {
        assert_eq!(editor.answer(id), json!(text), "{encoding}, {seed}");
    }
    for (file, text) in texts {
        let document = json!({ "uri": editor.uri(file) });
        assert_eq!(editor.request("schemark/text", document), json!(text), "{encoding}, {seed}");
    }
    assert_eq!(editor.quit(), 0);
}

#[test]
fn the_servers_text_is_the_editors_in_utf_16() {
    for seed in [1, 2, 3, 4] {
        run("utf-16", seed);
    }
}

#[test]
fn the_servers_text_is_the_editors_in_utf_8_and_utf_32() {
    for seed in [5, 6] {
        run("utf-8", seed);
        run("utf-32", seed);
    }
}
