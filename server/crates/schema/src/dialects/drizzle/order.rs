//! The order of an index's columns: `table.createdAt.desc().nullsLast()`.

use std::rc::Rc;

use crate::model::IndexPart;

/// What follows a column in an index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Order {
    /// The class of operators: `gin_trgm_ops`.
    class: Option<Rc<str>>,
    descending: bool,
    nulls_first: bool,
}

impl Order {
    /// The order after `.method(argument)`; `None` if that says nothing of it.
    pub(super) fn with(&self, method: &str, argument: Option<&str>) -> Option<Self> {
        let mut order = self.clone();
        match method {
            "asc" => order.descending = false,
            "desc" => order.descending = true,
            "nullsFirst" => order.nulls_first = true,
            "nullsLast" => order.nulls_first = false,
            "op" => order.class = argument.map(Rc::from),
            _ => return None,
        }
        Some(order)
    }

    /// The order as SQL. Drizzle has NULL last whatever the direction, PostgreSQL first where it descends.
    pub(super) fn text(&self) -> String {
        let direction = match (self.descending, self.nulls_first) {
            (false, false) => "",
            (false, true) => "nulls first",
            (true, false) => "desc nulls last",
            (true, true) => "desc",
        };
        let class = self.class.as_deref().unwrap_or("");
        [class, direction].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// The key and what follows it: `lower(title) gin_trgm_ops desc` gives `lower(title)` and `gin_trgm_ops desc`.
pub(super) fn split_order(sql: &str) -> (&str, String) {
    let mut key = sql.trim();
    let mut words: Vec<String> = Vec::new();
    while let Some((before, last)) = key.rsplit_once(char::is_whitespace) {
        let lower = last.to_lowercase();
        let previous = words.first().map(String::as_str);
        let follows = match lower.as_str() {
            "first" | "last" => words.is_empty(),
            "nulls" => matches!(previous, Some("first" | "last")),
            "asc" | "desc" => matches!(previous, None | Some("nulls")),
            _ => lower.ends_with("_ops") && !matches!(previous, Some("first" | "last")),
        };
        if !follows {
            break;
        }
        words.insert(0, lower);
        key = before.trim_end();
    }
    if matches!(words.first().map(String::as_str), Some("first" | "last")) {
        return (sql.trim(), String::new());
    }
    (key, IndexPart::usual_order(words))
}

#[cfg(test)]
mod tests {
    use super::{Order, split_order};

    #[test]
    fn what_follows_a_key_is_told_from_the_key() {
        assert_eq!(split_order("lower(title)"), ("lower(title)", String::new()));
        assert_eq!(split_order("title gin_trgm_ops"), ("title", "gin_trgm_ops".to_owned()));
        assert_eq!(split_order("\"at\" DESC NULLS LAST"), ("\"at\"", "desc nulls last".to_owned()));
        assert_eq!(split_order("at asc nulls last"), ("at", String::new()));
        assert_eq!(split_order("at desc nulls first"), ("at", "desc".to_owned()));
        assert_eq!(split_order("name last"), ("name last", String::new()));
    }

    #[test]
    fn descending_has_null_last_unless_it_is_said() {
        let order = Order::default().with("desc", None).expect("an order");
        assert_eq!(order.text(), "desc nulls last");
        assert_eq!(order.with("nullsFirst", None).map(|it| it.text()), Some("desc".to_owned()));
        assert_eq!(Order::default().with("op", Some("x_ops")).map(|it| it.text()), Some("x_ops".to_owned()));
        assert_eq!(Order::default().with("notNull", None), None);
    }
}
