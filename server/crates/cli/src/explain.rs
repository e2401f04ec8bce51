//! `schemark explain`: what a rule finds and why it matters.

use anyhow::bail;

use crate::output;

/// Prints the documentation of `rule`, or a list of all rules.
pub(crate) fn run(rule: Option<&str>) -> anyhow::Result<u8> {
    let rules = analysis::rules::all();
    let Some(code) = rule else {
        let width = rules.iter().map(|it| it.code.len()).max().unwrap_or_default();
        let line = |it: &&analysis::rules::Rule| {
            format!("{:width$}  {:7}  {}\n", it.code, it.level.name(), it.summary())
        };
        return output::print(&rules.iter().map(line).collect::<String>()).map(|()| 0);
    };
    let Some(rule) = analysis::rules::by_code(code) else {
        let nearest = rules.iter().map(|it| it.code).min_by_key(|it| distance(it, code));
        match nearest.filter(|it| distance(it, code) <= code.len() / 2) {
            Some(nearest) => bail!("no rule is called `{code}`; did you mean `{nearest}`?"),
            None => bail!("no rule is called `{code}`; `schemark explain` lists all"),
        }
    };
    output::print(&format!("{} ({})\n\n{}\n", rule.code, rule.level.name(), plain(rule.docs)))?;
    Ok(0)
}

/// Markdown as a terminal shows it best: headings in capitals, fences indented, marks gone.
fn plain(docs: &str) -> String {
    let mut text = String::new();
    let mut fenced = false;
    for line in docs.trim().lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        if let Some(info) = line.trim_start().strip_prefix("```") {
            fenced = !fenced;
            if fenced && !info.is_empty() {
                text.push_str(&format!("  {info}:\n"));
            }
        } else if fenced {
            text.push_str(&format!("    {line}\n"));
        } else if let Some(heading) = line.strip_prefix('#') {
            text.push_str(&heading.trim_start_matches('#').trim().to_uppercase());
            text.push('\n');
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// How many letters have to be put in, left out or changed to make `a` into `b`.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, from) in a.chars().enumerate() {
        let mut next = vec![line + 1];
        for (above, (to, diagonal)) in row.iter().skip(1).zip(b.iter().zip(&row)) {
            let left = next.last().copied().unwrap_or_default();
            next.push((diagonal + usize::from(from != *to)).min(left + 1).min(above + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_letters() {
        assert_eq!(distance("unknown-table", "unkown-table"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "abc"), 0);
    }

    #[test]
    fn documentation_is_shown_without_its_marks() {
        let docs = " ## What it finds\n A table.\n\n ```bad\n //- a.md\n x\n ```\n";
        assert_eq!(plain(docs), "WHAT IT FINDS\nA table.\n\n  bad:\n    //- a.md\n    x\n");
    }
}
