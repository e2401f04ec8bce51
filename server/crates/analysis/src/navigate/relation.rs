//! How what a fence declares relates to what the schemas declare, as lines of a card.

use schema::model::{Column, Table};
use schema::names::Folded;
use workspace::model::{Model, Presence};

use super::fenced::Fenced;
use super::thing::{Thing, is_column};

/// More lines than this do not help anybody who hovers.
const MOST_LINES: usize = 12;

/// How `fenced`, for which `real` stands in the schema if anything does, relates to the schema.
pub(super) fn lines(model: &Model, fenced: &Fenced, real: Option<Thing<'_>>) -> Vec<String> {
    let mut lines = match (fenced, real) {
        (Fenced::Table(here), Some(Thing::Table(there))) => of_tables(here, there),
        (Fenced::Column(table, number), Some(Thing::Column(owner, there))) => {
            let here = table.columns.get(*number);
            here.into_iter().filter_map(|here| of_columns((table, here), (owner, there))).collect()
        }
        (Fenced::Enum(here), Some(Thing::Enum(there))) => {
            let same = here.values.iter().map(|it| &it.text).eq(there.values.iter().map(|it| &it.text));
            if same { Vec::new() } else { vec!["Its values differ from the schema's.".to_owned()] }
        }
        (_, Some(_)) => return Vec::new(),
        (_, None) => return vec![absence(model, fenced)],
    };
    if lines.len() > MOST_LINES {
        let more = lines.len() - MOST_LINES;
        lines.truncate(MOST_LINES);
        lines.push(format!("… and {more} more"));
    }
    if lines.is_empty() {
        lines.push("The schema declares it as this fence does.".to_owned());
    }
    lines
}

/// That no schema declares it, or that this cannot be known.
fn absence(model: &Model, fenced: &Fenced) -> String {
    match fenced {
        Fenced::Table(table) => match model.table(&table.name.text) {
            Presence::Absent => format!("No schema declares `{}`.", table.name.text),
            _ => "Whether a schema declares it cannot be known.".to_owned(),
        },
        Fenced::Column(table, number) => {
            let name = table.columns.get(*number).map(|it| it.name.text.as_str()).unwrap_or_default();
            match model.table(&table.name.text) {
                Presence::Absent => format!("No schema declares `{}`.", table.name.text),
                Presence::Present(there) if matches!(model.column(there, name), Presence::Absent) => {
                    format!("The schema's `{}` has no column `{name}`.", there.name.text)
                }
                _ => "Whether a schema declares it cannot be known.".to_owned(),
            }
        }
        Fenced::Enum(it) if model.is_complete() => format!("No schema declares `{}`.", it.name.text),
        Fenced::Enum(_) => "Whether a schema declares it cannot be known.".to_owned(),
    }
}

fn of_tables(here: &Table, there: &Table) -> Vec<String> {
    let mut lines = Vec::new();
    for column in &here.columns {
        match there.column(&column.name.text).or_else(|| there.column(&column.key.text)) {
            Some(other) => lines.extend(of_columns((here, column), (there, other))),
            None if there.complete => lines.push(format!("`{}` is not in the schema.", column.name.text)),
            None => {}
        }
    }
    // What a fence does not show may have been left out.
    if here.complete {
        let shown = |it: &Column| {
            here.columns.iter().any(|one| is_column(one, &it.name.text) || is_column(one, &it.key.text))
        };
        let more: Vec<String> =
            there.columns.iter().filter(|it| !shown(it)).map(|it| format!("`{}`", it.name.text)).collect();
        if !more.is_empty() {
            lines.push(format!("Only in the schema: {}.", more.join(", ")));
        }
    }
    lines
}

/// Where a column of a fence and one of a schema differ; each with its table.
fn of_columns(here: (&Table, &Column), there: (&Table, &Column)) -> Option<String> {
    let (one, other) = (here.1, there.1);
    let mut said = Vec::new();
    let known = one.ty.is_known() && other.ty.is_known() && here.0.database == there.0.database;
    let is_enum = one.ty.enumeration.is_some() || other.ty.enumeration.is_some();
    let same = one.ty.canonical == other.ty.canonical
        || is_enum && Folded::new(&one.ty.canonical) == Folded::new(&other.ty.canonical);
    if known && !same {
        said.push((one.ty.canonical.clone(), other.ty.canonical.clone()));
    }
    if let (Some(null), Some(other)) = (one.nullable, other.nullable)
        && null != other
    {
        let word = |null: bool| if null { "may be null" } else { "not null" };
        said.push((word(null).to_owned(), word(other).to_owned()));
    }
    let side = |which: fn(&(String, String)) -> &String| {
        said.iter().map(which).cloned().collect::<Vec<_>>().join(", ")
    };
    (!said.is_empty()).then(|| {
        format!(
            "`{}`: {} in this fence, {} in the schema.",
            one.name.text,
            side(|it| &it.0),
            side(|it| &it.1)
        )
    })
}
