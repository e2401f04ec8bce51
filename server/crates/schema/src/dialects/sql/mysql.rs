//! What MySQL alone writes behind `ALTER TABLE t`, and the statements that it has instead.

use super::foreign::{bare, key};
use super::heads;
use super::indexes::OwnChange;
use super::ir::{Action, Constraint, Dependents, Kind, Like, NewTable, Path, Rule};
use super::pieces::{Token, TokenKind, span};

/// An action as MySQL writes it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Own {
    /// It is told by its words.
    Told(Vec<Action>),
    /// It is read as if it added a column, of which it says how it is called so far and where it goes.
    Column { from: Option<String>, place: Option<Option<String>> },
    /// It is written as everywhere.
    Usual,
}

/// A change of a table, for a reader who knows PostgreSQL's words alone.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) table: Path,
    /// The statement as that reader gets it, as long as it was; `None` if nothing is left for it.
    pub(super) text: Option<String>,
    /// The actions in their order.
    pub(super) own: Vec<Own>,
}

/// What the statement of `tokens`, whose text is `text`, changes; `None` if it says nothing that is MySQL's own.
pub(super) fn change(source: &str, text: &str, tokens: &[Token]) -> Option<Change> {
    let words = Words { source, tokens };
    if !words.is(0, &["ALTER"]) || !words.is(1, &["TABLE"]) {
        return None;
    }
    let skipped = usize::from(words.is(2, &["ONLY"])) + 2 * usize::from(words.is(2, &["IF"]));
    let table = path(source, tokens.get(2 + skipped..)?)?;
    let mut start = 3 + skipped;
    while tokens.get(start).is_some_and(|it| it.kind == TokenKind::Symbol(b'.')) {
        start += 2;
    }
    let mut own = Vec::new();
    let mut left = text.to_owned();
    let base = tokens.first()?.span.start().bytes();
    let mut blank = |tokens: &[Token]| {
        if let (false, Some(found)) = (tokens.is_empty(), left.get(span_in(tokens, base))) {
            let blanks: String = found.bytes().map(|it| if it == b'\n' { '\n' } else { ' ' }).collect();
            left.replace_range(span_in(tokens, base), &blanks);
        }
    };
    let mut rewritten: Vec<(std::ops::Range<usize>, &'static str)> = Vec::new();
    let mut is_first = true;
    for range in actions(tokens, start) {
        let inner = Words { source, tokens: tokens.get(range.clone())? };
        let told = inner.action();
        match &told {
            Own::Told(_) => blank(inner.tokens),
            Own::Column { place, .. } => {
                let head = inner.head();
                blank(inner.tokens.get(..head.blanked)?);
                rewritten.extend(head.added.map(|it| (span_in(inner.tokens.get(..1).unwrap_or(&[]), base), it)));
                let behind = place.as_ref().map_or(0, |it| 1 + usize::from(it.is_some()));
                blank(inner.tokens.get(inner.tokens.len() - behind..)?);
            }
            Own::Usual => {}
        }
        // The comma before it goes where nothing is left on either side.
        let comma = range.start.checked_sub(1).and_then(|it| tokens.get(it..=it)).filter(|_| range.start > start);
        if matches!(told, Own::Told(_)) || is_first {
            comma.into_iter().for_each(&mut blank);
        }
        is_first &= matches!(told, Own::Told(_));
        own.push(told);
    }
    if own.iter().all(|it| *it == Own::Usual) {
        return None;
    }
    for (range, word) in rewritten {
        left.replace_range(range.start..range.start + word.len(), word);
    }
    Some(Change { table, text: (!is_first).then_some(left), own })
}

/// The change of `table` by actions of its own and those that were `read`, in their order.
pub(super) fn altered(table: Path, own: Vec<Own>, read: Vec<Action>) -> Kind {
    let expected = own.iter().filter(|it| !matches!(it, Own::Told(_))).count();
    let mut actions = Vec::new();
    if expected != read.len() {
        actions.push(Action::Unknown);
    }
    let mut read = read.into_iter();
    for own in own {
        match own {
            Own::Told(told) => actions.extend(told),
            Own::Usual => actions.extend(read.next()),
            Own::Column { from, place } => match read.next() {
                Some(Action::AddColumn(column)) => {
                    let name = column.name.text.clone();
                    actions.push(match from {
                        Some(name) => Action::Redefine { name, column },
                        None => Action::AddColumn(column),
                    });
                    actions.extend(place.map(|after| Action::Own(OwnChange::Place { column: name, after })));
                }
                _ => actions.push(Action::Unknown),
            },
        }
    }
    Kind::AlterTable { table, if_exists: false, only: false, actions }
}

fn span_in(tokens: &[Token], base: usize) -> std::ops::Range<usize> {
    let span = span(tokens);
    span.start().bytes().saturating_sub(base)..span.end().bytes().saturating_sub(base)
}

/// Where the actions behind the name of a table stand.
fn actions(tokens: &[Token], start: usize) -> Vec<std::ops::Range<usize>> {
    let (mut found, mut from, mut depth) = (Vec::new(), start, 0_usize);
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.kind {
            TokenKind::Symbol(b'(') => depth += 1,
            TokenKind::Symbol(b')') => depth = depth.saturating_sub(1),
            TokenKind::Symbol(b',') if depth == 0 => {
                found.push(from..at);
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(from..tokens.len());
    found.retain(|it| it.start < it.end);
    found
}

/// What of an action's first words is not for the reader.
struct Head {
    blanked: usize,
    /// What it gets instead of the first.
    added: Option<&'static str>,
}

struct Words<'a> {
    source: &'a str,
    tokens: &'a [Token],
}

impl Words<'_> {
    fn is(&self, at: usize, words: &[&str]) -> bool {
        let token = self.tokens.get(at).filter(|it| it.kind == TokenKind::Word);
        token.is_some_and(|it| words.iter().any(|word| it.span.slice(self.source).eq_ignore_ascii_case(word)))
    }

    fn name(&self, at: usize) -> Option<String> {
        let token = self.tokens.get(at)?;
        matches!(token.kind, TokenKind::Word | TokenKind::Backtick | TokenKind::Quoted).then(|| bare(token, self.source).text)
    }

    fn opens(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|it| it.kind == TokenKind::Symbol(b'('))
    }

    fn action(&self) -> Own {
        let told = |action: Option<Action>| action.map_or(Own::Told(vec![Action::Unknown]), |it| Own::Told(vec![it]));
        let last = self.tokens.len().saturating_sub(1);
        let place = match () {
            () if self.is(last, &["FIRST"]) && last > 2 => Some(None),
            () if self.is(last.saturating_sub(1), &["AFTER"]) && last > 3 => Some(self.name(last)),
            () => None,
        };
        let behind = |at: usize| at + usize::from(self.is(at, &["COLUMN"]));
        if self.is(0, &["ADD"]) {
            if let Some(told) = self.added_key() {
                return told;
            }
            return if place.is_some() { Own::Column { from: None, place } } else { Own::Usual };
        }
        if self.is(0, &["MODIFY", "CHANGE"]) {
            return self.name(behind(1)).map_or_else(|| told(None), |it| Own::Column { from: Some(it), place });
        }
        if self.is(0, &["DROP"]) {
            let dropped = |name: String| Action::DropConstraint { name, dependents: Dependents::Stay };
            return match () {
                () if self.is(1, &["INDEX", "KEY"]) && last == 2 => told(self.name(2).map(|it| Action::Own(OwnChange::Drop(it)))),
                () if self.is(1, &["FOREIGN"]) && self.is(2, &["KEY"]) => told(self.name(3).map(dropped)),
                () if self.is(1, &["CHECK"]) && last == 2 => told(self.name(2).map(dropped)),
                () if self.is(1, &["PRIMARY"]) && self.is(2, &["KEY"]) => told(Some(Action::Own(OwnChange::DropPrimary))),
                () => Own::Usual,
            };
        }
        if self.is(0, &["RENAME"]) && self.is(1, &["INDEX", "KEY"]) {
            let renamed = self.name(2).zip(self.tokens.get(4)).filter(|_| self.is(3, &["TO"]));
            return told(renamed.map(|(from, to)| Action::Own(OwnChange::Rename { from, to: bare(to, self.source) })));
        }
        if self.is(0, &["RENAME"]) && (self.is(1, &["AS"]) && last == 2 || last == 1) {
            return told(self.tokens.get(last).map(|it| Action::Rename(bare(it, self.source))));
        }
        let is_option = self.is(0, OPTIONS) || self.is(0, &["DEFAULT", "ALTER"]) && self.is(1, &["CHARSET", "CHARACTER", "COLLATE", "INDEX"]);
        if is_option { Own::Told(Vec::new()) } else { Own::Usual }
    }

    /// `ADD INDEX name (columns)` and its kin.
    fn added_key(&self) -> Option<Own> {
        let is_constraint = self.is(1, &["CONSTRAINT"]);
        // `ADD CONSTRAINT UNIQUE KEY …` has no name, `ADD CONSTRAINT name UNIQUE KEY …` has it ahead.
        let named = is_constraint && !self.is(2, &["UNIQUE"]);
        let at = 1 + usize::from(is_constraint) + usize::from(named);
        let unique = self.is(at, &["UNIQUE"]);
        let prefixed = usize::from(unique || self.is(at, &["FULLTEXT", "SPATIAL"]));
        let is_key = self.is(at + prefixed, &["INDEX", "KEY"]);
        let open = (0..self.tokens.len()).find(|it| self.opens(*it))?;
        // `ADD UNIQUE (a)` is everybody's, and so is a column called `key`.
        let is_everybodys = self.is(at + 1, &["NULLS"]);
        if is_everybodys || !(is_key || prefixed == 1 && open > at + 1) || open > at + prefixed + 4 {
            return None;
        }
        let tokens = self.tokens.get(at..)?;
        let Some(index) = key(self.source, tokens).filter(|it| !it.parts.is_empty()) else {
            return Some(Own::Told(vec![Action::Unknown]));
        };
        if !unique {
            return Some(Own::Told(vec![Action::Own(OwnChange::Add(Box::new(index)))]));
        }
        let name = if named { self.name(2) } else { index.name.as_ref().map(|it| it.text.clone()) };
        let rule = Rule::Unique { columns: index.columns(), index: None };
        Some(Own::Told(vec![Action::Add(Constraint { name, rule, unsaid: Vec::new(), span: index.span })]))
    }

    /// What stands before the definition of a column.
    fn head(&self) -> Head {
        let column = usize::from(self.is(1, &["COLUMN"]));
        match () {
            () if self.is(0, &["MODIFY"]) => Head { blanked: 1 + column, added: Some("ADD") },
            () if self.is(0, &["CHANGE"]) => Head { blanked: 2 + column, added: Some("ADD") },
            () => Head { blanked: 0, added: None },
        }
    }
}

