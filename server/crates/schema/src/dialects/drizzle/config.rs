//! `drizzle.config.*`: where the schema is, and how columns without a name are named.
//!
//! Leaves to others: which files the globs mean.

use std::rc::Rc;

use text::FileId;

use super::eval::Evaluator;
use super::ir::{Expr, Kind};
use super::module::{Module, read as read_module};
use super::values::{Record, Scope, Value};
use crate::dialects::{Casing, Linking, Module as AnyModule, Order};
use crate::model::Database;

/// What a `drizzle.config.*` says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DrizzleConfig {
    /// The schema files, folders or globs, relative to the config's folder unless `drizzle-kit` runs elsewhere.
    pub schema: Vec<String>,
    /// False if the schema files are not all in `schema`, because they depend on what only running the file would tell.
    pub known: bool,
    /// How columns without an explicit name are named.
    pub casing: Casing,
    /// The database, if it is said.
    pub database: Option<Database>,
    /// The folder of the migrations, if it is said.
    pub out: Option<String>,
}

/// What the config `source` says by itself.
#[must_use]
pub fn read(source: &str) -> DrizzleConfig {
    let module = AnyModule::Drizzle(read_module(source));
    link(FileId::default(), &|_| Some(&module), &|_, _| None).unwrap_or_default()
}

/// What the config in `file` says, with what it imports as far as `resolve` leads; `None` if it exports no
/// configuration.
#[must_use]
pub fn link<'a>(
    file: FileId,
    module: &'a dyn Fn(FileId) -> Option<&'a AnyModule>,
    resolve: &'a dyn Fn(FileId, &str) -> Option<FileId>,
) -> Option<DrizzleConfig> {
    let (casing, order) = (Casing::Preserve, Order::Listed);
    let linking = Linking { roots: Vec::new(), module, resolve, casing, order, database: None };
    let mut evaluator = Evaluator::new(&linking);
    let module = evaluator.module(file)?;
    let mut found = exported(&mut evaluator, file, module).into_iter().map(|it| said(&it));
    let mut config = found.next()?;
    for other in found {
        // Which of them counts only running the file would tell; what all say is sure.
        config.known &= other.known && other.schema == config.schema;
        config.schema.extend(other.schema.into_iter().filter(|it| !config.schema.contains(it)).collect::<Vec<_>>());
        config.database = config.database.filter(|it| other.database == Some(*it));
        config.out = config.out.filter(|it| other.out.as_ref() == Some(it));
    }
    Some(config)
}

/// What the object `record` says.
fn said(record: &Record<'_>) -> DrizzleConfig {
    let mut config = DrizzleConfig { known: true, ..DrizzleConfig::default() };
    match record.get("schema") {
        Some(value) => paths(value, &mut config),
        // Without `schema`, drizzle-kit has nothing to read; behind a spread it may be said all the same.
        None => config.known = record.gaps.is_empty(),
    }
    config.casing = match record.text("casing") {
        Some("snake_case") => Casing::SnakeCase,
        Some("camelCase") => Casing::CamelCase,
        _ => Casing::Preserve,
    };
    config.database = match record.text("dialect").or_else(|| record.text("driver")) {
        Some("postgresql" | "pg" | "gel") => Some(Database::PostgreSql),
        Some("sqlite" | "turso" | "better-sqlite" | "libsql" | "d1" | "durable-sqlite") => {
            Some(Database::Sqlite)
        }
        Some("mysql" | "mysql2" | "singlestore") => Some(Database::MySql),
        _ => None,
    };
    config.out = record.text("out").map(str::to_owned);
    config
}

/// Adds the paths that `value` lists to `config`.
fn paths(value: &Value<'_>, config: &mut DrizzleConfig) {
    match value {
        Value::Text(path) => config.schema.push(path.text.clone()),
        Value::Array(list) => {
            config.known &= list.complete;
            for item in &list.items {
                match item {
                    Value::Text(path) => config.schema.push(path.text.clone()),
                    _ => config.known = false,
                }
            }
        }
        _ => config.known = false,
    }
}

/// The objects of which `module` exports one: alone, in `defineConfig(…)`, or as `module.exports`.
fn exported<'a>(evaluator: &mut Evaluator<'a>, file: FileId, module: &'a Module) -> Vec<Rc<Record<'a>>> {
    let scope = Rc::new(Scope { file, names: Default::default(), outer: None });
    let default = module.binding("default").and_then(|index| module.bindings.get(index));
    let mut candidates = default.into_iter().chain(module.bindings.iter().rev());
    let found = candidates.find_map(|binding| {
        let mut choices = Vec::new();
        choices_of(&binding.value, &mut choices);
        let records = choices.into_iter().filter_map(|it| {
            evaluator.refuel();
            let record = evaluator.eval(config_in(it), &scope).record();
            record.filter(|it| it.get("schema").is_some() || it.get("dialect").is_some())
        });
        Some(records.collect::<Vec<_>>()).filter(|it| !it.is_empty())
    });
    found.unwrap_or_default()
}

/// The most ends of a choice that are looked at.
const MOST_CHOICES: usize = 8;

