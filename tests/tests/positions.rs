//! Law L9: an offset and its position name the same place, in every column encoding.

use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, proptest};
use proptest::sample::select;
use text::{Edit, Encoding, Offset, Position, Span, Text};

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

/// What goes wrong: line ends of every kind and half, astral and combining characters, and characters that end a line
/// elsewhere but not here.
const PIECES: &[&str] = &[
    "a",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\n\r",
    "é",
    "e\u{301}",
    "ß",
    "€",
    "😀",
    "👩\u{200d}👧",
    "\u{feff}",
    "\u{2028}",
    "\u{2029}",
    "\u{b}",
    "\u{c}",
    "\u{85}",
    "\u{0}",
    "order_items",
    "\t",
];

fn texts() -> impl Strategy<Value = String> {
    proptest::collection::vec(select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

/// What LSP 3.17 says, spelled out: the lines of `source`, without their ends, as byte ranges.
fn lines(source: &str) -> Vec<Span> {
    let bytes = source.as_bytes();
    let mut lines = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let end = match rest {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => {
                at += 1;
                continue;
            }
        };
        lines.push(Span::from_range(start..at));
        at += end;
        start = at;
    }
    lines.push(Span::from_range(start..bytes.len()));
    lines
}

fn units(text: &str, encoding: Encoding) -> u32 {
    let count = match encoding {
        Encoding::Utf8 => text.len(),
        Encoding::Utf16 => text.encode_utf16().count(),
        Encoding::Utf32 => text.chars().count(),
    };
    u32::try_from(count).expect("a short text")
}

proptest! {
    // A failure becomes a test of its own: nothing is kept beside the source.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_are_those_of_the_protocol(source in texts()) {
        let text = Text::from(source.as_str());
        let expected = lines(&source);
        prop_assert_eq!(text.lines().collect::<Vec<_>>(), expected.clone());
        prop_assert_eq!(text.line_count() as usize, expected.len());
    }

    #[test]
    fn every_offset_survives_the_way_to_a_position_and_back(source in texts()) {
        let text = Text::from(source.as_str());
        for (number, line) in (0..).zip(lines(&source)) {
            for (index, _) in line.slice(&source).char_indices().chain([(line.len(), ' ')]) {
                let offset = line.start().plus(index);
                for encoding in ENCODINGS {
                    let column = units(&source[line.start().bytes()..offset.bytes()], encoding);
                    let position = Position { line: number, column };
                    prop_assert_eq!(text.position(offset, encoding), position);
                    prop_assert_eq!(text.offset(position, encoding), offset);
                }
            }
        }
    }

    #[test]
    fn any_position_names_a_place_in_its_line(source in texts(), line in 0u32..50, column in any::<u32>()) {
        let text = Text::from(source.as_str());
        for encoding in ENCODINGS {
            for column in [column, column % 16] {
                let offset = text.offset(Position { line, column }, encoding);
                prop_assert!(source.is_char_boundary(offset.bytes()));
                let expected = lines(&source).get(line as usize).copied();
                let end = Span::empty(Offset::new(source.len()));
                prop_assert!(expected.unwrap_or(end).touches(offset));
            }
        }
    }

    #[test]
    fn any_offset_has_a_position_in_its_line(source in texts(), bytes in 0usize..200) {
        let text = Text::from(source.as_str());
        for encoding in ENCODINGS {
            let position = text.position(Offset::new(bytes), encoding);
            let there = text.offset(position, encoding);
            prop_assert_eq!(text.position(there, encoding), position);
            prop_assert!(there.bytes() <= bytes);
        }
    }

    #[test]
    fn an_edited_rope_is_the_edited_string(
        source in texts(),
        edits in proptest::collection::vec((0usize..120, 0usize..20, texts()), 0..12),
    ) {
        let mut text = Text::from(source.as_str());
        let mut string = source;
        for (start, length, insert) in edits {
            let edit = Edit::replace(Span::from_range(start..start + length), insert);
            let place = text.clamp(edit.span);
            string.replace_range(place.range(), &edit.text);
            text.edit(&edit);
            prop_assert_eq!(text.to_string(), string.clone());
            prop_assert_eq!(text.lines().collect::<Vec<_>>(), lines(&string));
        }
    }
}