/// Words that options of a table begin with.
const OPTIONS: &[&str] = &[
    "ALGORITHM", "AUTO_INCREMENT", "AVG_ROW_LENGTH", "CHARACTER", "CHARSET", "CHECKSUM", "COLLATE", "COMMENT",
    "COMPRESSION", "CONVERT", "ENCRYPTION", "ENGINE", "FORCE", "KEY_BLOCK_SIZE", "LOCK", "MAX_ROWS", "MIN_ROWS",
    "ORDER", "PACK_KEYS", "ROW_FORMAT", "STATS_AUTO_RECALC", "STATS_PERSISTENT", "STATS_SAMPLE_PAGES",
];

/// What `RENAME TABLE a TO b, …`, `CREATE TABLE a LIKE b` and `DROP INDEX a ON b` do.
pub(super) fn statement(source: &str, tokens: &[Token]) -> Option<Vec<Kind>> {
    let words = Words { source, tokens };
    if words.is(0, &["RENAME"]) {
        let pairs = actions(tokens, 2).into_iter().map(|it| {
            let part = tokens.get(it)?;
            let to = part.iter().position(|it| it.kind == TokenKind::Word && it.span.slice(source).eq_ignore_ascii_case("TO"))?;
            let actions = vec![Action::Rename(bare(part.last()?, source))];
            Some(Kind::AlterTable { table: path(source, part.get(..to)?)?, if_exists: false, only: false, actions })
        });
        return pairs.collect();
    }
    if words.is(0, &["DROP"]) && words.is(1, &["INDEX"]) && words.is(3, &["ON"]) {
        let actions = vec![Action::Own(OwnChange::Drop(words.name(2)?))];
        return Some(vec![Kind::AlterTable { table: path(source, tokens.get(4..)?)?, if_exists: false, only: false, actions }]);
    }
    let like = (3..tokens.len()).find(|it| words.is(*it, &["LIKE"]) && !tokens.iter().any(|it| it.kind == TokenKind::Symbol(b'(')));
    if let (true, Some(at)) = (words.is(0, &["CREATE"]) && words.is(1, &["TABLE"]), like) {
        let table = path(source, tokens.get(at + 1..)?)?;
        let name = tokens.get(2..at)?;
        let skipped = name.iter().take_while(|it| ["IF", "NOT", "EXISTS"].iter().any(|word| it.span.slice(source).eq_ignore_ascii_case(word))).count();
        let name = path(source, name.get(skipped..)?)?;
        let like = Like { table, defaults: true, constraints: true, indexes: true, generated: true, identity: true };
        return Some(vec![Kind::CreateTable(Box::new(NewTable { name, likes: vec![like], ..NewTable::default() }))]);
    }
    None
}

