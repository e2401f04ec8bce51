//! Tables and constraints as the replayed statements leave them: what is asked of them.

use super::catalog::{Body, HeldColumn, HeldTable};

impl HeldTable {
    pub(super) fn column(&self, name: &str) -> Option<&HeldColumn> {
        self.columns.iter().find(|it| it.name.text == name)
    }

    pub(super) fn column_mut(&mut self, name: &str) -> Option<&mut HeldColumn> {
        self.columns.iter_mut().find(|it| it.name.text == name)
    }

    pub(super) fn primary_key(&self) -> Option<&[String]> {
        self.constraints.iter().find_map(|it| match &it.body {
            Body::Primary(columns) => Some(columns.as_slice()),
            _ => None,
        })
    }
}

impl Body {
    /// True if the constraint of a part is that of the whole table, `other`.
    pub(super) fn stands_for(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Primary(_), Self::Primary(_)) | (Self::Check { .. }, Self::Check { .. }) => true,
            (Self::Unique(own), Self::Unique(theirs)) => own == theirs,
            (Self::Foreign(own), Self::Foreign(theirs)) => own.columns == theirs.columns && own.target == theirs.target,
            _ => false,
        }
    }

    /// What kind of constraint it is, as PostgreSQL's catalog calls it.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Primary(_) => "p",
            Self::Unique(_) => "u",
            Self::Check { .. } => "c",
            Self::Foreign(_) => "f",
            Self::Exclude(_) => "x",
        }
    }

    /// The columns it speaks of.
    pub(super) fn columns(&self) -> &[String] {
        match self {
            Self::Primary(columns) | Self::Unique(columns) | Self::Exclude(columns) => columns,
            Self::Check { columns, .. } => columns,
            Self::Foreign(reference) => &reference.columns,
        }
    }

    pub(super) fn columns_mut(&mut self) -> &mut Vec<String> {
        match self {
            Self::Primary(columns) | Self::Unique(columns) | Self::Exclude(columns) => columns,
            Self::Check { columns, .. } => columns,
            Self::Foreign(reference) => &mut reference.columns,
        }
    }
}
