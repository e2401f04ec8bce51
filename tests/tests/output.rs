//! What programs read: `server/OUTPUT.md` names every field that is printed, and none besides.
#![allow(clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

use std::collections::BTreeMap;

use schemark_tests::{Shop, repository};
use serde_json::Value;

const SHOP: &str = r#"
//- drizzle.config.ts
export default { dialect: 'postgresql', schema: './src/schema.ts' };
//- src/schema.ts
import { relations, sql } from 'drizzle-orm';
import { check, index, pgEnum, pgPolicy, pgTable, text, uniqueIndex, unique } from 'drizzle-orm/pg-core';
import { elsewhere } from 'elsewhere';

export const mood = pgEnum('mood', ['sad', 'happy']);

export const teams = pgTable('teams', { id: text('id').primaryKey() });

export const users = pgTable('users', {
  id: text('id').primaryKey(),
  email: text('email').notNull(),
  mood: mood('mood'),
  teamId: text('team_id').references(() => teams.id, { onDelete: 'cascade', onUpdate: 'restrict' }),
}, (t) => [
  index('users_team_id_idx').on(t.teamId),
  unique('users_email_key').on(t.email),
  check('users_email_check', sql`${t.email} <> ''`),
  pgPolicy('own rows', { using: sql`true` }),
]);

export const audit = pgTable('audit', { id: text('id').primaryKey(), ...elsewhere() });

const drafts = pgTable('drafts', { id: text('id').primaryKey() });

export const usersRelations = relations(users, ({ one }) => ({
  team: one(teams, { fields: [users.teamId], references: [teams.id] }),
}));
//- docs/billing.md
# Billing

As a clerk, I want to send invoices, so that we are paid.

## Acceptance criteria

1. An invoice has a number.

## Data

The `invoices` table:

- `number`: text, unique, not null
- `team_id`: FK to `teams.id`

The `users` table:

- `email`: integer, not null
"#;

/// The fields below a value, by their path from it, with the kinds of value they have.
fn fields(value: &Value) -> BTreeMap<String, Vec<&'static str>> {
    fn walk(value: &Value, path: &str, all: &mut BTreeMap<String, Vec<&'static str>>) {
        let kind = match value {
            Value::Null => None,
            Value::Bool(_) => Some("truth value"),
            Value::Number(_) => Some("number"),
            Value::String(_) => Some("text"),
            Value::Array(_) => Some("list"),
            Value::Object(_) => Some("object"),
        };
        let kinds = all.entry(path.to_owned()).or_default();
        kinds.extend(kind.filter(|it| !kinds.contains(it)));
        match value {
            Value::Array(items) => items.iter().for_each(|it| walk(it, &format!("{path}[]"), all)),
            Value::Object(map) => map.iter().for_each(|(name, it)| walk(it, &format!("{path}.{name}"), all)),
            _ => {}
        }
    }
    let mut all = BTreeMap::new();
    walk(value, "", &mut all);
    all
}

/// The example that the document gives of a command.
fn documented(command: &str) -> Value {
    let text = std::fs::read_to_string(repository().join("server/OUTPUT.md")).expect("it is there");
    let section = text.split("\n## ").find(|it| it.starts_with(&format!("`{command}"))).expect("a section");
    let example =
        section.split("```json\n").nth(1).and_then(|it| it.split("```").next()).expect("an example");
    serde_json::from_str(example).expect("an example is JSON")
}

#[track_caller]
fn assert_documented(command: &str, printed: &Value) {
    let (documented, printed) = (fields(&documented(command)), fields(printed));
    let names = |all: &BTreeMap<String, Vec<&str>>| all.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&documented), names(&printed), "left: what is documented");
    for (name, kinds) in &printed {
        let said = &documented[name];
        assert!(said.is_empty() || kinds.is_empty() || said == kinds, "{name} is {kinds:?}, not {said:?}");
    }
}

#[test]
fn what_check_prints_is_documented() {
    // One finding has a related place: the column whose type the story has otherwise.
    let shop = Shop::new(SHOP);
    assert_documented("schemark check", &shop.json(&["check", "--format", "json"]));
}

#[test]
fn what_dump_model_prints_is_documented() {
    assert_documented("schemark dump model", &Shop::new(SHOP).json(&["dump", "model", "--format", "json"]));
}

#[test]
fn what_dump_facts_prints_is_documented() {
    let printed = Shop::new(SHOP).json(&["dump", "facts", "--format", "json", "docs/billing.md"]);
    assert_documented("schemark dump facts", &printed);
}
