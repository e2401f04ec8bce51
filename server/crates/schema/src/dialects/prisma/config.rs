//! `prisma.config.*`: where the schema is.
//!
//! Leaves to others: which files a folder means.

use crate::dialects::drizzle;

/// The schema file or folder that the config `source` names, relative to the config's folder; `None` if it names none,
/// or only running it would tell.
#[must_use]
pub fn schema(source: &str) -> Option<String> {
    // Both are a `defineConfig({ schema: … })` in TypeScript.
    let config = drizzle::config::read(source);
    config.schema.into_iter().next().filter(|_| config.known)
}

#[cfg(test)]
mod tests {
    use super::schema;

    #[test]
    fn the_config_names_a_file_or_a_folder() {
        let joined = "import path from 'node:path'\nimport { defineConfig } from 'prisma/config'\nexport default defineConfig({ schema: path.join('prisma', 'schema') })";
        assert_eq!(schema(joined).as_deref(), Some("./prisma/schema"));
        let plain = "import 'dotenv/config'\nexport default defineConfig({ schema: 'db/schema.prisma', migrations: { path: 'db/migrations' }, datasource: { url: env('DATABASE_URL') } })";
        assert_eq!(schema(plain).as_deref(), Some("db/schema.prisma"));
        assert_eq!(schema("export default { schema: './x' } satisfies PrismaConfig"), Some("./x".to_owned()));
        assert_eq!(schema("export default defineConfig({ schema: process.env.SCHEMA })"), None);
        assert_eq!(schema("export default defineConfig({ migrations: { path: 'x' } })"), None);
    }
}
