//! What is true of the facts of every story: what they name lies in the text.

use story::StoryFacts;
use text::Span;

/// Panics if `span` does not fit `text`.
pub fn assert_inside(span: Span, text: &str) {
    assert!(text.get(span.range()).is_some(), "{span:?} does not fit a text of {} bytes", text.len());
}

/// Panics if a place that `facts` name does not lie in `text`.
pub fn assert_sound(facts: &StoryFacts, text: &str) {
    for span in spans(facts) {
        assert_inside(span, text);
    }
    for mention in &facts.mentions {
        assert!(!mention.name.is_empty(), "a mention of nothing at {:?}", mention.span);
        assert!(!mention.span.is_empty(), "`{}` is mentioned nowhere", mention.name);
    }
}

/// Every place that `facts` name.
fn spans(facts: &StoryFacts) -> Vec<Span> {
    let mut found = Vec::new();
    if let Some(matter) = &facts.front_matter {
        found.push(matter.span);
        found.extend(matter.entries.iter().flat_map(|(_, values)| values.iter().map(|it| it.1)));
    }
    found.extend(facts.headings.iter().flat_map(|it| [it.span, it.section]));
    for story in &facts.stories {
        let parts = [&story.persona, &story.want, &story.benefit];
        found.extend(parts.into_iter().flatten().map(|it| it.1));
        found.push(story.span);
    }
    found.extend(facts.criteria.iter().map(|it| it.span));
    for task in &facts.tasks {
        found.extend(task.criteria.iter().map(|it| it.1));
        found.push(task.span);
    }
    found.extend(facts.mentions.iter().map(|it| it.span));
    for sketch in &facts.sketches {
        found.push(sketch.span);
        found.extend(sketch.columns.iter().map(|it| it.span));
        found.extend(sketch.indexes.iter().map(|it| it.span));
    }
    found.extend(facts.links.iter().map(|it| it.span));
    found.extend(facts.fences.iter().map(|it| it.span));
    for suppression in &facts.suppressions {
        found.extend(suppression.rules.iter().map(|it| it.1));
        found.extend([suppression.span, suppression.covers]);
    }
    found
}
