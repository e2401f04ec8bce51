//! What a story says, in the shape that other programs rely on.

use anyhow::bail;
use serde::Serialize;
use story::{Claim, Mention, Sketch, SketchColumn, SketchSource, Strength, Subject, UserStory};
use text::Span;
use workspace::document::Document;
use workspace::model::Presence;

use crate::arguments::Format;
use crate::opened::Opened;
use crate::output;
use crate::place::SpanJson;

#[derive(Serialize)]
struct Json {
    version: u32,
    path: String,
    title: Option<String>,
    stories: Vec<StoryJson>,
    criteria: Vec<CriterionJson>,
    mentions: Vec<MentionJson>,
    claims: Vec<ClaimJson>,
    sketches: Vec<SketchJson>,
}

#[derive(Serialize)]
struct StoryJson {
    persona: Option<String>,
    want: Option<String>,
    benefit: Option<String>,
    span: SpanJson,
}

#[derive(Serialize)]
struct CriterionJson {
    label: String,
    text: String,
    span: SpanJson,
}

#[derive(Serialize)]
struct MentionJson {
    kind: &'static str,
    name: String,
    form: &'static str,
    strength: &'static str,
    table: Option<String>,
    schema: Option<String>,
    cue: Option<&'static str>,
    binding: &'static str,
    span: SpanJson,
}

/// What a story claims of something.
#[derive(Serialize)]
struct ClaimJson {
    kind: &'static str,
    subject: String,
    evidence: &'static str,
    strength: &'static str,
    cue: Option<&'static str>,
    span: SpanJson,
}

#[derive(Serialize)]
struct SketchJson {
    name: String,
    source: &'static str,
    span: SpanJson,
    columns: Vec<SketchColumnJson>,
}

#[derive(Serialize)]
struct SketchColumnJson {
    name: String,
    #[serde(rename = "type")]
    ty: Option<String>,
    nullable: Option<bool>,
    default: Option<String>,
    primary: bool,
    unique: bool,
    references: Option<String>,
    span: SpanJson,
}

/// Prints what the story says.
pub(super) fn print(opened: &Opened, format: Format) -> anyhow::Result<()> {
    let document = opened.only_document()?;
    if !document.is_story() {
        bail!("{} is not a story", opened.shown(document));
    }
    let json = json(opened, document);
    match format {
        Format::Json => output::print_json(&json),
        Format::Text => output::print(&text(&json)),
    }
}

fn json(opened: &Opened, document: &Document) -> Json {
    let facts = document.facts();
    let at = |span| SpanJson::new(document, span);
    let only_text = |part: &Option<(String, Span)>| part.as_ref().map(|(text, _)| text.clone());
    let story = |it: &UserStory| StoryJson {
        persona: only_text(&it.persona),
        want: only_text(&it.want),
        benefit: only_text(&it.benefit),
        span: at(it.span),
    };
    Json {
        version: 1,
        path: document.path().to_string(),
        title: facts.title.clone(),
        stories: facts.stories.iter().map(story).collect(),
        criteria: facts
            .criteria
            .iter()
            .map(|it| CriterionJson { label: it.label.clone(), text: it.text.clone(), span: at(it.span) })
            .collect(),
        mentions: facts.mentions.iter().map(|it| mention_json(opened, document, it)).collect(),
        claims: facts.claims.iter().map(|it| claim_json(document, it)).collect(),
        sketches: facts.sketches.iter().map(|it| sketch_json(document, it)).collect(),
    }
}

fn claim_json(document: &Document, claim: &Claim) -> ClaimJson {
    ClaimJson {
        kind: claim.said.kind(),
        subject: claim.said.subject(),
        evidence: claim.evidence,
        strength: strength(claim.strength),
        cue: claim.cue.map(cue),
        span: SpanJson::new(document, claim.span),
    }
}

fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Strong => "strong",
        Strength::Weak => "weak",
    }
}

fn mention_json(opened: &Opened, document: &Document, mention: &Mention) -> MentionJson {
    MentionJson {
        kind: match mention.subject {
            Subject::Table => "table",
            Subject::Column => "column",
            Subject::Enum => "enum",
            Subject::Value => "value",
            Subject::Index => "index",
        },
        name: mention.name.clone(),
        form: mention.form.name(),
        strength: strength(mention.strength),
        table: mention.table.clone(),
        schema: mention.schema.clone(),
        cue: mention.cue.map(cue),
        binding: match analysis::presence(&opened.snapshot, document.id(), mention) {
            Presence::Present(()) => "present",
            Presence::Absent => "absent",
            Presence::Unknown => "unknown",
        },
        span: SpanJson::new(document, mention.span),
    }
}

fn cue(cue: story::Cue) -> &'static str {
    use story::Cue;
    match cue {
        Cue::Rejected => "rejected",
        Cue::Deferred => "deferred",
        Cue::Removed => "removed",
        Cue::OutOfScope => "out-of-scope",
        Cue::Example => "example",
        Cue::Elsewhere => "elsewhere",
    }
}

fn sketch_json(document: &Document, sketch: &Sketch) -> SketchJson {
    let column = |it: &SketchColumn| SketchColumnJson {
        name: it.name.clone(),
        ty: it.ty.clone(),
        nullable: it.nullable,
        default: it.default.clone(),
        primary: it.primary,
        unique: it.unique,
        references: it.references.as_ref().map(|to| to.table.clone()),
        span: SpanJson::new(document, it.span),
    };
    SketchJson {
        name: sketch.name.clone(),
        source: match sketch.source {
            SketchSource::Fence(_) => "fence",
            SketchSource::Bullets => "bullets",
            SketchSource::Table => "table",
            SketchSource::Prose => "prose",
        },
        span: SpanJson::new(document, sketch.span),
        columns: sketch.columns.iter().map(column).collect(),
    }
}

fn text(json: &Json) -> String {
    let mut lines = vec![format!("{}: {}", json.path, json.title.as_deref().unwrap_or("(no title)"))];
    for story in &json.stories {
        let part = |part: &Option<String>| part.clone().unwrap_or_else(|| "?".to_owned());
        let (persona, want, benefit) = (part(&story.persona), part(&story.want), part(&story.benefit));
        lines.push(format!("{}: as {persona}, I want {want}, so that {benefit}", story.span.line));
    }
    lines.extend(
        json.criteria.iter().map(|it| format!("{}: criterion {}: {}", it.span.line, it.label, it.text)),
    );
    for it in &json.mentions {
        let table = it.table.as_ref().map(|table| format!(" of {table}")).unwrap_or_default();
        let cue = it.cue.map(|cue| format!(", {cue}")).unwrap_or_default();
        lines.push(format!(
            "{}:{}: {} {}{table}: {} ({}{cue}; {})",
            it.span.line, it.span.column, it.kind, it.name, it.binding, it.strength, it.form
        ));
    }
    for it in &json.claims {
        let cue = it.cue.map(|cue| format!(", {cue}")).unwrap_or_default();
        let (line, column) = (it.span.line, it.span.column);
        lines.push(format!("{line}:{column}: claims {} {} ({}{cue})", it.kind, it.subject, it.strength));
    }
    for sketch in &json.sketches {
        let columns: Vec<_> = sketch.columns.iter().map(|it| it.name.as_str()).collect();
        lines.push(format!("{}: proposes {} ({})", sketch.span.line, sketch.name, columns.join(", ")));
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}
