//! Paths as configs compute them: `path.join(__dirname, 'src')`, `new URL('./src', import.meta.url)`. All of them are
//! relative to the file they are computed in.

use std::rc::Rc;

use text::Place;

use super::eval::Arguments;
use super::ir::{Expr, Kind};
use super::values::Value;
use crate::model::Ident;

/// What stands for the file itself, in the folder `.`.
const ITSELF: &str = "./import.meta.url";

/// What `import.meta.dirname`, `import.meta.url` and their like give.
pub(super) fn of_module<'a>(object: &Expr, name: &str, place: Place) -> Option<Value<'a>> {
    let is_module = object.kind == Kind::Name("import.meta".to_owned());
    match name {
        "dirname" | "dir" if is_module => Some(folder(place)),
        "url" | "filename" | "path" if is_module => Some(text(ITSELF.to_owned(), place)),
        _ => None,
    }
}

/// The folder a file stands in, seen from that file.
pub(super) fn folder<'a>(place: Place) -> Value<'a> {
    text(".".to_owned(), place)
}

/// What the function `name` of Node's `path` or `url` gives for `arguments`: relative paths stay relative.
pub(super) fn call<'a>(name: &str, arguments: &Arguments<'a>, place: Place) -> Value<'a> {
    let mut given = Vec::new();
    for (value, _) in &arguments.values {
        let Value::Text(text) = value else { return Value::Unknown };
        given.push(text.text.as_str());
    }
    let path = match (name, &given[..]) {
        _ if !arguments.complete => None,
        ("join" | "resolve", parts) => Some(joined(parts)),
        ("normalize" | "fileURLToPath" | "pathToFileURL", [path]) => Some(joined(&[path])),
        ("dirname", [path]) => above(&joined(&[path])),
        ("relative", [".", path]) => Some(joined(&[path])),
        // A URL is relative to the folder of the file that its base names.
        ("URL", [path]) => path.strip_prefix("file://").map(|it| joined(&[it])),
        ("URL", [path, base]) if !path.contains("://") => above(base).map(|it| joined(&[&it, path])),
        _ => None,
    };
    path.map_or(Value::Unknown, |it| text(it, place))
}

fn text<'a>(text: String, place: Place) -> Value<'a> {
    Value::Text(Rc::new(Ident { text, place }))
}

/// The folder of the file at the relative `path`.
fn above(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/')?;
    (!matches!(name, ".." | "." | "")).then(|| folder.to_owned())
}

fn joined(given: &[&str]) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in given.iter().flat_map(|it| it.split('/')).filter(|it| !matches!(*it, "" | ".")) {
        match part {
            ".." if parts.last().is_some_and(|it| *it != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let start = if parts.first().is_some_and(|it| *it == "..") { "" } else { "./" };
    format!("{start}{}", parts.join("/"))
}
