//! `schemark.toml` says something that schemark does not understand.

use schema::names;
use text::Span;
use workspace::snapshot::Cancelled;

use super::Cx;
use crate::{Finding, Fix};

rule! {
    /// ## What it finds
    ///
    /// A key, a value or a rule name in `schemark.toml` that schemark does not know.
    ///
    /// ## Why it matters
    ///
    /// A setting that is spelled wrongly does nothing, silently: the rule you switched off keeps reporting, the
    /// folder you added is never read.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- schemark.toml
    /// [rules]
    /// unknown-tabel = "error"
    /// ^^^^^^^^^^^^^ no rule is called `unknown-tabel`
    /// ^^^^^^^^^^^^^ fix: Change to "unknown-table"
    /// ```
    ///
    /// ```good
    /// //- schemark.toml
    /// [rules]
    /// unknown-table = "error"
    /// ```
    code: "config-invalid",
    level: Warning,
    reads: Config,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let config = &cx.root.config;
    let source = cx.document.source();
    for problem in &config.problems {
        found.push(
            cx.finding(problem.span, problem.span.slice(&source), problem.what.clone())
                .on("entry of schemark.toml"),
        );
    }
    let codes = config.rules.keys().chain(config.overrides.iter().flat_map(|it| it.rules.keys()));
    let mut unknown: Vec<&String> = codes.filter(|code| super::by_code(code).is_none()).collect();
    unknown.sort();
    unknown.dedup();
    for code in unknown {
        for span in keys(&source, code) {
            found.push(
                cx.finding(span, code, format!("no rule is called `{code}`")).on("key of schemark.toml"),
            );
        }
    }
    Ok(())
}

fn fix(cx: &Cx<'_>, finding: &Finding) -> Vec<Fix> {
    let problem = cx.root.config.problems.iter().find(|problem| problem.span == finding.span);
    let nearest = match problem {
        Some(problem) => problem.nearest.clone(),
        None => nearest_rule(&finding.name).map(str::to_owned),
    };
    let Some(name) = nearest else { return Vec::new() };
    let mut fix = cx.replacement(finding, format!("Change to \"{name}\""), finding.span, &name);
    fix.preferred = true;
    vec![fix]
}

/// The rule whose code lies closest to `code`, if one is close enough to be a slip.
pub(super) fn nearest_rule(code: &str) -> Option<&'static str> {
    // Folding drops a last word `table`, which in a rule's code is the point. A word behind it keeps it.
    let kept = |code: &str| format!("{code}-rule");
    let all: Vec<String> = super::all().iter().map(|rule| kept(rule.code)).collect();
    let nearest = names::nearest(&kept(code), all.iter().map(String::as_str))?;
    super::all().iter().map(|rule| rule.code).find(|code| kept(code) == nearest)
}

/// The places of the key `key` in the TOML text `source`: at a line's start, in an inline table, or dotted.
fn keys(source: &str, key: &str) -> Vec<Span> {
    let places = source.match_indices(key).map(|(at, _)| at..at + key.len());
    let is_key = |place: &std::ops::Range<usize>| {
        let (before, behind) =
            (source.get(..place.start).unwrap_or(""), source.get(place.end..).unwrap_or(""));
        let begins = before.ends_with(['\n', ' ', '\t', '{', ',', '.', '"', '\'']) || before.is_empty();
        begins && behind.trim_start_matches(['"', '\'']).trim_start_matches([' ', '\t']).starts_with('=')
    };
    places.filter(is_key).map(Span::from_range).collect()
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_fix, check_none};

    #[test]
    fn an_unknown_rule_is_reported_wherever_it_stands() {
        check(
            "
//- schemark.toml
[rules]
unknown-tabel = \"off\"
^^^^^^^^^^^^^ no rule is called `unknown-tabel`

[[override]]
paths = [\"legacy/**\"]
rules = { table-nameing = \"off\" }
          ^^^^^^^^^^^^^ no rule is called `table-nameing`
",
        );
    }

    #[test]
    fn known_rules_and_keys_are_fine() {
        check_none("//- schemark.toml\n[rules]\nunknown-column = \"hint\"\n");
    }

    #[test]
    fn a_slip_becomes_the_rule_that_was_meant() {
        check_fix(
            "//- schemark.toml\n[rules]\nunknwon-table = \"off\"\n",
            "//- schemark.toml\n[rules]\nunknown-table = \"off\"\n",
        );
    }
}
