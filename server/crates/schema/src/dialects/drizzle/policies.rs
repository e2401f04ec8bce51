//! Row level security: what `pgPolicy('read own', { for: 'select', to: 'public', using: sql`…` })` says.

use super::eval::{Arguments, Evaluator, Site};
use super::values::Value;
use crate::model::Policy;

impl<'a> Evaluator<'a> {
    /// The policy, without its name and place.
    pub(super) fn policy(&self, arguments: &Arguments<'a>, site: Site<'a>) -> Policy {
        let Value::Object(options) = arguments.value(1) else { return Policy::default() };
        let sql = |key: &str| {
            let slot = options.slots.iter().find(|it| it.key.text == key)?;
            match &slot.value {
                Value::Nothing => None,
                value => Some(self.sql_or_written(value, slot.source, site)),
            }
        };
        let roles = match options.get("to") {
            Some(Value::Array(list)) => list.items.iter().map(role).collect(),
            Some(value) => vec![role(value)],
            None => Vec::new(),
        };
        let everybody = roles.iter().any(|it| it == "public");
        Policy {
            restrictive: options.text("as") == Some("restrictive"),
            command: options.text("for").filter(|it| *it != "all").map(str::to_owned),
            roles: if everybody { Vec::new() } else { roles },
            using: sql("using"),
            check: sql("withCheck"),
            ..Policy::default()
        }
    }
}

/// The database's name of a role.
fn role(value: &Value<'_>) -> String {
    match value {
        Value::Text(name) => name.text.clone(),
        Value::Library(library) => match &*library.name {
            "anonRole" => "anon".to_owned(),
            "anonymousRole" => "anonymous".to_owned(),
            "authenticatedRole" => "authenticated".to_owned(),
            "postgresRole" => "postgres".to_owned(),
            "serviceRole" => "service_role".to_owned(),
            "supabaseAuthAdminRole" => "supabase_auth_admin".to_owned(),
            other => format!("${{{other}}}"),
        },
        _ => "${role}".to_owned(),
    }
}
