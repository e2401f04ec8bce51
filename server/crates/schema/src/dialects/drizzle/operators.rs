//! Drizzle's operators as SQL: `and(isNotNull(table.email), eq(table.state, 'open'))`.

use super::eval::{Arguments, Evaluator, Site};
use super::values::Value;

impl<'a> Evaluator<'a> {
    /// The SQL that the operator `name` gives; what cannot be evaluated stands in it as `${…}`.
    pub(super) fn operation(&self, name: &str, arguments: &Arguments<'a>, site: Site<'a>) -> String {
        let text = |index: usize| {
            let written = arguments.expr(index).map_or("", |it| self.text(site.file, it.span));
            self.sql(&arguments.value(index), written)
        };
        let between = |word: &str| format!("{} {word} {}", text(0), text(1));
        let listed = |index: usize| match arguments.value(index) {
            Value::Array(list) if list.complete => {
                let items = list.items.iter().map(|it| self.sql(it, "…"));
                format!("({})", items.collect::<Vec<_>>().join(", "))
            }
            _ => text(index),
        };
        match name {
            "eq" => between("="),
            "ne" => between("<>"),
            "gt" => between(">"),
            "gte" => between(">="),
            "lt" => between("<"),
            "lte" => between("<="),
            "like" => between("like"),
            "notLike" => between("not like"),
            "ilike" => between("ilike"),
            "notIlike" => between("not ilike"),
            "isNull" => format!("{} is null", text(0)),
            "isNotNull" => format!("{} is not null", text(0)),
            "not" => format!("not {}", text(0)),
            "asc" => text(0),
            "desc" => format!("{} desc", text(0)),
            "inArray" => format!("{} in {}", text(0), listed(1)),
            "notInArray" => format!("{} not in {}", text(0), listed(1)),
            "between" => format!("{} between {} and {}", text(0), text(1), text(2)),
            "and" | "or" if arguments.complete => {
                let parts = arguments.values.iter().enumerate();
                let parts = parts.filter(|(_, it)| !matches!(it.0, Value::Nothing)).map(|it| text(it.0));
                let parts: Vec<String> = parts.collect();
                match parts.as_slice() {
                    [only] => only.clone(),
                    parts => format!("({})", parts.join(&format!(" {name} "))),
                }
            }
            _ => format!("${{{}}}", self.text(site.file, site.expr.span)),
        }
    }
}
