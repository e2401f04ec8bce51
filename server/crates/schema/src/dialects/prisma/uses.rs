//! The names in a Prisma file that mean something declared: types of fields, fields in lists, values in defaults.

use text::{Offset, Span};

use super::Module;
use super::ir::{Argument, Attribute, Block, BlockKind, Field, Value, Word};
use super::types::is_scalar;

/// A name that means something declared, here or in another file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// What it names.
    pub of: Used,
}

/// What a name names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Used {
    /// A model, view, enum or composite type.
    Type,
    /// A field of the model of that name.
    Field(String),
    /// A value of the enum of that name.
    Value(String),
}

/// The attributes of models that list fields.
const LISTS: &[&str] = &["fulltext", "id", "index", "shardKey", "unique"];

impl Module {
    /// The names in it that mean something declared, in order. Declarations themselves are none.
    #[must_use]
    pub fn uses(&self) -> Vec<Use> {
        let mut found = Vec::new();
        let holds_fields = |it: &&Block| {
            matches!(it.kind, BlockKind::Model | BlockKind::View | BlockKind::Composite)
        };
        for block in self.blocks.iter().filter(holds_fields) {
            for field in &block.fields {
                of_field(block, field, &mut found);
            }
            for attribute in block.attributes.iter().filter(|it| LISTS.contains(&it.name.as_str())) {
                listed(attribute.argument("fields").or_else(|| attribute.first()), &block.name.text, &mut found);
            }
        }
        found.sort_by_key(|it| it.span);
        found
    }
}

fn of_field(block: &Block, field: &Field, found: &mut Vec<Use>) {
    let ty = &field.ty.name;
    if is_scalar(&ty.text) || field.ty.unsupported.is_some() || ty.text.is_empty() {
        return;
    }
    found.push(Use { name: ty.text.clone(), span: ty.span, of: Used::Type });
    for attribute in &field.attributes {
        match attribute.name.as_str() {
            "relation" => {
                listed(attribute.argument("fields"), &block.name.text, found);
                listed(attribute.argument("references"), &ty.text, found);
            }
            "default" => values(attribute, &ty.text, found),
            _ => {}
        }
    }
}

/// The fields of `model` that `list` names.
fn listed(list: Option<&Value>, model: &str, found: &mut Vec<Use>) {
    for item in list.map(Value::items).unwrap_or_default() {
        let (Value::Name(name) | Value::Call { name, .. }) = item else { continue };
        found.push(first_of(name, Used::Field(model.to_owned())));
    }
}

/// The values of the enum `ty` that the default `attribute` names.
fn values(attribute: &Attribute, ty: &str, found: &mut Vec<Use>) {
    let items = attribute.arguments.first().map(|it: &Argument| it.value.items()).unwrap_or_default();
    let names = items.iter().filter_map(Value::name);
    found.extend(names.map(|it| first_of(it, Used::Value(ty.to_owned()))));
}

/// The use of `word`, of a path (`home.city`) its first name.
fn first_of(word: &Word, of: Used) -> Use {
    let name = word.text.split('.').next().unwrap_or_default().to_owned();
    let start = word.span.start();
    let span = if name.len() == word.text.len() {
        word.span
    } else {
        Span::new(start, Offset::new(start.bytes() + name.len()))
    };
    Use { name, span, of }
}

#[cfg(test)]
mod tests {
    use crate::dialects::prisma::read;

    #[test]
    fn types_listed_fields_and_default_values_are_uses() {
        let source = "model A {\n  id Int @id\n  bId Int\n  b B? @relation(\"x\", fields: [bId], references: [id])\n  kind Kind @default(ON)\n  home Home\n  kinds Kind[] @default([ON, OFF])\n  yes Boolean @default(true)\n\n  @@unique([bId, id(sort: Desc)], map: \"bId\")\n  @@index(fields: [home.city])\n  @@map(\"a\")\n}\nenum Kind {\n  ON @map(\"on\")\n}\n";
        let uses = read(source).uses();
        let said: Vec<String> =
            uses.iter().map(|it| format!("{} {:?}", it.span.slice(source), it.of)).collect();
        let field = |name: &str, model: &str| format!("{name} Field(\"{model}\")");
        let value = |name: &str| format!("{name} Value(\"Kind\")");
        let expected = [
            "B Type".to_owned(),
            field("bId", "A"),
            field("id", "B"),
            "Kind Type".to_owned(),
            value("ON"),
            "Home Type".to_owned(),
            "Kind Type".to_owned(),
            value("ON"),
            value("OFF"),
            field("bId", "A"),
            field("id", "A"),
            field("home", "A"),
        ];
        assert_eq!(said, expected);
        assert!(uses.iter().all(|it| it.span.slice(source) == it.name));
    }

    #[test]
    fn a_half_typed_line_has_the_uses_that_are_whole() {
        for cut in ["  b B @relation(fields: [a", "  b B @", "  b B"] {
            let source = format!("model A {{\n{cut}\n  c C\n}}\n");
            let names: Vec<String> = read(&source).uses().into_iter().map(|it| it.name).collect();
            assert_eq!(names, ["B", "C"], "{cut}");
        }
    }
}
