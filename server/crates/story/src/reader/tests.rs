//! Small stories and what they say.

use std::fmt::Write;

use expect_test::Expect;

use crate::{Memo, StoryFacts, Strength, read};

fn facts(source: &str) -> StoryFacts {
    (*read(source, &Memo::default()).0).clone()
}

/// One line for each mention: `strength subject table.name form cue`.
fn mentions(source: &str) -> String {
    let mut lines = String::new();
    for it in &facts(source).mentions {
        assert_eq!(it.span.slice(source), it.name, "a mention's span is its name");
        let strength = if it.strength == Strength::Strong { "strong" } else { "weak" };
        let table = it.table.as_deref().map(|table| format!("{table}.")).unwrap_or_default();
        let schema = it.schema.as_deref().map(|schema| format!("{schema}:")).unwrap_or_default();
        let cue = it.cue.map(|cue| format!(" {cue:?}")).unwrap_or_default();
        writeln!(lines, "{strength} {:?} {schema}{table}{} {}{cue}", it.subject, it.name, it.form.name())
            .expect("a string");
    }
    lines
}

fn check(source: &str, expected: &Expect) {
    expected.assert_eq(&mentions(source));
}

/// One line for each sketch: `source name: column type flags -> table, …`.
fn sketches(source: &str) -> String {
    let mut lines = String::new();
    for it in &facts(source).sketches {
        let kind = match &it.source {
            crate::SketchSource::Fence(_) => "fence",
            crate::SketchSource::Bullets => "bullets",
            crate::SketchSource::Table => "table",
            crate::SketchSource::Prose => "prose",
        };
        writeln!(lines, "{kind} {}", it.name).expect("a string");
        for column in &it.columns {
            let ty = column.ty.as_deref().map(|ty| format!(" {ty}")).unwrap_or_default();
            let null = match column.nullable {
                Some(true) => " null",
                Some(false) => " required",
                None => "",
            };
            let default = column.default.as_deref().map(|it| format!(" ={it}")).unwrap_or_default();
            let key = if column.primary { " key" } else { "" };
            let unique = if column.unique { " unique" } else { "" };
            let to = column.references.as_ref().map(|it| {
                let column = it.column.as_deref().map(|it| format!(".{it}")).unwrap_or_default();
                let action = it.on_delete.map(|it| format!(" {}", it.as_str())).unwrap_or_default();
                format!(" -> {}{column}{action}", it.table)
            });
            let to = to.unwrap_or_default();
            let texts: Vec<&str> = column.values.iter().map(|it| it.text.as_str()).collect();
            let values = if texts.is_empty() { String::new() } else { format!(" {texts:?}") };
            writeln!(lines, "  {}{ty}{null}{default}{key}{unique}{to}{values}", column.name)
                .expect("a string");
        }
        for index in &it.indexes {
            let name = index.name.as_deref().unwrap_or("-");
            writeln!(lines, "  index {name} ({})", index.columns.join(", ")).expect("a string");
        }
    }
    lines
}

fn check_sketches(source: &str, expected: &Expect) {
    expected.assert_eq(&sketches(source));
}

mod criteria;
mod cues;
mod fences;
mod forms;
mod laws;
mod structure;
mod tables;
