//! Which columns a SQL file puts rows into: they must be there by the time it runs.

use super::Words;

/// Adds the table that a statement puts rows into, with the columns it names. The same list again, from a file of
/// data, is noted once.
pub(super) fn find(words: Words<'_>, filled: &mut Vec<(String, Vec<String>)>) {
    let Some(found) = insert(words) else { return };
    if filled.last() != Some(&found) {
        filled.push(found);
    }
}

/// The table and columns of `INSERT INTO orders (id, total)`; nothing where the columns are not named.
fn insert(mut words: Words<'_>) -> Option<(String, Vec<String>)> {
    let verb = words.next();
    if !verb.eq_ignore_ascii_case("INSERT") && !verb.eq_ignore_ascii_case("REPLACE") {
        return None;
    }
    words.skip(&["OR", "REPLACE", "IGNORE"]);
    if !words.is("INTO") {
        return None;
    }
    let table = words.own_name()?;
    if words.next() != "(" {
        return None;
    }
    let mut columns = Vec::new();
    loop {
        columns.push(words.part()?);
        match words.next() {
            "," => {}
            ")" => return Some((table, columns)),
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::glance;

    /// Each list as "table: columns".
    fn filled(source: &str) -> Vec<String> {
        let filled = glance(source).filled.into_iter();
        filled.map(|(table, columns)| format!("{table}: {}", columns.join(" "))).collect()
    }

    #[test]
    fn rows_are_put_into_columns_that_are_there() {
        let source = "insert into public.\"Orders\" (id, \"paidAt\") values (1, now());\n\
            insert into public.\"Orders\" (id, \"paidAt\") values (2, now());\n\
            INSERT OR IGNORE INTO tags (name) SELECT 'a';";
        assert_eq!(filled(source), ["Orders: id paidAt", "tags: name"]);
    }

    #[test]
    fn a_list_that_is_not_there_tells_nothing() {
        let source = "insert into a values (1); insert into b (id, values (1); insert into (c; insert into auth.users (id) \
            values (1); update d set e = 1;";
        assert_eq!(filled(source), [""; 0]);
    }
}
