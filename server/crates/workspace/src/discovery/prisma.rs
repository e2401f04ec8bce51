//! Which Prisma schemas a root has: those that settings name, else those that have a `datasource`.

use std::collections::{BTreeMap, BTreeSet};

use schema::dialects::prisma::config;
use schema::dialects::{Dialect, Module};

use super::kinds::{Kinds, is_prisma_config};
use super::sets::{Found, shared_folder};
use super::{Files, SetPlan, Wanted};
use crate::path::RelPath;
use crate::resolve::Resolver;

/// Folders whose schemas are what tools wrote.
const GENERATED: &[&str] = &[".prisma", "__generated__", "generated"];

/// Folders whose schemas are designs: they count only where there are no others.
const DESIGNS: &[&str] = &[".kiro", ".planning", "design", "doc", "docs", "openspec", "spec", "specs"];

/// Adds the Prisma schemas of `files` to `found`.
pub(super) fn find(files: &Files<'_>, kinds: &Kinds, resolver: &Resolver, found: &mut Found) {
    let noted = found.notes.len();
    let named = named(files, kinds, resolver, &mut found.notes);
    let misled = found.notes.len() > noted;
    let settled: BTreeSet<(String, String)> = named
        .iter()
        .map(|(settings, roots)| {
            let files: Vec<RelPath> = roots.iter().chain([settings]).cloned().collect();
            (resolver.package_folder(settings).to_owned(), shared_folder(&files))
        })
        .collect();
    for (settings, roots) in named {
        let folder = settings.folder();
        let name = if folder.is_empty() { shared_folder(&roots) } else { folder.to_owned() };
        add(name, roots, found);
    }
    // Settings speak for their package, as far as they and what they name reach: a folder beside it, of a service in
    // another language, may have a schema of its own.
    let is_open = |path: &&RelPath| {
        let package = resolver.package_folder(path);
        !settled.iter().any(|(of, folder)| of == package && (folder == "." || path.is_below(folder)))
    };
    let all: Vec<&RelPath> =
        files.paths.iter().filter(|it| may_declare(it, files, kinds)).filter(is_open).collect();
    let (designs, built): (Vec<&RelPath>, Vec<&RelPath>) = all.into_iter().partition(|it| is_design(it));
    let candidates = if built.is_empty() && found.sets.is_empty() { designs } else { built };
    for (name, roots) in grouped(&candidates, files, resolver, &mut found.wanted) {
        add(name, roots, found);
    }
    // Settings that lead nowhere hide a schema, unless one was found all the same.
    found.partial |= misled && !found.sets.iter().any(|it| it.dialect == Some(Dialect::Prisma));
}

/// True if `path` lies where people design what they may build.
pub(super) fn is_design(path: &RelPath) -> bool {
    path.folder().split('/').any(|it| DESIGNS.contains(&it))
}

fn add(name: String, roots: Vec<RelPath>, found: &mut Found) {
    if !found.sets.iter().any(|it| it.roots == roots) {
        found.sets.push(SetPlan { name, dialect: Some(Dialect::Prisma), roots, ..SetPlan::default() });
    }
}

/// The schemas that `prisma.config.*` and `package.json` name: the settings and the files.
fn named(
    files: &Files<'_>,
    kinds: &Kinds,
    resolver: &Resolver,
    notes: &mut Vec<String>,
) -> Vec<(RelPath, Vec<RelPath>)> {
    let configs = files.paths.iter().filter(|it| is_prisma_config(it) && !kinds.is_excluded(it));
    let configs = configs.filter_map(|path| {
        let document = (files.document)(path)?;
        Some((path.clone(), config::schema(&document.source())?))
    });
    let mut named = Vec::new();
    for (settings, schema) in configs.chain(resolver.prisma_schemas()) {
        let roots = settings.join(&schema).map(|it| below(&it, files, kinds)).unwrap_or_default();
        if roots.is_empty() {
            notes.push(format!("{settings} names {schema}, and no Prisma schema is there"));
        } else {
            named.push((settings, roots));
        }
    }
    named
}

/// The file `path`, or the Prisma files of the folder `path`.
fn below(path: &RelPath, files: &Files<'_>, kinds: &Kinds) -> Vec<RelPath> {
    let all = files.paths.iter().filter(|it| is_prisma(it) && !kinds.is_excluded(it));
    all.filter(|it| *it == path || it.is_below(path.as_str())).cloned().collect()
}

/// The schemas among `candidates` with their names: each file with a `datasource`, and the files without one in its
/// folder and below it. Where no file has one, those of a package are a schema.
fn grouped(
    candidates: &[&RelPath],
    files: &Files<'_>,
    resolver: &Resolver,
    wanted: &mut Vec<Wanted>,
) -> Vec<(String, Vec<RelPath>)> {
    let mut schemas: BTreeMap<&str, Vec<RelPath>> = BTreeMap::new();
    let mut parts = Vec::new();
    for &path in candidates {
        let Some(document) = (files.document)(path) else {
            wanted.push(Wanted::Load(path.clone()));
            continue;
        };
        let Module::Prisma(module) = document.body.module(Dialect::Prisma) else { continue };
        if module.has_datasource() {
            let mains = schemas.entry(path.folder()).or_default();
            // Beside `schema.prisma`, `schema.test.prisma` is the same schema for another database.
            if mains.is_empty() || path.file_name() == "schema.prisma" {
                *mains = vec![path.clone()];
            }
        } else {
            parts.push(path);
        }
    }
    let has_mains = !schemas.is_empty();
    for part in parts {
        let above = schemas.keys().filter(|it| part.is_below(it)).max_by_key(|it| it.len()).copied();
        match above {
            Some(folder) => schemas.entry(folder).or_default().push(part.clone()),
            None if !has_mains => {
                schemas.entry(resolver.package_folder(part)).or_default().push(part.clone());
            }
            // A part of nothing: a draft.
            None => {}
        }
    }
    let name = |roots: &[RelPath]| {
        let package = roots.first().map_or("", |it| resolver.package_folder(it));
        if package.is_empty() { shared_folder(roots) } else { package.to_owned() }
    };
    let sorted = schemas.into_values().map(|mut roots| {
        roots.sort();
        (name(&roots), roots)
    });
    sorted.collect()
}

/// True for a Prisma file.
pub(super) fn is_prisma(path: &RelPath) -> bool {
    path.extension() == "prisma"
}

/// True if `path` may be a part of a schema, where no settings say so.
fn may_declare(path: &RelPath, files: &Files<'_>, kinds: &Kinds) -> bool {
    let is_generated = || {
        // A generated client keeps a copy of its schema.
        let client = path.join("index.d.ts");
        path.folder().split('/').any(|it| GENERATED.contains(&it))
            || client.is_some_and(|it| files.paths.contains(&it))
    };
    is_prisma(path) && kinds.may_hold_schema(path) && !is_generated()
}

#[cfg(test)]
mod tests;
