//! The order of Sqitch's changes: the lines of `sqitch.plan`.

use crate::discovery::Files;
use crate::path::RelPath;

/// The file that lists the changes.
const PLAN: &str = "sqitch.plan";

/// The folder of the changes that `path` is one of, if a plan lies beside it.
pub(super) fn home(path: &RelPath, files: &Files<'_>) -> Option<String> {
    let folder = path.folder();
    let parts: Vec<&str> = folder.split('/').collect();
    let deploy = parts.iter().position(|it| *it == "deploy")?;
    let home = parts.get(..=deploy)?.join("/");
    plans(&home, files).then_some(home)
}

/// True if a plan lies beside the folder `home`.
pub(super) fn plans(home: &str, files: &Files<'_>) -> bool {
    plan(home).is_some_and(|it| files.paths.contains(&it))
}

fn plan(home: &str) -> Option<RelPath> {
    let above = home.strip_suffix("deploy")?;
    RelPath::new(&format!("{above}{PLAN}"))
}

/// Leaves of `members` what the plan names, in its order.
pub(super) fn in_order<T, U>(home: &str, members: &mut Vec<(T, &RelPath, U)>, files: &Files<'_>) {
    let Some(plan) = plan(home).and_then(|it| (files.document)(&it)) else { return };
    let order = changes(&plan.source());
    let place = |path: &RelPath| {
        let name = path.as_str().strip_prefix(home)?.trim_start_matches('/').strip_suffix(".sql")?;
        order.iter().position(|it| it == name)
    };
    members.retain(|it| place(it.1).is_some());
    members.sort_by_key(|it| place(it.1));
}

/// The changes of `plan`, each by the name of its file. One that is made anew later is kept under its last tag.
fn changes(plan: &str) -> Vec<String> {
    let mut changes: Vec<(&str, Option<&str>)> = Vec::new();
    for line in plan.lines() {
        let word = line.split_whitespace().next().unwrap_or("");
        if let Some(tag) = word.strip_prefix('@') {
            changes.iter_mut().filter(|it| it.1.is_none()).for_each(|it| it.1 = Some(tag));
        } else if !word.is_empty() && !word.starts_with(['%', '#', '-']) {
            changes.push((word.trim_start_matches('+'), None));
        }
    }
    let named = changes.iter().enumerate().map(|(at, (name, tag))| {
        let again = changes.iter().skip(at + 1).any(|it| it.0 == *name);
        match tag.filter(|_| again) {
            Some(tag) => format!("{name}@{tag}"),
            None => (*name).to_owned(),
        }
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::changes;

    #[test]
    fn a_plan_lists_changes_between_tags() {
        let plan = "%syntax-version=1.0.0\n%project=shop\n\nbase 2024-01-01T00:00:00Z A <a@b.c> # first\n\
            users [base] 2024-01-02T00:00:00Z A <a@b.c> # users\n@v1 2024-01-03T00:00:00Z A <a@b.c> # out\n\
            # a remark\nusers [users@v1] 2024-01-04T00:00:00Z A <a@b.c> # again\n";
        assert_eq!(changes(plan), ["base", "users@v1", "users"]);
        assert_eq!(changes("%project\n@\n["), ["["]);
    }
}
