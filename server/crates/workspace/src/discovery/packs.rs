//! Folders of packs for agents: personas, tasks and templates side by side, which tell agents how to work and say
//! nothing of the product.

use std::collections::{BTreeMap, BTreeSet};

use crate::path::RelPath;

/// Files at the top of a pack that describe it, without their extension.
const MANIFESTS: &[&str] = &["config", "module", "pack", "squad"];

/// Folders beside the personas.
const PARTS: &[&str] = &["checklists", "tasks", "templates", "workflows"];

/// True if `path` is called like the description of a pack.
pub(crate) fn is_manifest(path: &RelPath) -> bool {
    let (stem, extension) = path.file_name().rsplit_once('.').unwrap_or_default();
    matches!(extension, "yaml" | "yml") && MANIFESTS.contains(&stem)
}

/// The folders among those of `paths` that are packs: a description in YAML, personas, and one more part.
pub(super) fn find(paths: &BTreeSet<RelPath>) -> BTreeSet<String> {
    #[derive(Default)]
    struct Seen {
        manifest: bool,
        personas: bool,
        part: bool,
    }
    let mut seen: BTreeMap<&str, Seen> = BTreeMap::new();
    for path in paths {
        let extension = path.extension();
        let extension = extension.as_str();
        if is_manifest(path) {
            seen.entry(path.folder()).or_default().manifest = true;
        }
        let (home, folder) = path.folder().rsplit_once('/').unwrap_or_default();
        if extension == "md" && folder == "agents" {
            seen.entry(home).or_default().personas = true;
        }
        if matches!(extension, "md" | "yaml" | "yml") && PARTS.contains(&folder) {
            seen.entry(home).or_default().part = true;
        }
    }
    // A repository that is a pack itself would have nothing left.
    let packs =
        seen.into_iter().filter(|(home, it)| !home.is_empty() && it.manifest && it.personas && it.part);
    packs.map(|(home, _)| home.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::path::RelPath;

    fn packs(paths: &[&str]) -> Vec<String> {
        let paths = paths.iter().filter_map(|it| RelPath::new(it)).collect();
        find(&paths).into_iter().collect()
    }

    #[test]
    fn personas_and_tasks_beside_a_description_are_a_pack() {
        let pack = ["squads/db/config.yaml", "squads/db/agents/sage.md", "squads/db/tasks/run.md"];
        assert_eq!(packs(&pack), ["squads/db"]);
        let squad = ["crew/shop/squad.yaml", "crew/shop/agents/a.md", "crew/shop/workflows/w.yaml"];
        assert_eq!(packs(&squad), ["crew/shop"]);
    }

    #[test]
    fn each_part_alone_is_none() {
        assert_eq!(packs(&["docs/config.yaml", "docs/tasks/1.md", "docs/templates/a.md"]), [""; 0]);
        assert_eq!(packs(&["docs/agents/a.md", "docs/tasks/1.md"]), [""; 0]);
        assert_eq!(packs(&["app/config.yaml", "app/agents/a.ts", "app/tasks/b.ts"]), [""; 0]);
        assert_eq!(packs(&["config.yaml", "agents/a.md", "tasks/b.md"]), [""; 0]);
    }
}