/// Adds what `expr` may be, by whichever condition.
fn choices_of<'a>(expr: &'a Expr, found: &mut Vec<&'a Expr>) {
    let mut open = vec![expr];
    while let Some(expr) = open.pop().filter(|_| found.len() < MOST_CHOICES) {
        match &expr.kind {
            Kind::Choice { yes, no, .. } => open.extend([&**no, &**yes]),
            Kind::Assign { value, .. } => open.push(value),
            Kind::Call(call) => match call.arguments.first().map(|it| &it.value) {
                Some(inner) if matches!(inner.kind, Kind::Choice { .. }) => open.push(inner),
                _ => found.push(expr),
            },
            _ => found.push(expr),
        }
    }
}

/// The configuration inside `defineConfig(…)` or `module.exports = …`.
fn config_in(expr: &Expr) -> &Expr {
    match &expr.kind {
        Kind::Call(call) => call.arguments.first().map_or(expr, |it| &it.value),
        Kind::Assign { value, .. } => config_in(value),
        _ => expr,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(source: &str) -> (Vec<String>, bool) {
        let config = read(source);
        (config.schema, config.known)
    }

    fn known(paths: &[&str]) -> (Vec<String>, bool) {
        (paths.iter().map(|&it| it.to_owned()).collect(), true)
    }

    #[test]
    fn a_config_that_depends_on_a_condition_says_all_it_may_be() {
        let chosen = |one: &str, other: &str| {
            schema(&format!("export default process.env.CI ? defineConfig({{ schema: '{one}' }}) : defineConfig({{ schema: '{other}' }});"))
        };
        assert_eq!(chosen("./a.ts", "./a.ts"), known(&["./a.ts"]));
        assert_eq!(chosen("./a.ts", "./b.ts"), (vec!["./a.ts".to_owned(), "./b.ts".to_owned()], false));
        let inside = "export default defineConfig(isProd ? { schema: './a.ts', dialect: 'postgresql' } : { schema: './a.ts', dialect: 'sqlite' });";
        assert_eq!((schema(inside), read(inside).database), (known(&["./a.ts"]), None));
        assert_eq!(schema("export default x ? defineConfig() : y;"), (Vec::new(), false));
    }

    #[test]
    fn a_config_says_where_the_schema_is_and_how_columns_are_named() {
        let config = read(
            "import { defineConfig } from 'drizzle-kit';
export default defineConfig({
  schema: './src/db/schema.ts',
  out: './drizzle',
  dialect: 'postgresql',
  casing: 'snake_case',
  dbCredentials: { url: process.env.DATABASE_URL! },
});
",
        );
        let expected = DrizzleConfig {
            schema: vec!["./src/db/schema.ts".to_owned()],
            known: true,
            casing: Casing::SnakeCase,
            database: Some(Database::PostgreSql),
            out: Some("./drizzle".to_owned()),
        };
        assert_eq!(config, expected);
    }

    #[test]
    fn lists_constants_and_joined_paths_are_evaluated() {
        assert_eq!(
            schema("export default { schema: ['a.ts', \"b/*.ts\"] } satisfies Config;"),
            known(&["a.ts", "b/*.ts"])
        );
        assert_eq!(
            schema(
                "const base = './src';\nconst config: Config = { schema: `${base}/schema`, dialect: 'sqlite' };\nexport default config;"
            ),
            known(&["./src/schema"])
        );
        assert_eq!(
            schema(
                "import path from 'node:path';\nexport default defineConfig({ schema: path.join(__dirname, 'src', './schema.ts') });"
            ),
            known(&["./src/schema.ts"])
        );
        assert_eq!(
            schema(
                "import { resolve } from 'path';\nexport default defineConfig({ schema: [resolve(import.meta.dirname, '../db/schema/*.ts')] });"
            ),
            known(&["../db/schema/*.ts"])
        );
        let url = "import { fileURLToPath } from 'node:url';\nimport path, { dirname, relative } from 'node:path';\n";
        for written in [
            "relative(process.cwd(), fileURLToPath(new URL('./schema.ts', import.meta.url)))",
            "new URL('schema.ts', import.meta.url).pathname",
            "path.resolve(dirname(fileURLToPath(import.meta.url)), 'schema.ts')",
        ] {
            assert_eq!(schema(&format!("{url}export default {{ schema: {written} }};")), known(&["./schema.ts"]));
        }
        let dirname = "const __dirname = dirname(fileURLToPath(import.meta.url));\nexport default defineConfig({ schema: path.join(__dirname, '../db.ts') });";
        assert_eq!(schema(&format!("{url}{dirname}")), known(&["../db.ts"]));
        assert_eq!(schema("module.exports = { schema: './x.ts' };"), known(&["./x.ts"]));
        assert_eq!(schema("module.exports = defineConfig({ schema: './x.ts' });"), known(&["./x.ts"]));
    }

    #[test]
    fn what_only_running_the_file_would_tell_is_unknown() {
        assert_eq!(
            schema("export default defineConfig({ schema: process.env.SCHEMA });"),
            (Vec::new(), false)
        );
        assert_eq!(schema("export default makeConfig('./src');"), (Vec::new(), false));
        assert_eq!(
            schema("export default defineConfig({ ...base, dialect: 'sqlite' });"),
            (Vec::new(), false)
        );
        let far = "export default { schema: new URL('/x.ts', 'https://example.com/y.ts').pathname.replace('x', 'y') };";
        assert_eq!(schema(far), (Vec::new(), false));
        assert_eq!(schema(""), (Vec::new(), false));
        let (paths, known) = schema("export default defineConfig({ schema: ['./a.ts', process.env.X] });");
        assert_eq!((paths, known), (vec!["./a.ts".to_owned()], false));
    }
}
