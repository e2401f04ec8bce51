//! What a story's names are held against: all schemas of its root and, of several, the one that it surely speaks of.

use schema::model::Table;
use schema::names::Folded;
use story::{Mention, Strength, Subject};
use workspace::document::Document;
use workspace::model::{Model, SchemaSet};
use workspace::snapshot::{Root, Snapshot};

/// What a story's names are held against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ground<'a> {
    /// All schemas.
    pub(crate) model: &'a Model,
    /// Of several, the one that the story surely speaks of.
    own: Option<&'a SchemaSet>,
}

impl<'a> Ground<'a> {
    /// What the names of `document`, which lies in `root`, are held against.
    pub(crate) fn of(snapshot: &'a Snapshot, root: &'a Root, document: &Document) -> Self {
        let model = &*root.model;
        let several = model.sets.len() > 1 && document.is_story();
        let own = || snapshot.set_beside(document).or_else(|| spoken_of(model, document));
        Self { model, own: several.then(own).flatten() }
    }

    /// The table called `name` in the schema that the story surely speaks of.
    pub(crate) fn own_table(&self, name: &str) -> Option<&'a Table> {
        self.own?.table(&Folded::new(name))
    }

    /// The schema that the story surely speaks of, if there are several.
    pub(crate) fn own(&self) -> Option<&'a SchemaSet> {
        self.own
    }

    /// True if a story on this ground may mean `table` by its name: it has no schema of its own, or none with another
    /// table of that name.
    pub(crate) fn may_mean(&self, table: &Table) -> bool {
        self.own_table(&table.name.text).is_none_or(|it| std::ptr::eq(it, table))
    }

    /// The table called `name`, of the story's own schema if it has one.
    pub(crate) fn table(&self, name: &str) -> Option<&'a Table> {
        self.own_table(name).or_else(|| self.model.table(name).present())
    }
}

/// The only schema that declares all tables which the story surely names and which are declared at all.
fn spoken_of<'a>(model: &'a Model, document: &Document) -> Option<&'a SchemaSet> {
    let facts = document.facts();
    let is_sure =
        |it: &&Mention| it.subject == Subject::Table && it.strength == Strength::Strong && it.cue.is_none();
    let mut left: Vec<&SchemaSet> = model.sets.iter().map(|it| &**it).collect();
    for mention in facts.mentions.iter().filter(is_sure) {
        let name = Folded::new(&mention.name);
        if model.sets.iter().any(|it| it.table(&name).is_some()) {
            left.retain(|it| it.table(&name).is_some());
        }
    }
    match left.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_none};

    const SHOPS: &str = "
//- packages/shop/package.json
{}
//- packages/shop/prisma/schema.prisma
datasource db {
  provider = \"postgresql\"
}
model User {
  id Int @id
  nick_name String
}
model Order {
  id Int @id
}
//- packages/blog/package.json
{}
//- packages/blog/prisma/schema.prisma
datasource db {
  provider = \"postgresql\"
}
model User {
  id Int @id
  pen_name String
}
model Post {
  id Int @id
}
";

    /// Two databases whose `users` and enum `state` are not alike.
    const TWO: &str = "
//- packages/shop/package.json
{}
//- packages/shop/db/schema.ts
import { index, integer, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
export const state = pgEnum('state', ['open', 'paid']);
export const users = pgTable('users', {
  id: text('id').primaryKey(),
  age: integer('age').notNull(),
  state: state('state').notNull(),
}, (t) => [index('users_age').on(t.age)]);
//- packages/blog/package.json
{}
//- packages/blog/db/schema.ts
import { pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
export const state = pgEnum('state', ['open', 'live']);
export const users = pgTable('users', {
  id: text('id').primaryKey(),
  age: text('age'),
  state: state('state').notNull(),
});
export const posts = pgTable('posts', { id: text('id').primaryKey() });
";

    #[test]
    fn claims_are_held_against_the_database_of_the_storys_package() {
        check(&format!(
            "{TWO}//- packages/blog/docs/a.md
## `users` table

- `age`: integer
   ^^^ `users.age` is `text` in the schema, not `integer`
- `state`: enum (open, paid, live)
                       ^^^^ `users.state` does not take the value `paid`: it takes `open`, `live`
- index on `users(age)`
  ^^^^^^^^^^^^^^^^^^^^ `users` has no index on `age`
//- packages/shop/docs/a.md
## `users` table

- `age`: integer
- `state`: enum (open, paid, live)
                             ^^^^ `users.state` does not take the value `live`: it takes `open`, `paid`
- index on `users(age)`
"
        ));
    }

    #[test]
    fn decisions_are_held_against_the_database_of_the_storys_package() {
        check(&format!(
            "{TWO}//- packages/shop/docs/a.md
## Decisions

- No local posts table
//- packages/blog/docs/a.md
## Decisions

- No local posts table
  ^^^^^^^^^^^^^^^^^^^^ `posts` breaks the decision: no table `posts`
"
        ));
    }

    #[test]
    fn claims_of_a_story_of_neither_database_are_left_alone() {
        check_none(&format!(
            "{TWO}//- docs/a.md
## `users` table

- `age`: integer
- `state`: enum (open, paid, live)
"
        ));
    }

    #[test]
    fn a_column_is_judged_by_the_schema_of_the_storys_package() {
        check(&format!(
            "{SHOPS}//- packages/shop/docs/a.md
The `users` table with `users.nick_name` and `users.pen_name`.
                                                    ^^^^^^^^ table `User` has no column named `pen_name`
"
        ));
    }

    #[test]
    fn a_column_is_judged_by_the_only_schema_with_all_the_storys_tables() {
        check(&format!(
            "{SHOPS}//- docs/a.md
The `users` table and the `posts` table: `users.pen_name`, `users.nick_name`.
                                                                  ^^^^^^^^^ table `User` has no column named `nick_name`
"
        ));
    }

    #[test]
    fn a_story_of_no_schema_for_sure_misses_only_what_none_has() {
        check(&format!(
            "{SHOPS}//- docs/a.md
The `users` table: `users.pen_name`, `users.nick_name`, `users.first_name`.
                                                               ^^^^^^^^^^ table `User` has no column named `first_name`
"
        ));
        check_none(&format!(
            "{SHOPS}//- packages/shop/docs/a.md
Each row of the `posts` table.
"
        ));
    }
}
