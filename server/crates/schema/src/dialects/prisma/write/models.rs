//! The blocks of models, views and enums.

use super::defaults::{self, Said};
use super::layout::{self, Block, Row};
use super::plan::{Enumeration, Field, Kind, Model, Plan, Standing};
use super::style::PUBLIC;
use super::{indexes, links};
use crate::model::{Declarations, Generated, TableKind};

/// The blocks of everything new in `plan`; what is lost is noted there.
pub(super) fn blocks(plan: &mut Plan<'_>) -> Vec<Block> {
    let mut left_out = Vec::new();
    let is_new = |it: &(usize, &Model<'_>)| it.1.standing == Standing::New;
    let models = plan.models.iter().enumerate().filter(is_new);
    let mut blocks: Vec<Block> = models.map(|(index, it)| model(plan, index, it, &mut left_out)).collect();
    let enums = plan.enums.iter().filter(|it| it.standing == Standing::New);
    blocks.extend(enums.map(|it| enumeration(plan, it)));
    plan.left_out.extend(left_out);
    blocks
}

fn model(plan: &Plan<'_>, index: usize, model: &Model<'_>, left_out: &mut Vec<String>) -> Block {
    let table = model.table;
    let name = &table.name.text;
    let mut rows: Vec<Row> = model.fields.iter().map(|it| field(plan, model, it, left_out)).collect();
    rows.extend(links::rows(plan, index));
    let mut attributes = indexes::of_model(plan, model, left_out);
    if model.name != *name {
        attributes.push(format!("@@map({})", layout::text(name)));
    }
    if !model.is_identified() {
        attributes.push("@@ignore".to_owned());
    }
    attributes.extend(schema(plan, table.schema.as_deref()));
    for check in &table.checks {
        left_out.push(format!("check `{}` of `{name}`", check.name.as_ref().unwrap_or(&check.expression)));
    }
    left_out.extend(table.policies.iter().map(|it| format!("policy `{}` of `{name}`", it.name)));
    if table.row_security {
        left_out.push(format!("row level security of `{name}`"));
    }
    if table.more_policies {
        left_out.push(format!("policies and row level security of `{name}` that are not known"));
    }
    if table.kind != TableKind::Table {
        left_out.push(format!("query of view `{name}`"));
    }
    if table.kind == TableKind::MaterializedView {
        left_out.push(format!("that view `{name}` is materialized"));
    }
    if !table.complete {
        left_out.push(format!("columns of `{name}` that are unknown"));
    }
    let keyword = if table.kind == TableKind::Table { "model" } else { "view" };
    Block { keyword, name: model.name.clone(), doc: table.doc.clone(), rows, attributes }
}

/// `@@schema("auth")`, where models name theirs.
fn schema(plan: &Plan<'_>, schema: Option<&str>) -> Option<String> {
    let is_named = !plan.style.schemas.is_empty();
    is_named.then(|| format!("@@schema({})", layout::text(schema.unwrap_or(PUBLIC))))
}

/// The row of `field`.
pub(super) fn field(plan: &Plan<'_>, model: &Model<'_>, field: &Field<'_>, left_out: &mut Vec<String>) -> Row {
    let column = field.column;
    let mut lost = |what: &str| left_out.push(format!("{what} `{}` of `{}`", column.name.text, model.table.name.text));
    let mark = match (field.is_list, field.is_required) {
        (true, _) => "[]",
        (false, true) => "",
        (false, false) => "?",
    };
    let mut attributes = indexes::of_field(plan, model, field);
    match defaults::default(field) {
        Said::Value(value) => attributes.push(format!("@default({value})")),
        Said::LeftOut(what) => lost(what),
        Said::Nothing => {}
    }
    if column.on_update.is_some() {
        if field.kind == Kind::Scalar && field.spelling.scalar == "DateTime" && !field.is_list {
            attributes.push("@updatedAt".to_owned());
        } else {
            lost("what updates give");
        }
    }
    if let Some(Generated::Identity { counting, .. }) = &column.generated {
        lost("identity, written as a sequence, of");
        if !counting.is_usual() {
            lost(&format!("how the numbers count ({}) of", counting.sql()));
        }
    }
    if field.is_mapped() {
        attributes.push(format!("@map({})", layout::text(&column.name.text)));
    }
    attributes.extend(field.spelling.native.as_ref().map(|it| format!("@{}.{it}", plan.style.datasource)));
    let ty = format!("{}{mark}", field.spelling.scalar);
    Row { doc: column.doc.clone(), name: field.name.clone(), ty, attributes }
}

fn enumeration(plan: &Plan<'_>, it: &Enumeration<'_>) -> Block {
    let row = |(key, value): &(String, String)| Row {
        name: key.clone(),
        attributes: (key != value).then(|| format!("@map({})", layout::text(value))).into_iter().collect(),
        ..Row::default()
    };
    let name = &it.source.name.text;
    let mut attributes = Vec::new();
    if it.name != *name {
        attributes.push(format!("@@map({})", layout::text(name)));
    }
    attributes.extend(schema(plan, it.source.schema.as_deref()));
    Block {
        keyword: "enum",
        name: it.name.clone(),
        doc: None,
        rows: it.values.iter().map(row).collect(),
        attributes,
    }
}

/// Says which of the relations of `declared` no key makes: Prisma keeps none of its own accord (`relationMode`).
pub(super) fn note_lost(plan: &mut Plan<'_>, declared: &Declarations) {
    for it in &declared.relations {
        let is_pair = |link: &links::Link<'_>| {
            let name = |at: usize| plan.models.get(at).map(|it| it.table.name.text.as_str());
            let ends = [name(link.from), name(link.to)];
            ends == [Some(it.table.as_str()), Some(it.to.as_str())] || ends == [Some(it.to.as_str()), Some(it.table.as_str())]
        };
        let is_made = plan.links.iter().any(is_pair);
        if !is_made {
            plan.left_out.push(format!("relation `{}` of `{}`, which no key makes", it.name.text, it.table));
        }
    }
}
