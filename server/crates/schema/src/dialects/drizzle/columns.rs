//! Columns: what `varchar('email').notNull().unique()` says.

use std::rc::Rc;

use text::Place;

use super::casing::cased;
use super::eval::{Arguments, Evaluator, Site};
use super::ir::{Call, Expr, Kind, Statement, Type};
use super::types;
use super::values::{ColumnDraft, Library, Reference, Slot, Value};
use crate::model::{Counting, Generated, Column, Database, DefaultValue, Ident};

impl<'a> Evaluator<'a> {
    /// What a column function such as `varchar` gives.
    pub(super) fn column(&mut self, library: &Library<'a>, arguments: &Arguments<'a>) -> Value<'a> {
        let mut draft = draft(Rc::clone(&library.name), library.package.database);
        take_arguments(&mut draft, arguments);
        draft.known = arguments.complete && types::is_builder(&library.name);
        // `mysqlEnum('state', ['open', 'closed'])` is the one column whose second argument is a list.
        let is_list = types::is_list(&library.name);
        let holds = |it: &Value<'a>| matches!(it, Value::Array(_)) || is_list && matches!(it, Value::Object(_));
        let listed = [arguments.value(0), arguments.value(1)].into_iter().find(holds);
        let option = draft.options.as_ref().and_then(|it| it.get("enum").cloned());
        if let Some(values) = option.or(listed) {
            draft.allowed = all_texts(&values);
        }
        // In MySQL the values are the type.
        draft.open_options |= is_list && draft.allowed.is_empty();
        Value::Column(Rc::new(draft))
    }

    /// What calling an enum or a custom type gives.
    pub(super) fn typed_column(&mut self, callee: &Value<'a>, arguments: &Arguments<'a>) -> Value<'a> {
        let mut draft = draft(Rc::from(""), None);
        take_arguments(&mut draft, arguments);
        match callee {
            Value::Enum(number) => draft.enumeration = Some(*number),
            Value::Custom(data_type) => {
                let options = draft.options.clone().map_or(Value::Nothing, Value::Object);
                if let Value::Text(name) = self.invoke(data_type, vec![options]) {
                    draft.custom = Some(Rc::from(name.text.as_str()));
                }
            }
            _ => {}
        }
        draft.known = draft.enumeration.is_some() || draft.custom.is_some();
        Value::Column(Rc::new(draft))
    }

    /// What `draft.name(…)` gives.
    pub(super) fn column_method(
        &mut self,
        draft: Rc<ColumnDraft<'a>>,
        name: &str,
        arguments: &Arguments<'a>,
        site: Site<'a>,
    ) -> Value<'a> {
        let mut draft = Rc::unwrap_or_clone(draft);
        let place = call_place(site);
        if let Some(default) = self.default_by(name, &draft, arguments, site) {
            draft.default = default;
            return Value::Column(Rc::new(draft));
        }
        match name {
            "$onUpdate" | "$onUpdateFn" => {
                draft.on_update = Some(self.first_as_written(arguments, site).to_owned());
            }
            "onUpdateNow" => draft.on_update = Some("current_timestamp".to_owned()),
            "notNull" => draft.not_null = true,
            "primaryKey" => {
                draft.primary = Some(place);
                let numbered = arguments.value(0).record().and_then(|it| it.get("autoIncrement").cloned());
                if matches!(numbered, Some(Value::Bool(true))) {
                    draft.default = DefaultValue::Increment;
                }
            }
            "unique" => {
                let name = arguments.value(0);
                let name = if let Value::Text(name) = name { Some(name.text.clone()) } else { None };
                draft.unique = Some((name, place));
            }
            "references" => {
                let expr = arguments.expr(0);
                let nothing = || Ident { text: String::new(), place };
                let written = expr.map_or_else(nothing, |it| self.target_as_written(it, site));
                let (target, options) = (arguments.value(0), arguments.value(1));
                draft.references = Some(Reference { target, options, written, place });
            }
            "array" => draft.dimensions += 1,
            "$type" => {
                let allowed = self.allowed_by_type(site);
                if !allowed.is_empty() {
                    draft.allowed = allowed;
                }
            }
            "generatedAlwaysAs" => {
                draft.generated = Some(self.generated(&draft, arguments, site));
                draft.expression = arguments.value(0).function();
            }
            "generatedAlwaysAsIdentity" | "generatedByDefaultAsIdentity" => {
                draft.generated = Some(identity(name, arguments, &mut draft));
                draft.not_null = true;
            }
            _ => draft.known = false,
        }
        Value::Column(Rc::new(draft))
    }

    /// The first of `arguments`, as written; empty if there is none.
    fn first_as_written(&self, arguments: &Arguments<'a>, site: Site<'a>) -> &str {
        arguments.expr(0).map_or("", |expr| self.text(site.file, expr.span))
    }

    /// The default that `.name(…)` sets; `None` if it sets none.
    fn default_by(
        &self,
        name: &str,
        draft: &ColumnDraft<'a>,
        arguments: &Arguments<'a>,
        site: Site<'a>,
    ) -> Option<DefaultValue> {
        let written = self.first_as_written(arguments, site);
        Some(match name {
            "default" => DefaultValue::Database(self.default_sql(&arguments.value(0), written, draft)),
            "defaultNow" => DefaultValue::Database("now()".to_owned()),
            "defaultRandom" => DefaultValue::Database("gen_random_uuid()".to_owned()),
            "autoincrement" => DefaultValue::Increment,
            "$default" | "$defaultFn" => DefaultValue::Application(written.to_owned()),
            _ => return None,
        })
    }

    /// The literals of `$type<'a' | 'b'>()`, also behind a type's name in the same file.
    fn allowed_by_type(&self, site: Site<'a>) -> Vec<String> {
        let types = self.module(site.file).map(|it| it.types.as_slice()).unwrap_or_default();
        let named = |name: &str| types.iter().find(|(it, _)| it == name).map(|(_, ty)| ty);
        let found = match &site.call.type_argument {
            Some(Type::Name(name)) => named(name),
            other => other.as_ref(),
        };
        match found {
            Some(Type::Literals(literals)) => literals.clone(),
            _ => Vec::new(),
        }
    }

    /// The table that `() => users.id` leads to, as written.
    fn target_as_written(&self, expr: &'a Expr, site: Site<'a>) -> Ident {
        let mut target = expr;
        if let Kind::Function(function) = &expr.kind
            && let Some(Statement::Return(value)) = function.body.last()
        {
            target = value;
        }
        if let Kind::Member { object, .. } = &target.kind {
            target = object;
        }
        let span = match &target.kind {
            Kind::Member { name, .. } => name.span,
            _ => target.span,
        };
        Ident { text: self.text(site.file, span).to_owned(), place: Place::new(site.file, span) }
    }

    /// True if `slot` calls a function that nobody here can look into, and hands it a name: no other name is likely then.
    pub(super) fn is_named_by_others(&mut self, slot: &Slot<'a>) -> bool {
        let Some(call) = innermost(slot.source).filter(|_| first_text(slot.source).is_some()) else { return false };
        let mut at = &call.callee;
        while let Kind::Member { object, .. } = &at.kind {
            at = object;
        }
        matches!(&at.kind, Kind::Name(name) if !self.is_at_hand(slot.place.file, name))
    }

    /// The column that `slot` declares in a table of `database`.
    pub(super) fn finished(&self, slot: &Slot<'a>, database: Database) -> Column {
        let draft = match &slot.value {
            Value::Column(draft) => Some(Rc::clone(draft)),
            _ => None,
        };
        let unnamed = Ident { text: cased(&slot.key.text, self.casing), place: slot.key.place };
        let mut column =
            Column { key: slot.key.clone(), doc: slot.doc.clone(), place: slot.place, ..Column::default() };
        let Some(draft) = draft else {
            // A function that cannot be evaluated still tells the name it hands on.
            let named = first_text(slot.source).map(|(text, span)| Ident {
                text: text.to_owned(),
                place: Place::new(slot.place.file, span),
            });
            column.name = named.unwrap_or(unnamed);
            return column;
        };
        let serial = types::is_serial(&draft.builder);
        column.name = draft.name.as_deref().cloned().unwrap_or(unnamed);
        column.ty = types::column_type(&draft, database, &self.found.enums);
        column.known = draft.known && !slot.source.broken;
        column.nullable = (column.known || draft.not_null).then_some(
            !(draft.not_null || draft.primary.is_some() || serial && database != Database::Sqlite),
        );
        column.default = draft.default.clone();
        if serial && column.default == DefaultValue::None {
            column.default = DefaultValue::Increment;
        }
        // SQLite numbers the rows of an integer key by itself.
        let rowid =
            database == Database::Sqlite && draft.primary.is_some() && column.ty.canonical == "integer";
        if rowid && column.default == DefaultValue::None {
            column.default = DefaultValue::Increment;
        }
        column.generated = draft.generated.clone();
        column.on_update = draft.on_update.clone();
        column.allowed = draft.allowed.clone();
        column
    }
}

