//! What a statement may do of which nobody can tell whether it runs, or on what.
//!
//! Only what it may add or change is doubtful: rows, triggers and grants are not the schema's, and what it may take away
//! stays listed.

use text::Span;

use super::catalog::Catalog;
use super::indexes::OwnChange;
use super::ir::{Action, Kind, Path, Rule, Statement};
use crate::model::UnknownScope;

/// Tables that are concerned.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Reach {
    #[default]
    Nothing,
    /// Those of these names.
    Named(Vec<String>),
    /// Every one there is.
    All,
}

impl Reach {
    /// What either of them reaches.
    pub(super) fn join(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, other) => other,
            (it, Self::Nothing) => it,
            (Self::Named(mut names), Self::Named(others)) => {
                names.extend(others);
                Self::Named(names)
            }
            _ => Self::All,
        }
    }
}

/// Why it cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// It runs under a condition, or as often as nobody knows.
    Condition,
    /// Its text is put together when it runs.
    Text,
}

/// What may be otherwise than listed.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Doubt {
    pub(super) tables: Reach,
    /// True if those may have more columns.
    pub(super) columns: bool,
    /// True if they may have more keys, indexes and checks.
    pub(super) constraints: bool,
    /// True if they may have other policies, or row security.
    pub(super) policies: bool,
    /// True if one of their constraints is gone, and nobody knows which.
    pub(super) loses: bool,
    /// The kinds that it is of, as PostgreSQL's catalog calls them (`c`, `f`); any if there is none.
    pub(super) lost: Vec<String>,
    /// Columns of theirs that may be otherwise.
    pub(super) altered: Vec<String>,
    /// Enums that may have other values.
    pub(super) enums: Vec<Path>,
    /// True if further tables may exist.
    pub(super) further: bool,
}

impl Doubt {
    /// Everything.
    pub(super) fn everything() -> Self {
        Self { tables: Reach::All, columns: true, constraints: true, policies: true, further: true, ..Self::default() }
    }

    /// What a change of the table called `name` by `actions` makes doubtful.
    fn altered(name: &Path, actions: &[Action]) -> Self {
        let mut doubt = Self { tables: Reach::Named(vec![name.name.text.clone()]), ..Self::default() };
        for action in actions {
            match action {
                Action::AddColumn(column) => {
                    doubt.columns = true;
                    doubt.constraints |= !column.constraints.is_empty();
                }
                Action::RenameColumn { from, .. } => {
                    doubt.columns = true;
                    doubt.altered.push(from.clone());
                }
                Action::DropColumn { name, .. } => doubt.altered.push(name.clone()),
                Action::SetType { column, .. }
                | Action::SetNullable { column, .. }
                | Action::SetDefault { column, .. }
                | Action::SetGenerated { column, .. } => doubt.altered.push(column.clone()),
                Action::Add(constraint) => {
                    doubt.constraints = true;
                    if let Rule::PrimaryKey { columns, .. } = &constraint.rule {
                        doubt.altered.extend(columns.iter().cloned());
                    }
                }
                Action::DropConstraint { name, .. } => doubt.loses |= super::blocks::has_hole(name),
                Action::Own(OwnChange::Add(_)) => doubt.constraints = true,
                Action::RenameConstraint { .. } | Action::Own(_) => {}
                Action::RowSecurity(_) => doubt.policies = true,
                Action::Rename(_) | Action::SetSchema(_) => {
                    doubt.columns = true;
                    doubt.constraints = true;
                    doubt.further = true;
                }
                Action::Redefine { .. }
                | Action::Inherit { .. }
                | Action::Attach { .. }
                | Action::Detach { .. }
                | Action::Unknown => {
                    doubt.columns = true;
                    doubt.constraints = true;
                }
            }
        }
        doubt
    }

    /// True if nothing is doubtful that the model holds.
    fn is_none(&self) -> bool {
        let any = self.columns || self.constraints || self.policies || self.loses || self.further;
        !any && self.altered.is_empty() && self.enums.is_empty()
    }
}

