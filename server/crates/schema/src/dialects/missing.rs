//! Defaults that nothing could be made of, because what they need is not written.

use std::borrow::Cow;

use crate::model::{Declarations, DefaultValue, Other};

/// `declarations` without the defaults that take numbers from a sequence that they hold, for a language that has no
/// sequences; which these are is added to `left_out`.
pub(super) fn without_sequences<'a>(
    declarations: &'a Declarations,
    left_out: &mut Vec<String>,
) -> Cow<'a, Declarations> {
    let of = |it: &'a Other| it.what.strip_prefix("sequence `")?.strip_suffix('`');
    let sequences: Vec<&str> = declarations.others.iter().filter_map(of).collect();
    if sequences.is_empty() {
        return Cow::Borrowed(declarations);
    }
    let mut declared = declarations.clone();
    for table in &mut declared.tables {
        for column in &mut table.columns {
            let needed = sequences.iter().find(|it| takes_from(&column.default, it));
            if let Some(sequence) = needed {
                let (table, column_name) = (&table.name.text, &column.name.text);
                left_out.push(format!(
                    "the default of `{column_name}` of `{table}`: it counts with sequence `{sequence}`"
                ));
                column.default = DefaultValue::None;
            }
        }
    }
    Cow::Owned(declared)
}

/// True if `default` speaks of `sequence` in a call of `nextval`.
fn takes_from(default: &DefaultValue, sequence: &str) -> bool {
    let DefaultValue::Database(sql) = default else { return false };
    let Some(at) = sql.to_ascii_lowercase().find("nextval") else { return false };
    let quoted = sql.get(at..).unwrap_or_default().split('\'').skip(1).step_by(2);
    let plain = |it: &str| it.replace('"', "");
    let mut names = quoted.map(plain);
    names.any(|it| {
        it.eq_ignore_ascii_case(sequence)
            || it.strip_prefix("public.").is_some_and(|it| it.eq_ignore_ascii_case(sequence))
    })
}
