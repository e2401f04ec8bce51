//! What editors send and strict readers refuse, made readable: lone surrogates, broken UTF-8, and URIs with characters
//! that RFC 3986 does not allow.

use std::fmt::Write as _;

use serde_json::Value;

/// The JSON value of `body`. Where strict reading fails, broken UTF-8 and lone surrogates are replaced by U+FFFD,
/// which keeps every UTF-16 column where it was.
///
/// # Errors
/// What is wrong with the JSON.
pub(crate) fn parse(body: &[u8]) -> Result<Value, String> {
    let value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => {
            let text = without_lone_surrogates(&String::from_utf8_lossy(body));
            serde_json::from_str(&text).map_err(|_| error.to_string())?
        }
    };
    Ok(value)
}

/// `json` with `\ud800` escapes that have no partner replaced by `\ufffd`.
fn without_lone_surrogates(json: &str) -> String {
    let mut result = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        result.push_str(before);
        let kept = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                result.push_str("\\ufffd");
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            (Some(_), _) => 6,
            // Any other escape is a backslash and one character, which may be of several bytes.
            (None, _) => 1 + escape.chars().nth(1).map_or(0, char::len_utf8),
        };
        result.push_str(escape.get(..kept).unwrap_or_default());
        rest = escape.get(kept..).unwrap_or_default();
    }
    result.push_str(rest);
    result
}

/// The UTF-16 unit of the `\uXXXX` at the start of `text`.
fn unit(text: &str) -> Option<u32> {
    u32::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

/// Makes every URI in `params` readable for the types crate, which drops messages with one that is not.
pub(crate) fn uris(params: &mut Value) {
    // The depth is bounded: serde_json refuses to nest deeper than 128.
    match params {
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                match value {
                    Value::String(text) if key == "uri" || key.ends_with("Uri") => {
                        if let Some(encoded) = encoded(text) {
                            *text = encoded;
                        }
                    }
                    value => uris(value),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(uris),
        _ => {}
    }
}

/// `uri` with what RFC 3986 does not allow percent-encoded; `None` if all of it is allowed.
fn encoded(uri: &str) -> Option<String> {
    let (scheme, rest) = uri.split_once(':')?;
    // A host in brackets is an IP literal; only behind the authority are brackets in the wrong place.
    let path_at = rest.strip_prefix("//").map_or(0, |it| it.find('/').map_or(rest.len(), |at| at + 2));
    let mut result = format!("{scheme}:");
    for (at, character) in rest.char_indices() {
        let hex_follows =
            || rest.get(at + 1..at + 3).is_some_and(|pair| pair.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let allowed = match character {
            '%' => hex_follows(),
            '[' | ']' => at < path_at,
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => false,
            character => character.is_ascii() && !character.is_ascii_control(),
        };
        if allowed {
            result.push(character);
        } else {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(result, "%{byte:02X}");
            }
        }
    }
    (result != uri).then_some(result)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tower_lsp::ls_types::Uri;

    use super::*;

    #[test]
    fn lone_surrogates_become_one_replacement_character_each() {
        let read = |body: &str| parse(body.as_bytes()).unwrap();
        assert_eq!(read(r#""a\ud800b\udc00""#), json!("a\u{fffd}b\u{fffd}"));
        assert_eq!(read(r#""\ud83d\ude00 \ud83d""#), json!("😀 \u{fffd}"));
        assert_eq!(read(r#""\\ud800 \ud800""#), json!("\\ud800 \u{fffd}"));
        assert_eq!(read(r#""\ud800\n""#), json!("\u{fffd}\n"));
    }

    #[test]
    fn broken_utf8_is_replaced_and_broken_json_is_not() {
        assert_eq!(parse(b"\"a\xffb\"").unwrap(), json!("a\u{fffd}b"));
        assert!(parse(b"{").is_err());
        assert!(parse("[".repeat(100_000).as_bytes()).is_err());
        assert!(parse(b"\"\\").is_err());
    }

    #[test]
    fn uris_that_editors_send_become_readable() {
        for (sent, wanted) in [
            ("file:///app/[slug]/x.md", "file:///app/%5Bslug%5D/x.md"),
            ("file:///my docs/ä.md", "file:///my%20docs/%C3%A4.md"),
            ("file:///100%/x.md", "file:///100%25/x.md"),
            ("file:///c%3A/x.md", "file:///c%3A/x.md"),
            ("http://[::1]/x", "http://[::1]/x"),
            ("untitled:Untitled-1", "untitled:Untitled-1"),
        ] {
            let mut params =
                json!({ "textDocument": { "uri": sent, "text": "[a b]" }, "list": [{ "rootUri": sent }] });
            uris(&mut params);
            assert_eq!(params["textDocument"], json!({ "uri": wanted, "text": "[a b]" }));
            assert_eq!(params["list"][0]["rootUri"], wanted);
            assert!(wanted.parse::<Uri>().is_ok());
        }
    }
}