/// What is doubtful where `kind` may have been done or not; `None` if it is nothing that the model holds.
pub(super) fn of(kind: &Kind) -> Option<Doubt> {
    let named = |path: &Path| Reach::Named(vec![path.name.text.clone()]);
    let doubt = match kind {
        Kind::CreateTable(table) if table.temporary => Doubt::default(),
        Kind::CreateTable(_) | Kind::RenameSchema { .. } => Doubt { further: true, ..Doubt::default() },
        Kind::AlterTable { table, actions, .. } => Doubt::altered(table, actions),
        Kind::CreateIndex(index) => Doubt { tables: named(&index.table), constraints: true, ..Doubt::default() },
        Kind::CreatePolicy { table, .. } | Kind::RenamePolicy { table, .. } => {
            Doubt { tables: named(table), policies: true, ..Doubt::default() }
        }
        Kind::AddValue { of, .. } | Kind::RenameValue { of, .. } => Doubt { enums: vec![of.clone()], ..Doubt::default() },
        _ => Doubt::default(),
    };
    Some(doubt).filter(|it| !it.is_none())
}

/// `statements` as what they may do, for the reason `why`.
pub(super) fn doubted(statements: Vec<Statement>, why: Why) -> Vec<Statement> {
    let mut doubted = Vec::new();
    for Statement { span, kind } in statements {
        let kinds = match kind {
            Kind::Made(inner) => vec![Kind::Made(self::doubted(inner, why))],
            Kind::Branch(branch) => {
                let both = branch.then.into_iter().chain(branch.otherwise).collect();
                doubted.extend(self::doubted(both, why));
                continue;
            }
            Kind::Call(mut call) => {
                call.is_sure = false;
                vec![Kind::Call(call)]
            }
            kind @ (Kind::Unknown { .. } | Kind::Doubt { .. } | Kind::Routine(_)) => vec![kind],
            kind => of(&kind).map(|doubt| Kind::Doubt { doubt: Box::new(doubt), why }).into_iter().collect(),
        };
        doubted.extend(kinds.into_iter().map(|kind| Statement { span, kind }));
    }
    doubted
}

/// Notes what is doubtful because of the statement at `span`.
pub(super) fn apply(catalog: &mut Catalog, doubt: &Doubt, why: Why, span: Span) {
    let reason = match why {
        Why::Condition => "a condition that cannot be told",
        Why::Text => "statements that are put together when they run",
    };
    catalog.effort += catalog.tables.len();
    let is_meant = |name: &str| match &doubt.tables {
        Reach::Nothing => false,
        Reach::Named(names) => names.iter().any(|it| it.eq_ignore_ascii_case(name)),
        Reach::All => true,
    };
    let mut found = Vec::new();
    for held in catalog.tables.iter_mut().flatten() {
        if !is_meant(&held.name.text) {
            continue;
        }
        if doubt.loses && doubt.tables != Reach::All {
            held.constraints.retain(|it| !doubt.lost.is_empty() && !doubt.lost.iter().any(|kind| kind == it.body.kind()));
        }
        let constraints = doubt.constraints || doubt.loses;
        let is_new = doubt.columns && !held.open || constraints && !held.more || doubt.policies && !held.more_policies;
        held.open |= doubt.columns;
        held.more |= constraints;
        held.more_policies |= doubt.policies;
        let is_any = doubt.altered.iter().any(|it| super::blocks::has_hole(it));
        let columns = held.columns.iter_mut().filter(|it| is_any || doubt.altered.contains(&it.name.text));
        let name = &held.name.text;
        for column in columns.filter(|it| it.known) {
            column.known = false;
            found.push((format!("column `{}` of `{name}` depends on {reason}", column.name.text), UnknownScope::Detail));
        }
        if is_new {
            let (part, scope) = match () {
                () if doubt.columns => ("columns", UnknownScope::Table(name.clone())),
                () if constraints => ("keys and indexes", UnknownScope::Detail),
                () => ("policies", UnknownScope::Detail),
            };
            found.push((format!("{part} of `{name}` depend on {reason}"), scope));
        }
    }
    for path in &doubt.enums {
        if let Some(held) = catalog.enum_mut(path) {
            held.complete = false;
            found.push((format!("values of `{}` depend on {reason}", held.name.text), UnknownScope::Detail));
        }
    }
    if doubt.further {
        found.push((format!("which tables exist depends on {reason}"), UnknownScope::Tables));
    }
    for (what, scope) in found {
        catalog.unknown(what, span, scope);
    }
}
