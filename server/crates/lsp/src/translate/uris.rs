//! Paths and URIs.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use tower_lsp::ls_types::Uri;

/// Which rules paths follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Platform {
    Unix,
    Windows,
}

const HERE: Platform = if cfg!(windows) { Platform::Windows } else { Platform::Unix };

/// The path of a `file:` URI; `None` for other schemes, which no disk holds.
pub(crate) fn path(uri: &Uri) -> Option<PathBuf> {
    from_uri(uri.as_str(), HERE).map(PathBuf::from)
}

/// The `file:` URI of an absolute path.
pub(crate) fn uri(path: &Path) -> Option<Uri> {
    to_uri(path.to_str()?, HERE).parse().ok()
}

fn from_uri(uri: &str, platform: Platform) -> Option<String> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    let path = decoded(path);
    if platform == Platform::Unix {
        return Some(path);
    }
    let path = path.replace('/', "\\");
    if !host.is_empty() && host != "localhost" {
        return Some(format!("\\\\{host}{path}"));
    }
    let path = path.strip_prefix('\\').unwrap_or(&path);
    Some(drive_upper(path))
}

fn to_uri(path: &str, platform: Platform) -> String {
    if platform == Platform::Unix {
        return format!("file://{}", encoded(path));
    }
    let path = drive_upper(path).replace('\\', "/");
    match path.strip_prefix("//") {
        Some(share) => format!("file://{}", encoded(share)),
        None => format!("file:///{}", encoded(&path)),
    }
}

/// `c:\x` and `C:\x` are one path: the letter is always large here.
fn drive_upper(path: &str) -> String {
    match path.split_once(':') {
        Some((drive, rest)) if drive.len() == 1 => format!("{}:{rest}", drive.to_ascii_uppercase()),
        _ => path.to_owned(),
    }
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let byte = match (first, tail) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| high << 4 | low),
            _ => None,
        };
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|it| u8::try_from(it).ok())
}

fn encoded(path: &str) -> String {
    let mut result = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~') {
            result.push(char::from(byte));
        } else {
            let _ = write!(result, "%{byte:02X}");
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drive_letters_are_one_path_however_they_are_spelled() {
        for uri in [
            "file:///c%3A/notes/a.md",
            "file:///C:/notes/a.md",
            "file:///c:/notes/a.md",
            "FILE:/c:/notes/a.md",
        ] {
            assert_eq!(from_uri(uri, Platform::Windows).as_deref(), Some(r"C:\notes\a.md"), "{uri}");
        }
        assert_eq!(to_uri(r"c:\notes\a b.md", Platform::Windows), "file:///C%3A/notes/a%20b.md");
        assert_eq!(
            from_uri("file://server/share/a.md", Platform::Windows).as_deref(),
            Some(r"\\server\share\a.md")
        );
        assert_eq!(to_uri(r"\\server\share\a.md", Platform::Windows), "file://server/share/a.md");
    }

    #[test]
    fn paths_survive_the_way_there_and_back() {
        for path in ["/app/[slug]/x.md", "/my docs/ä 100%.md", "/a#b?c.md", "/日本/x.md"] {
            let uri = to_uri(path, Platform::Unix);
            assert!(uri.parse::<Uri>().is_ok(), "{uri}");
            assert_eq!(from_uri(&uri, Platform::Unix).as_deref(), Some(path));
        }
        assert_eq!(from_uri("untitled:Untitled-1", Platform::Unix), None);
        assert_eq!(from_uri("file:///100%/%zz", Platform::Unix).as_deref(), Some("/100%/%zz"));
    }
}
