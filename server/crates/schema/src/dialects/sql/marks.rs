//! The lines by which migration tools tell the way of a migration from its way back, in one file.

/// A part of a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Forth,
    Back,
}

/// The part that begins behind a comment of that text.
pub(super) fn part(text: &str) -> Option<Part> {
    let lower = text.to_ascii_lowercase();
    let words = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    // node-pg-migrate, tern and Play write more dashes than a comment needs.
    let plain = words.trim_matches(['-', ' ']);
    // goose, sql-migrate, dbmate, node-pg-migrate, Play, MyBatis, tern.
    let starts_back = ["+goose down", "+migrate down", "migrate:down", "down migration", "!downs", "//@undo"];
    let starts_forth = ["+goose up", "+migrate up", "migrate:up", "up migration", "!ups"];
    if plain == "create above / drop below" || starts_back.iter().any(|it| is_mark(plain, it)) {
        return Some(Part::Back);
    }
    starts_forth.iter().any(|it| is_mark(plain, it)).then_some(Part::Forth)
}

/// True if `text` is `mark`, with options of the tool behind it or not.
fn is_mark(text: &str, mark: &str) -> bool {
    let rest = text.strip_prefix(mark);
    rest.is_some_and(|it| it.is_empty() || it.starts_with(' ') && it.split(' ').skip(1).all(|it| it.contains(':') || it == "notransaction"))
}

#[cfg(test)]
mod tests {
    use super::{Part, part};
    use super::super::tests::replayed;

    #[test]
    fn each_tool_has_its_marks() {
        for text in [
            "+goose Down", "+migrate Down notransaction", "migrate:down", "migrate:down transaction:false", "Down Migration",
            "-- Down Migration", "- !Downs", "//@UNDO", "-- create above / drop below ----",
        ] {
            assert_eq!(part(text), Some(Part::Back), "{text}");
        }
        for text in ["+goose Up", "migrate:up transaction:false", "Up Migration", "--- !Ups"] {
            assert_eq!(part(text), Some(Part::Forth), "{text}");
        }
        for text in ["the down migration is gone", "Down migration of the price list", "migrate:downtown", "", "- -"] {
            assert_eq!(part(text), None, "{text}");
        }
    }

    #[test]
    fn the_way_back_in_the_same_file_is_not_taken() {
        let tables = |source: &str| replayed(&[source]).tables.len();
        for (up, down) in [
            ("-- Up Migration", "-- Down Migration"),
            ("", "---- create above / drop below ----"),
            ("# --- !Ups", "# --- !Downs"),
            ("--- !Ups", "--- !Downs"),
            ("-- // first change", "-- //@UNDO"),
        ] {
            assert_eq!(tables(&format!("{up}\ncreate table a (id int);\n\n{down}\ndrop table a;\n")), 1, "{down}");
        }
        assert_eq!(tables("create table a (id int);\n-- down migrations are gone\ndrop table a;"), 0);
        assert_eq!(tables("create table a (id int, b int default 1 # 2); -- !downs of it\n"), 1);
    }
}