fn draft<'a>(builder: Rc<str>, database: Option<Database>) -> ColumnDraft<'a> {
    ColumnDraft {
        builder,
        database,
        custom: None,
        name: None,
        is_named: true,
        options: None,
        open_options: false,
        enumeration: None,
        dimensions: 0,
        not_null: false,
        primary: None,
        unique: None,
        default: DefaultValue::None,
        generated: None,
        expression: None,
        on_update: None,
        allowed: Vec::new(),
        references: None,
        known: true,
    }
}

/// `(name, options)`, `(options)` or `(name)`.
fn take_arguments<'a>(draft: &mut ColumnDraft<'a>, arguments: &Arguments<'a>) {
    match arguments.value(0) {
        Value::Text(name) if !name.text.is_empty() => {
            draft.name = Some(name);
            take_options(draft, &arguments.value(1));
        }
        Value::Unknown => {
            draft.is_named = false;
            draft.open_options = true;
        }
        first => take_options(draft, &first),
    }
}

fn take_options<'a>(draft: &mut ColumnDraft<'a>, options: &Value<'a>) {
    draft.options = options.record();
    draft.open_options = matches!(options, Value::Unknown);
}

/// The texts that `list` holds; none if not all it holds are known.
fn all_texts(list: &Value<'_>) -> Vec<String> {
    let text = |item: &Value<'_>| match item {
        Value::Text(text) => Some(text.text.clone()),
        _ => None,
    };
    let texts: Option<Vec<String>> = match list {
        Value::Array(list) if list.complete => list.items.iter().map(text).collect(),
        Value::Object(record) if record.gaps.is_empty() => record.slots.iter().map(|it| text(&it.value)).collect(),
        _ => None,
    };
    texts.unwrap_or_default()
}