/// The name that `tokens` start with, as it is written.
fn path(source: &str, tokens: &[Token]) -> Option<Path> {
    let mut path = heads::path(source, tokens)?;
    let written = tokens.iter().take(5).map(|it| bare(it, source)).find(|it| it.span == path.name.span)?;
    // Where names are folded they are small letters as a rule.
    if tokens.iter().any(|it| it.kind == TokenKind::Backtick) {
        path.name = written;
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{columns, replayed, table};
    use crate::model::{Declarations, Table};

    const START: &str = "CREATE TABLE `t` (`id` int NOT NULL AUTO_INCREMENT, `email` varchar(20), `team` int, `x` text, PRIMARY KEY (`id`), KEY `by_team` (`team`), \
        UNIQUE KEY `one` (`email`), CONSTRAINT `fk` FOREIGN KEY (`team`) REFERENCES `t` (`id`)) ENGINE=InnoDB;\n";

    fn after(change: &str) -> Declarations {
        replayed(&[START, change])
    }

    fn told(found: &Table) -> String {
        let indexes: Vec<&str> = found.indexes.iter().filter_map(|it| it.name.as_deref()).collect();
        let uniques: Vec<&str> = found.uniques.iter().filter_map(|it| it.name.as_deref()).collect();
        format!("{} | {} | {} | {}", columns(found).join(" "), indexes.join(" "), uniques.join(" "), found.foreign_keys.len())
    }

    #[test]
    fn how_a_constraint_takes_nulls_is_no_name() {
        let source = "CREATE TABLE u (id int, a int);\nALTER TABLE u ADD COLUMN b int, ADD CONSTRAINT one UNIQUE NULLS NOT DISTINCT (a, b);";
        let found = replayed(&[source]);
        assert_eq!(found.tables[0].uniques[0].columns, ["a", "b"]);
        assert_eq!(found.unknowns, []);
    }

    #[test]
    fn an_index_of_another_kind_is_one() {
        let source = format!("{START} CREATE FULLTEXT INDEX ft ON t (email); CREATE SPATIAL INDEX sp ON t (x);");
        let found = replayed(&[&source]);
        let table = found.tables.iter().find(|it| it.name.text == "t").expect("declared");
        let kinds: Vec<_> = table.indexes.iter().map(|it| it.method.as_deref()).collect();
        assert_eq!(kinds, [None, Some("fulltext"), Some("spatial")]);
        assert_eq!(table.indexes[1].parts[0].column(), Some("email"));
    }

    #[test]
    fn each_change_of_mysql_is_read() {
        for (change, expected) in [
            ("ADD INDEX ix (email)", "id email team x | by_team ix | one | 1"),
            ("ADD KEY `k` (`id`), ADD FULLTEXT INDEX ft (x), ADD UNIQUE u2 (team, x)", "id email team x | by_team k ft | one u2 | 1"),
            ("ADD CONSTRAINT c UNIQUE KEY (x), ADD CONSTRAINT UNIQUE KEY uq (id)", "id email team x | by_team | one c uq | 1"),
            ("DROP INDEX by_team, DROP KEY `one`, DROP FOREIGN KEY fk", "id email team x |  |  | 0"),
            ("ADD COLUMN y int NOT NULL AFTER id, ADD z text FIRST", "z id y email team x | by_team | one | 1"),
            ("MODIFY COLUMN x varchar(9) NOT NULL, MODIFY email text AFTER x", "id team x email | by_team | one | 1"),
            ("CHANGE COLUMN x `title` varchar(100) NOT NULL DEFAULT 'a, b', DROP COLUMN email", "id team title | by_team |  | 1"),
            ("RENAME INDEX by_team TO teams, RENAME KEY one TO two", "id email team x | teams | two | 1"),
            ("ENGINE = InnoDB, AUTO_INCREMENT = 5", "id email team x | by_team | one | 1"),
            ("CONVERT TO CHARACTER SET utf8mb4, ADD c int", "id email team x c | by_team | one | 1"),
        ] {
            let declared = after(&format!("ALTER TABLE `t` {change};"));
            let found = table(&declared, "t");
            assert_eq!(told(found), expected, "{change}: {:?}", declared.unknowns);
            assert!(found.complete && !found.more_constraints, "{change}: {:?}", declared.unknowns);
        }
    }

    #[test]
    fn a_column_that_is_said_anew_has_the_new_rules() {
        let declared = after("ALTER TABLE t MODIFY COLUMN `id` bigint AUTO_INCREMENT, CHANGE x y varchar(9) NOT NULL DEFAULT 'a';");
        let found = table(&declared, "t");
        let (id, y) = (&found.columns[0], &found.columns[3]);
        assert_eq!((id.ty.canonical.as_str(), id.nullable), ("bigint", Some(false)));
        assert_eq!((y.name.text.as_str(), y.ty.canonical.as_str(), y.nullable, y.has_default()), ("y", "varchar(9)", Some(false), true));
        let declared = after("ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, team);");
        assert_eq!(table(&declared, "t").primary_key.as_ref().unwrap().columns, ["id", "team"]);
    }

    #[test]
    fn a_key_of_an_expression_has_one() {
        let declared = replayed(&["CREATE TABLE `t` (`a` text, `b` int, KEY `fn` ((lower(`a`)) DESC, `b`, (`b` + 1)), KEY `p` (`a`(10) DESC)) ENGINE=InnoDB;"]);
        let parts = |at: usize| table(&declared, "t").indexes[at].parts.iter().map(|it| it.text().to_owned()).collect::<Vec<_>>();
        assert_eq!(parts(0), ["lower(`a`)", "b", "`b` + 1"]);
        assert_eq!((parts(1), table(&declared, "t").indexes[1].parts[0].order.as_str()), (vec!["a".to_owned()], "desc"));
    }

    #[test]
    fn tables_are_renamed_and_made_like_others() {
        let declared = after("RENAME TABLE `t` TO `u`; CREATE TABLE IF NOT EXISTS v LIKE u; ALTER TABLE v RENAME AS w; DROP INDEX by_team ON w;");
        assert_eq!(declared.tables.iter().map(|it| it.name.text.as_str()).collect::<Vec<_>>(), ["u", "w"]);
        assert_eq!((columns(table(&declared, "w")).len(), table(&declared, "w").indexes.len(), table(&declared, "u").indexes.len()), (4, 0, 1));
        assert_eq!(declared.unknowns, []);
        let other = after("CREATE TABLE `o` (`id` int, KEY `by_team` (`id`)) ENGINE=InnoDB;");
        assert_eq!(table(&other, "o").indexes.len(), 1);
    }

    #[test]
    fn what_everybody_writes_is_read_as_ever() {
        let declared = replayed(&["create table t (id int);\nalter table t add column index int, add key text, add unique (id), rename column id to x; alter table only t add y int;"]);
        let found = table(&declared, "t");
        assert_eq!((columns(found), found.uniques.len()), (vec!["x", "index", "key", "y"], 1));
        assert!(found.complete);
    }

    #[test]
    fn a_change_that_is_half_typed_makes_its_table_unknown() {
        for change in ["MODIFY", "MODIFY COLUMN x", "CHANGE x", "CHANGE COLUMN x y", "DROP INDEX", "RENAME INDEX a TO", "ADD INDEX ix (", "MODIFY x frob(, ADD y int", "RENAME INDEX"] {
            let declared = after(&format!("ALTER TABLE t {change};\nCREATE TABLE z (id int);"));
            let found = table(&declared, "t");
            assert!(!found.complete || told(found) == "id email team x | by_team | one | 1", "{change}: {}", told(found));
        }
        let source = "ALTER TABLE `a`.`t` ADD COLUMN (y int), MODIFY COLUMN x text FIRST, ADD UNIQUE KEY k (`x`(3) DESC), RENAME INDEX a TO b, AUTO_INCREMENT=3; RENAME TABLE a TO b, c.d TO `e`; CREATE TABLE x LIKE y;";
        for (at, _) in source.char_indices() {
            let _ = after(&source[..at]);
        }
    }
}
