//! How an identity counts.

/// How the sequence of an identity counts: what is stated and is not what happens anyway.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counting {
    /// The first number.
    pub start: Option<i64>,
    /// The step from one number to the next.
    pub increment: Option<i64>,
    /// The least number.
    pub least: Option<i64>,
    /// The greatest number.
    pub greatest: Option<i64>,
    /// How many numbers a session takes at once.
    pub cache: Option<i64>,
    /// True if it begins anew behind the last number.
    pub cycles: bool,
}

impl Counting {
    /// What the options `sql` of a sequence say (`START WITH 100 INCREMENT BY 5`); words that are none are passed over.
    pub(crate) fn of_sql(sql: &str) -> Self {
        let mut found = Self::default();
        let upper = sql.to_uppercase();
        let mut words = upper
            .split(|it: char| it.is_whitespace() || "(),".contains(it))
            .filter(|it| !it.is_empty())
            .peekable();
        while let Some(word) = words.next() {
            let option = match word {
                "START" => &mut found.start,
                "INCREMENT" => &mut found.increment,
                "MINVALUE" => &mut found.least,
                "MAXVALUE" => &mut found.greatest,
                "CACHE" => &mut found.cache,
                "NO" => {
                    words.next();
                    continue;
                }
                "NAME" | "OWNED" => {
                    words.next();
                    continue;
                }
                "CYCLE" => {
                    found.cycles = true;
                    continue;
                }
                _ => continue,
            };
            words.next_if(|it| matches!(*it, "WITH" | "BY"));
            *option = words.peek().and_then(|it| it.parse().ok()).or(*option);
        }
        found
    }

    /// The same without what happens anyway in a column of the type `canonical`.
    pub(crate) fn of_column(mut self, canonical: &str) -> Self {
        let greatest = match canonical {
            "smallint" => i64::from(i16::MAX),
            "integer" => i64::from(i32::MAX),
            _ => i64::MAX,
        };
        // Downwards other bounds are usual.
        if self.increment.is_none_or(|it| it > 0) {
            self.least = self.least.filter(|it| *it != 1);
            self.greatest = self.greatest.filter(|it| *it != greatest);
            self.start = self.start.filter(|it| *it != self.least.unwrap_or(1));
        }
        self.increment = self.increment.filter(|it| *it != 1);
        self.cache = self.cache.filter(|it| *it != 1);
        self
    }

    /// True if it counts as usual.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// The options as SQL: `START WITH 100 INCREMENT BY 5`; empty if there are none.
    #[must_use]
    pub fn sql(&self) -> String {
        let options = [
            ("START WITH", self.start),
            ("INCREMENT BY", self.increment),
            ("MINVALUE", self.least),
            ("MAXVALUE", self.greatest),
            ("CACHE", self.cache),
        ];
        let stated = options.iter().filter_map(|(word, value)| value.map(|it| format!("{word} {it}")));
        stated.chain(self.cycles.then(|| "CYCLE".to_owned())).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_anyway_is_not_said() {
        let said = |sql: &str, ty: &str| Counting::of_sql(sql).of_column(ty).sql();
        let kit =
            "sequence name \"t_id_seq\" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1";
        assert_eq!(said(kit, "integer"), "");
        assert_eq!(said(kit, "bigint"), "MAXVALUE 2147483647");
        assert_eq!(
            said("START 100 INCREMENT 5 CACHE 3 CYCLE", "bigint"),
            "START WITH 100 INCREMENT BY 5 CACHE 3 CYCLE"
        );
        assert_eq!(said("(minvalue 10 start with 10 no maxvalue no cycle)", "integer"), "MINVALUE 10");
        assert_eq!(
            said("increment by -1 minvalue 1 start with 9", "integer"),
            "START WITH 9 INCREMENT BY -1 MINVALUE 1"
        );
        assert_eq!(said("start with", "integer"), "");
    }
}