/// Where a method call stands, from the method's name on.
pub(super) fn call_place(site: Site<'_>) -> Place {
    let span = match &site.call.callee.kind {
        Kind::Member { name, .. } => name.span.join(text::Span::empty(site.expr.span.end())),
        _ => site.expr.span,
    };
    Place::new(site.file, span)
}

/// The first argument of the innermost call of a chain, if it is a string.
fn first_text(expr: &Expr) -> Option<(&str, text::Span)> {
    let first = &innermost(expr)?.arguments.first()?.value;
    match &first.kind {
        Kind::Text(text) => Some((text, first.span)),
        _ => None,
    }
}

/// The innermost call of a chain.
fn innermost(expr: &Expr) -> Option<&Call> {
    let mut at = expr;
    loop {
        let Kind::Call(call) = &at.kind else { return None };
        match &call.callee.kind {
            Kind::Member { object, .. } if matches!(object.kind, Kind::Call(_)) => at = object,
            _ => return Some(call),
        }
    }
}

/// The identity that `.name(…)` makes of `draft`.
fn identity(name: &str, arguments: &Arguments<'_>, draft: &mut ColumnDraft<'_>) -> Generated {
    Generated::Identity { always: name.contains("Always"), counting: counting(arguments, draft) }
}

/// How the identity of `draft` counts, as the options in `arguments` say; one that cannot be evaluated makes the column
/// unknown.
fn counting(arguments: &Arguments<'_>, draft: &mut ColumnDraft<'_>) -> Counting {
    let options = match arguments.value(0) {
        Value::Object(options) => options,
        Value::Nothing => return Counting::default(),
        _ => {
            draft.known &= arguments.complete && arguments.expr(0).is_none();
            return Counting::default();
        }
    };
    draft.known &= options.gaps.is_empty();
    let mut number = |key: &str| {
        let value = options.get(key)?;
        let number = match value {
            Value::Number(it) => it.parse().ok(),
            Value::Text(it) => it.text.parse().ok(),
            _ => None,
        };
        draft.known &= number.is_some();
        number
    };
    let counting = Counting {
        start: number("startWith"),
        increment: number("increment"),
        least: number("minValue"),
        greatest: number("maxValue"),
        cache: number("cache"),
        cycles: matches!(options.get("cycle"), Some(Value::Bool(true))),
    };
    counting.of_column(&draft.builder)
}
