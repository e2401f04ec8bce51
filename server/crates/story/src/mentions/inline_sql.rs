//! SQL in inline code: `SELECT COUNT(*) FROM team`.

use crate::Cue;
use crate::fence::sql;
use crate::mentions::Finder;
use crate::prose::Kind;

/// Adds what statements in code spans name.
pub(crate) fn find(finder: &mut Finder<'_>) {
    let prose = finder.prose;
    for (index, token) in prose.tokens().iter().enumerate() {
        let text = prose.text_of(token);
        let is_code =
            token.kind == Kind::Code && !finder.is_taken(index) && text.contains(char::is_whitespace);
        if !is_code || !(sql::begins_statement(text) || text.contains("REFERENCES ")) {
            continue;
        }
        // The statement says itself what it removes; words around it speak of running it.
        let cue = token.style.struck.then_some(Cue::Removed);
        finder.take(index);
        for mut mention in sql::names(text).mentions {
            mention.span = mention.span.shifted(token.span.start());
            mention.cue = mention.cue.or(cue);
            finder.add(mention);
        }
    }
}
