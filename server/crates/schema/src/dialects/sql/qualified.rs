//! Tables that SQL names together with their database schema, wherever it does: in queries, keys, triggers, functions.

/// Every table that `source` names with its database schema, as (schema, name), by the word before it. Some may be
/// columns of a query's table (`extract(day from o.paid_at)`): who asks wants to know what may exist.
pub fn qualified(source: &str) -> impl Iterator<Item = (&str, &str)> {
    source.match_indices('.').filter_map(|(dot, _)| {
        let (before, schema) = word_before(source.get(..dot)?)?;
        let name = word_at(source.get(dot + 1..)?)?;
        let (_, keyword) = word_before(before.trim_end())?;
        let leads = LEADS.iter().any(|it| keyword.eq_ignore_ascii_case(it));
        leads.then_some((schema, name))
    })
}

/// Words that a table follows.
const LEADS: &[&str] = &["exists", "from", "into", "join", "on", "only", "references", "table", "update"];

fn is_part(it: char) -> bool {
    it.is_alphanumeric() || it == '_' || it == '$'
}

/// The word at the end of `text`, perhaps in quotes, and what stands before it.
fn word_before(text: &str) -> Option<(&str, &str)> {
    let open = text.strip_suffix('"').unwrap_or(text);
    let head = open.trim_end_matches(is_part);
    let word = open.get(head.len()..).filter(|it| !it.is_empty())?;
    let before = if open.len() < text.len() { head.strip_suffix('"')? } else { head };
    Some((before, word))
}

/// The word at the start of `text`, perhaps in quotes.
fn word_at(text: &str) -> Option<&str> {
    let text = text.strip_prefix('"').unwrap_or(text);
    let word = text.split(|it| !is_part(it)).next()?;
    (!word.is_empty()).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::qualified;

    #[test]
    fn tables_are_found_wherever_they_are_named_with_their_schema() {
        let source = "create table p (id uuid references auth.users(id));
            create trigger t after insert on \"auth\".\"users\" execute function public.f();
            insert into storage.buckets values (1.5); select a.b, public.f() from plain where x = auth.uid()";
        let found: Vec<_> = qualified(source).collect();
        assert_eq!(found, [("auth", "users"), ("auth", "users"), ("storage", "buckets")]);
    }

    #[test]
    fn half_a_name_is_none() {
        for source in ["from .", "from a.", ".", "\".\"", "from \"a\".", "größe.", "on a. b"] {
            assert_eq!(qualified(source).count(), 0, "{source}");
        }
    }
}
