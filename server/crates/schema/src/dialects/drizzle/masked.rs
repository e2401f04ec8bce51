//! A module's text for the grammar: what the grammar of TypeScript does not know is replaced by as many bytes that it does.

use std::borrow::Cow;

/// How long a type before a template may be, in bytes.
const LONGEST: usize = 2_000;

/// `source` without what the grammar stumbles over; every byte else stands where it stood.
pub(super) fn masked(source: &str) -> Cow<'_, str> {
    match without_tag_types(source) {
        Some(plain) => Cow::Owned(without_module_types(&plain).into_owned()),
        None => without_module_types(source),
    }
}

/// `source` with a name of the same length for each type of a module, as in `$type<import('./settings').Settings>()`:
/// the grammar does not know them (tree-sitter/tree-sitter-typescript, `import_type`).
fn without_module_types(source: &str) -> Cow<'_, str> {
    if !source.contains("<import(") && !source.contains("<typeof import(") {
        return Cow::Borrowed(source);
    }
    let mut masked = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find("import(") {
        let (before, from) = rest.split_at(at);
        masked.push_str(before);
        let is_type = before.ends_with('<') || before.ends_with("<typeof ");
        let line = from.split('\n').next().unwrap_or("");
        let end = line.find(')').filter(|_| is_type).map_or("import(".len(), |it| it + 1);
        let (call, behind) = from.split_at(end);
        if is_type && call.ends_with(')') {
            masked.push_str(&"_".repeat(call.len()));
        } else {
            masked.push_str(call);
        }
        rest = behind;
    }
    masked.push_str(rest);
    Cow::Owned(masked)
}

/// `source` with blanks for the types of ``sql<number>`count(*)` ``: the grammar compares `sql` with `number` there.
/// `None` if there are none.
fn without_tag_types(source: &str) -> Option<String> {
    let mut types = source.match_indices(">`").filter_map(|(end, _)| tag_type(source, end)).peekable();
    types.peek()?;
    let mut masked = String::with_capacity(source.len());
    let mut from = 0;
    for (start, end) in types {
        masked.push_str(source.get(from..start).unwrap_or(""));
        let ty = source.get(start..end).unwrap_or("");
        masked.extend(ty.bytes().map(|it| if it == b'\n' { '\n' } else { ' ' }));
        from = end;
    }
    masked.push_str(source.get(from..).unwrap_or(""));
    Some(masked)
}

/// Where the type that ends with the bracket at `end` starts and stops, if the tag `sql` stands before it.
fn tag_type(source: &str, end: usize) -> Option<(usize, usize)> {
    let before = source.get(..end)?;
    let mut depth = 1_usize;
    let mut letters = before.bytes().enumerate().rev().take(LONGEST).peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            // `() => number`
            b'>' if letters.peek().is_some_and(|it| it.1 == b'=') => {}
            b'>' => depth += 1,
            b'<' => depth -= 1,
            b'`' => return None,
            _ => {}
        }
        if depth == 0 {
            let rest = before.get(..at)?.strip_suffix("sql")?;
            let is_word = !rest.ends_with(|it: char| it.is_alphanumeric() || matches!(it, '_' | '$'));
            return is_word.then_some((at, end + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_type_before_a_template_is_blank() {
        for (source, expected) in [
            ("sql<number>`1`", "sql        `1`"),
            ("sql<{ a: Map<string, () => X>;\n b: 1 }>`x`.as('y')", "sql                           \n        `x`.as('y')"),
            ("d.sql<string[]>`${sql<é>`b`}`", "d.sql          `${sql    `b`}`"),
        ] {
            assert_eq!(masked(source), expected);
            assert_eq!(masked(source).len(), source.len());
        }
    }

    #[test]
    fn what_is_no_type_before_a_template_stays() {
        for source in ["a < b > `c`", "mysql<br>`", "`<b>`", "sql`a<b>`", "sql`<`, b>`", ">`", "sql<`", "x(1)>`"] {
            assert_eq!(masked(source), source);
        }
    }
}
