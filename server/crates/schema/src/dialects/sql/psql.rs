//! psql's own commands (`\i`, `\gexec`): which of them change what a file declares.

/// What a line of psql may do that cannot be told, if it does anything; `line` starts behind the backslash.
pub(super) fn doubt(line: &str) -> Option<&'static str> {
    let command = line.split(|it: char| it.is_whitespace() || it == '\\').next().unwrap_or("");
    match command {
        "i" | "ir" | "include" | "include_relative" => Some("what the file holds that is included here cannot be told"),
        "gexec" => Some("statements that a query puts together are run here"),
        "if" | "elif" => Some("what follows runs under a condition of psql"),
        "copy" | "." => None,
        // Two of them part commands on a line.
        "" if line.trim_start_matches('\\').trim().is_empty() || line.starts_with('\\') => None,
        _ if COMMANDS.contains(&command.trim_end_matches(['+', 'S', 'x'])) => None,
        // A backslash too many hides what follows on its line.
        _ => Some("this is no command of psql, and what follows it is hidden"),
    }
}

/// psql's commands, without those that list something, which start with a `d`.
const COMMANDS: &[&str] = &[
    "!", "?", "a", "bind", "bind_named", "c", "C", "cd", "close_prepared", "conninfo", "connect", "copyright",
    "crosstabview", "d", "da", "dA", "db", "dc", "dC", "dd", "dD", "ddp", "des", "det", "deu", "dew", "df", "dF", "dFd",
    "dFp", "dFt", "dg", "di", "dl", "dL", "dm", "dn", "do", "dO", "dp", "dP", "drds", "drg", "dRp", "dRs", "ds", "dt",
    "dT", "du", "dv", "dx", "dX", "dy", "e", "echo", "ef", "else", "encoding", "endif", "errverbose", "ev", "f", "g",
    "gdesc", "getenv", "gset", "gx", "h", "H", "help", "html", "l", "list", "lo_export", "lo_import", "lo_list",
    "lo_unlink", "o", "out", "p", "parse", "password", "print", "prompt", "pset", "q", "qecho", "quit", "r", "reset",
    "restrict", "s", "set", "setenv", "sf", "sv", "t", "T", "timing", "unrestrict", "unset", "w", "warn", "watch",
    "write", "x", "z",
];

#[cfg(test)]
mod tests {
    use super::super::tests::replayed;
    use crate::model::UnknownScope;

    fn is_open(source: &str) -> bool {
        replayed(&[source]).unknowns.iter().any(|it| it.scope == UnknownScope::Tables)
    }

    #[test]
    fn what_a_command_brings_in_is_unknown() {
        for line in ["\\i parts/users.sql", "\\ir x.sql", "\\include x", "select format('create table %I (id int)', x) from y \\gexec", "\\if :x"] {
            assert!(is_open(&format!("create table a (id int);\n{line}\n")), "{line}");
        }
        assert!(is_open("\\CREATE TABLE a (id int);") && is_open("CREATE \\TABLE a (id int);"));
    }

    #[test]
    fn other_commands_stay_silent() {
        for line in ["\\connect mydb", "\\set ON_ERROR_STOP on", "\\echo done", "select 1 \\gset", "\\d+ a", "\\copy a from stdin", "\\restrict x", "\\dt", "\\."] {
            assert!(!is_open(&format!("create table a (id int);\n{line}\n")), "{line}");
        }
        assert!(!is_open("insert into a values ('\\i x', E'\\\\i');"));
    }
}
