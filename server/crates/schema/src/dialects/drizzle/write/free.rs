//! The names that a piece of TypeScript takes from around it.

use super::scan::{Scan, TokenKind};

/// What every program may use, and the words of the language.
const GIVEN: &[&str] = &[
    "Array", "BigInt", "Boolean", "Buffer", "Date", "Intl", "JSON", "Math", "Number", "Object", "Promise", "String",
    "Symbol", "Uint8Array", "as", "async", "await", "const", "crypto", "else", "false", "function", "if", "in",
    "instanceof", "let", "new", "null", "return", "satisfies", "this", "true", "typeof", "undefined", "var", "void",
];

/// The names in `function`, the text of a function or an expression, that it does not bring itself.
pub(super) fn free_names(function: &str) -> Vec<&str> {
    let scan = Scan::new(function);
    let arrow = (0..scan.tokens.len()).find(|it| scan.is(*it, b'=') && scan.is(it + 1, b'>')).unwrap_or(0);
    let parameters: Vec<&str> = (0..arrow).map(|it| scan.text(it)).collect();
    let mut own: Vec<&str> = Vec::new();
    let mut free = Vec::new();
    for (index, token) in scan.tokens.iter().enumerate().skip(arrow) {
        let word = scan.text(index);
        let is_property = index > 0 && scan.is(index - 1, b'.') && !scan.is(index.wrapping_sub(2), b'.');
        if index > 0 && matches!(scan.text(index - 1), "const" | "let" | "var") {
            own.push(word);
        }
        let is_name = token.kind == TokenKind::Word && !is_property && !scan.is(index + 1, b':');
        if is_name && !GIVEN.contains(&word) && !parameters.contains(&word) && !own.contains(&word) {
            free.push(word);
        }
    }
    // A template may use any name.
    if function.contains("${") {
        free.push("${");
    }
    free
}

#[cfg(test)]
mod tests {
    use super::free_names;

    #[test]
    fn a_function_brings_its_parameters_and_what_it_declares() {
        assert_eq!(free_names("() => new Date()"), Vec::<&str>::new());
        assert_eq!(free_names("(x) => { const y = x.size; return makeId(y); }"), ["makeId"]);
        assert_eq!(free_names("nanoid"), ["nanoid"]);
        assert_eq!(free_names("() => ({ key: env.KEY })"), ["env"]);
        assert_eq!(free_names("() => `${prefix}_1`"), ["${"]);
    }
}
