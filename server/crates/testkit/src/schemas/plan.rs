//! Schemas as numbers: each one chooses from a list whose length is known only when the schema is built.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Strategy, any};
use schema::model::Action;

/// A schema.
#[derive(Debug, Clone)]
pub(super) struct SchemaPlan {
    pub(super) enums: Vec<EnumPlan>,
    pub(super) tables: Vec<TablePlan>,
    pub(super) references: Vec<ReferencePlan>,
}

/// Chooses one of a list: the rest of the division by its length.
pub(super) type Choice = u16;

/// An enum.
#[derive(Debug, Clone)]
pub(super) struct EnumPlan {
    pub(super) name: Choice,
    pub(super) schema: Option<Choice>,
    pub(super) values: Vec<Choice>,
}

/// A table.
#[derive(Debug, Clone)]
pub(super) struct TablePlan {
    pub(super) name: Choice,
    pub(super) schema: Option<Choice>,
    pub(super) columns: Vec<ColumnPlan>,
    pub(super) key: KeyPlan,
    pub(super) uniques: Vec<ListPlan>,
    pub(super) indexes: Vec<IndexPlan>,
    pub(super) checks: Vec<(Choice, Option<Choice>)>,
    pub(super) policies: Vec<PolicyPlan>,
    pub(super) doc: Option<Choice>,
}

/// A column.
#[derive(Debug, Clone)]
pub(super) struct ColumnPlan {
    pub(super) name: Choice,
    pub(super) ty: TypePlan,
    pub(super) nullable: bool,
    pub(super) value: ValuePlan,
    pub(super) doc: Option<Choice>,
}

/// A type.
#[derive(Debug, Clone)]
pub(super) enum TypePlan {
    Ordered(Choice),
    Other(Choice),
    Enum { at: Choice, array: bool },
}

/// What a row gets.
#[derive(Debug, Clone)]
pub(super) enum ValuePlan {
    Nothing,
    Default(Choice),
    Increment,
    Identity(bool),
    Stored,
}

/// A primary key.
#[derive(Debug, Clone)]
pub(super) enum KeyPlan {
    /// A counting integer called `id`.
    Counted,
    /// Some of the columns.
    Columns(ListPlan),
    /// None.
    Without,
}

/// Some columns with an order, and perhaps a name.
#[derive(Debug, Clone)]
pub(super) struct ListPlan {
    pub(super) columns: Vec<Choice>,
    pub(super) name: Option<Choice>,
}

/// An index.
#[derive(Debug, Clone)]
pub(super) struct IndexPlan {
    pub(super) list: ListPlan,
    pub(super) unique: bool,
    /// Per part: descending, and where NULL stands.
    pub(super) order: Choice,
    pub(super) kind: Choice,
}

/// A policy.
#[derive(Debug, Clone)]
pub(super) struct PolicyPlan {
    pub(super) name: Choice,
    pub(super) command: Choice,
    pub(super) restrictive: bool,
}

/// A foreign key, with columns of its own.
#[derive(Debug, Clone)]
pub(super) struct ReferencePlan {
    pub(super) from: Choice,
    pub(super) to: Choice,
    pub(super) key: Choice,
    pub(super) column: Choice,
    pub(super) nullable: bool,
    pub(super) on_delete: Option<Action>,
    pub(super) on_update: Option<Action>,
    pub(super) name: Option<Choice>,
    pub(super) indexed: bool,
}

fn choice() -> impl Strategy<Value = Choice> {
    any::<Choice>()
}

/// Names are plain more often than not.
fn name() -> impl Strategy<Value = Choice> {
    proptest::prop_oneof![2 => 0..8_u16, 1 => any::<Choice>()]
}

fn rarely<T>(of: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>>
where
    T: std::fmt::Debug,
{
    option::weighted(0.2, of)
}

/// Plans of schemas.
pub(super) fn schemas() -> impl Strategy<Value = SchemaPlan> {
    let enums = vec(
        (name(), rarely(choice()), vec(choice(), 1..5)).prop_map(|(name, schema, values)| EnumPlan {
            name,
            schema,
            values,
        }),
        0..3,
    );
    (enums, vec(table(), 1..6), vec(reference(), 0..6)).prop_map(|(enums, tables, references)| SchemaPlan {
        enums,
        tables,
        references,
    })
}

fn table() -> impl Strategy<Value = TablePlan> {
    let key = proptest::prop_oneof![
        3 => proptest::strategy::Just(KeyPlan::Counted),
        3 => list().prop_map(KeyPlan::Columns),
        1 => proptest::strategy::Just(KeyPlan::Without),
    ];
    let policy = (name(), choice(), any::<bool>()).prop_map(|(name, command, restrictive)| PolicyPlan {
        name,
        command,
        restrictive,
    });
    (
        (name(), rarely(choice())),
        vec(column(), 1..8),
        key,
        vec(list(), 0..3),
        vec(index(), 0..3),
        vec((choice(), option::of(name())), 0..2),
        proptest::prop_oneof![3 => proptest::strategy::Just(Vec::new()), 1 => vec(policy, 1..3)],
        rarely(choice()),
    )
        .prop_map(|((name, schema), columns, key, uniques, indexes, checks, policies, doc)| TablePlan {
            name,
            schema,
            columns,
            key,
            uniques,
            indexes,
            checks,
            policies,
            doc,
        })
}

fn column() -> impl Strategy<Value = ColumnPlan> {
    let ty = proptest::prop_oneof![
        5 => choice().prop_map(TypePlan::Ordered),
        2 => choice().prop_map(TypePlan::Other),
        2 => (choice(), any::<bool>()).prop_map(|(at, array)| TypePlan::Enum { at, array }),
    ];
    let value = proptest::prop_oneof![
        5 => proptest::strategy::Just(ValuePlan::Nothing),
        4 => choice().prop_map(ValuePlan::Default),
        1 => proptest::strategy::Just(ValuePlan::Increment),
        1 => any::<bool>().prop_map(ValuePlan::Identity),
        1 => proptest::strategy::Just(ValuePlan::Stored),
    ];
    (name(), ty, any::<bool>(), value, rarely(choice()))
        .prop_map(|(name, ty, nullable, value, doc)| ColumnPlan { name, ty, nullable, value, doc })
}

fn list() -> impl Strategy<Value = ListPlan> {
    (vec(choice(), 1..3), option::of(name())).prop_map(|(columns, name)| ListPlan { columns, name })
}

fn index() -> impl Strategy<Value = IndexPlan> {
    (list(), any::<bool>(), choice(), choice()).prop_map(|(list, unique, order, kind)| IndexPlan {
        list,
        unique,
        order,
        kind,
    })
}

fn reference() -> impl Strategy<Value = ReferencePlan> {
    let action = || {
        option::of(proptest::sample::select(vec![
            Action::Cascade,
            Action::SetNull,
            Action::SetDefault,
            Action::Restrict,
            Action::NoAction,
        ]))
    };
    let ends = (choice(), choice(), choice(), name());
    (ends, any::<bool>(), action(), action(), option::of(name()), any::<bool>()).prop_map(
        |((from, to, key, column), nullable, on_delete, on_update, name, indexed)| ReferencePlan {
            from,
            to,
            key,
            column,
            nullable,
            on_delete,
            on_update,
            name,
            indexed,
        },
    )
}
