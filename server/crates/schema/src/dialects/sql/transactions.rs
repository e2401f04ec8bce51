//! What a file takes back itself: what stands between `BEGIN` and `ROLLBACK`, or behind a savepoint.

use super::ir::{Kind, Statement};
use super::pieces::{Token, TokenKind};
use crate::model::Database;

/// How many savepoints are remembered.
const MOST_POINTS: usize = 1_000;

/// Where a transaction turns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Turn {
    Begin,
    Commit,
    /// Everything since it began is taken back.
    Back,
    /// A point to go back to.
    Point(String),
    BackTo(String),
}

/// Where a transaction turns, if the statement of `tokens` is such a place.
pub(super) fn turn(source: &str, tokens: &[Token]) -> Option<Turn> {
    let word = |at: usize| match tokens.get(at) {
        Some(it) if matches!(it.kind, TokenKind::Word | TokenKind::Quoted) => it.span.slice(source).to_ascii_lowercase(),
        _ => String::new(),
    };
    let fillers = ["transaction", "work", "to", "savepoint", "tran"];
    let name = || (1..tokens.len()).map(word).find(|it| !fillers.contains(&it.as_str())).unwrap_or_default();
    let behind = (1..tokens.len()).map(word).collect::<Vec<_>>();
    let says = |wanted: &str| behind.iter().any(|it| it == wanted);
    Some(match word(0).as_str() {
        "begin" => Turn::Begin,
        "start" if word(1) == "transaction" => Turn::Begin,
        // A prepared transaction is ended elsewhere.
        "commit" | "rollback" if says("prepared") => return None,
        "commit" if tokens.len() <= 4 => Turn::Commit,
        "end" if tokens.len() == 1 || says("transaction") || says("work") => Turn::Commit,
        "savepoint" => Turn::Point(name()),
        "rollback" if says("to") => Turn::BackTo(name()),
        "rollback" | "abort" if tokens.len() <= 4 => Turn::Back,
        _ => return None,
    })
}

/// `statements` without those that are taken back.
pub(super) fn settled(statements: Vec<Statement>, database: Option<Database>) -> Vec<Statement> {
    let turns = |it: &Statement| matches!(it.kind, Kind::Turn(_));
    if !statements.iter().any(turns) {
        return statements;
    }
    // MySQL keeps what a statement of a schema has done.
    let is_kept = database == Some(Database::MySql);
    let mut settled: Vec<Statement> = Vec::new();
    let mut begun: Option<usize> = None;
    let mut points: Vec<(String, usize)> = Vec::new();
    for statement in statements {
        let Kind::Turn(turn) = statement.kind else {
            settled.push(statement);
            continue;
        };
        match turn {
            // A second one changes nothing.
            Turn::Begin => {
                begun.get_or_insert(settled.len());
            }
            Turn::Point(name) if begun.is_some() && points.len() < MOST_POINTS => points.push((name, settled.len())),
            Turn::BackTo(name) if !is_kept => {
                if let Some(at) = points.iter().rposition(|it| it.0 == name) {
                    settled.truncate(points.get(at).map_or(usize::MAX, |it| it.1));
                    points.truncate(at + 1);
                }
            }
            Turn::Point(_) | Turn::BackTo(_) => {}
            Turn::Commit => {
                begun = None;
                points.clear();
            }
            Turn::Back => {
                if let Some(start) = begun.take().filter(|_| !is_kept) {
                    settled.truncate(start);
                }
                points.clear();
            }
        }
    }
    settled
}

#[cfg(test)]
mod tests {
    use super::super::tests::replayed;

    fn tables(source: &str) -> Vec<String> {
        replayed(&[source]).tables.into_iter().map(|it| it.name.text).collect()
    }

    #[test]
    fn what_is_rolled_back_is_not_there() {
        let source = |end: &str| format!("create table a (id int); begin; create table b (id int); alter table a rename to c; {end}; create table d (id int);");
        for end in ["rollback", "ROLLBACK TRANSACTION", "abort work"] {
            assert_eq!(tables(&source(end)), ["a", "d"], "{end}");
        }
        for end in ["commit", "end", "end transaction", "commit prepared 'x'", "rollback prepared 'x'", "rollback to nothing"] {
            assert_eq!(tables(&source(end)), ["c", "b", "d"], "{end}");
        }
        assert_eq!(tables("create table a (id int); rollback;"), ["a"]);
        assert_eq!(tables("begin; create table a (id int); commit; rollback;"), ["a"]);
    }

    #[test]
    fn a_savepoint_keeps_what_is_before_it() {
        let source = "start transaction; create table a (id int); savepoint one; create table b (id int); savepoint two;\n\
            create table c (id int); rollback to savepoint one; create table d (id int); rollback to one; create table e (id int); commit;";
        assert_eq!(tables(source), ["a", "e"]);
    }

    #[test]
    fn mysql_keeps_what_it_has_made() {
        let source = "START TRANSACTION; CREATE TABLE `a` (`id` int AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB; ROLLBACK;";
        assert_eq!(tables(source), ["a"]);
    }

    #[test]
    fn what_is_no_turn_takes_nothing_back() {
        let source = "begin; create table a (id int); do $$ begin null; exception when others then rollback; end $$; rollback to; savepoint; rollback x y z w v; commit;";
        assert_eq!(tables(source), ["a"]);
    }
}
