//! Values that a fence lists, of an enum type or of a column, and the schema does not take.

use schema::model::{Column, Enum, Table};
use schema::names::Folded;
use story::{Fence, StoryFacts, Subject};
use text::{Edit, Edits, Span};

use super::{Drift, Pair, Wish, mention, quoted};
use crate::rules::{Cx, allowed_values, same_value};

/// Adds what `fence` lists for the column `told` of `pair` and the schema's `held` does not take.
pub(super) fn of_column(cx: &Cx<'_>, pair: &mut Pair<'_>, told: &Column, held: &Column, span: Span) {
    let model = &cx.root.model;
    let Some(allowed) = allowed_values(model, pair.table, held).filter(|_| told.known && held.known) else {
        return;
    };
    let of_type = |name: &String| {
        // An enum type that both sides declare is compared once, as one.
        let both = held.ty.enumeration.as_ref().is_some_and(|it| Folded::new(it) == Folded::new(name));
        let declared = pair.fence.enums.iter().find(|it| it.name.text == *name).filter(|_| !both);
        declared.map(|it| it.values.iter().map(|it| it.text.clone()).collect())
    };
    let listed: Vec<String> = match &told.ty.enumeration {
        Some(name) => of_type(name).unwrap_or_default(),
        None => allowed_values_in(&pair.told, told),
    };
    let extra: Vec<String> = extra(&listed, &allowed);
    if extra.is_empty() {
        return;
    }
    let (table, column) = (&pair.table.name.text, held.name.text.clone());
    let message =
        format!("`{table}.{column}` does not take {} in the schema: {}", quoted(&extra), takes(&allowed));
    pair.add(span, &column, message, Wish::Values(column.clone(), extra));
}

/// The values that `table`, which stands in a fence, lists for its `column`.
fn allowed_values_in(table: &Table, column: &Column) -> Vec<String> {
    if !column.allowed.is_empty() {
        return column.allowed.clone();
    }
    table
        .checks
        .iter()
        .find_map(|it| crate::rules::listed_in_check(&it.expression, &column.name.text))
        .unwrap_or_default()
}

/// Adds what the enum types of fences list and those of the schema lack. One that shares no value with the schema's is
/// another of the same name.
pub(super) fn of_enums<'a>(cx: &Cx<'a>, facts: &'a StoryFacts, drifts: &mut Vec<Drift<'a>>) {
    let mut found: Vec<(&Enum, Option<Drift<'a>>)> = Vec::new();
    for (number, fence) in facts.fences.iter().enumerate() {
        for told in &fence.enums {
            let Some(held) = counterpart(cx, facts, fence, told) else { continue };
            let drift = of_enum(told, held, number);
            match found.iter_mut().find(|it| std::ptr::eq(it.0, held)) {
                // Before and after a change: one that is as it should be is enough, else the last counts.
                Some((_, known)) if known.is_some() => *known = drift,
                Some(_) => {}
                None => found.push((held, drift)),
            }
        }
    }
    drifts.extend(found.into_iter().filter_map(|it| it.1));
}

/// The enum type of the schema that `told`, in `fence`, is held against, if all of it is known.
fn counterpart<'a>(cx: &Cx<'a>, facts: &StoryFacts, fence: &Fence, told: &Enum) -> Option<&'a Enum> {
    let names = [told.name.place.span, told.key.place.span];
    let mention = names.iter().find_map(|it| mention(facts, *it, Subject::Enum))?;
    if mention.cue.is_some() || fence.broken.iter().any(|it| told.place.span.meets(*it)) {
        return None;
    }
    let (model, own) = (&cx.root.model, cx.ground().own());
    let sets = model.sets.iter().filter(|it| own.is_none_or(|own| std::ptr::eq(own, &raw const ***it)));
    let name = Folded::new(&told.name.text);
    let mut held = sets.flat_map(|it| &it.declarations.enums).filter(|it| Folded::new(&it.name.text) == name);
    held.next().filter(|it| held.next().is_none() && it.complete)
}

fn of_enum<'a>(told: &Enum, held: &'a Enum, fence: usize) -> Option<Drift<'a>> {
    let texts = |it: &Enum| it.values.iter().map(|it| it.text.clone()).collect::<Vec<_>>();
    let (listed, allowed) = (texts(told), texts(held));
    let extra = extra(&listed, &allowed);
    let first = told.values.iter().find(|it| Some(&it.text) == extra.first())?;
    if extra.len() == listed.len() {
        return None;
    }
    let name = held.name.text.clone();
    let span = if first.place.span.is_empty() { told.name.place.span } else { first.place.span };
    let message = format!("the enum `{name}` has no {} in the schema: {}", quoted(&extra), takes(&allowed));
    Some(Drift {
        span,
        message,
        wish: Wish::EnumValues(extra),
        against: held.name.place,
        declared: name.clone(),
        name,
        pair: None,
        fence,
    })
}

fn extra(listed: &[String], allowed: &[String]) -> Vec<String> {
    let is_allowed = |value: &String| allowed.iter().any(|it| same_value(it, value));
    listed.iter().filter(|it| !is_allowed(it)).cloned().collect()
}

fn takes(allowed: &[String]) -> String {
    format!("it takes {}", quoted(allowed))
}

/// The edits that make the list of the enum type `told`, which stands in `source`, that of `held`: written between the
/// first value and the last as the list is. `None` if it has a single value, or its values do not stand in the text.
pub(crate) fn rewritten(source: &str, told: &Enum, held: &Enum) -> Option<Edits> {
    let [first, second, ..] = told.values.as_slice() else { return None };
    let (first, second, last) = (first.place.span, second.place.span, told.values.last()?.place.span);
    if [first, second, last].iter().any(|it| it.is_empty()) {
        return None;
    }
    let between = source.get(first.end().bytes()..second.start().bytes())?;
    let values: Vec<&str> = held.values.iter().map(|it| it.text.as_str()).collect();
    Some(Edits::new(vec![Edit::replace(first.join(last), values.join(between))]))
}
