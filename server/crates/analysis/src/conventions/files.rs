//! Which file a table belongs in, by where the tables are.

use schema::model::Table;
use schema::names::{Case, Folded, case_of};
use workspace::path::RelPath;

use super::names::{Number, vote};
use super::{most_common, recased};

/// Where a new table goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FilePattern {
    /// Into the one file that holds all tables.
    One(String),
    /// Into a file of its own.
    Own {
        /// The folder; `{}` stands for the file's name.
        folder: String,
        /// The case of file names.
        case: Case,
        /// Whether files are called `orders` or `order`.
        number: Number,
        /// What follows the name: `.ts`, `.table.ts`.
        ending: String,
    },
}

impl FilePattern {
    /// Where the next table goes, if those that are there stand in the files `declaring`.
    pub(crate) fn of(declaring: &[(&RelPath, Vec<&Table>)]) -> Option<Self> {
        let own: Vec<(&RelPath, &str)> = declaring
            .iter()
            .filter_map(|(path, tables)| {
                let stem = path.file_name().split('.').next()?;
                let is_named = |name: &str| Folded::new(stem) == Folded::new(name);
                let alike = |table: &&Table| is_named(&table.name.text) || is_named(&table.key.text);
                tables.iter().any(alike).then_some((*path, stem))
            })
            .collect();
        let (largest, tables) = declaring.iter().max_by_key(|it| it.1.len())?;
        // One file that is called after none of its tables, or holds most of them, takes the next one too.
        let all: usize = declaring.iter().map(|it| it.1.len()).sum();
        let single = tables.len() > 1 && tables.len() * 2 > all;
        if own.is_empty() || (declaring.len() == 1 && single) {
            return Some(Self::One(largest.as_str().to_owned()));
        }
        let case = most_common(
            own.iter()
                .filter(|it| it.1.contains(['-', '_']) || it.1.chars().any(char::is_uppercase))
                .filter_map(|it| case_of(it.1)),
        );
        let ending = |path: &RelPath, stem: &str| path.file_name().strip_prefix(stem).map(str::to_owned);
        let folder = |path: &RelPath, stem: &str| {
            let folder = path.folder();
            let last = folder.rsplit('/').next().unwrap_or_default();
            let nested = !last.is_empty() && Folded::new(last) == Folded::new(stem);
            match (nested, folder.rsplit_once('/')) {
                (true, Some((parent, _))) => format!("{parent}/{{}}"),
                (true, None) => "{}".to_owned(),
                (false, _) => folder.to_owned(),
            }
        };
        Some(Self::Own {
            folder: most_common(own.iter().map(|it| folder(it.0, it.1)))?,
            case: case.unwrap_or(Case::Kebab),
            number: vote(own.iter().map(|it| it.1)),
            ending: most_common(own.iter().filter_map(|it| ending(it.0, it.1)))?,
        })
    }

    /// The path of the file that the table called `name` belongs in.
    pub(crate) fn path(&self, name: &str) -> String {
        match self {
            Self::One(path) => path.clone(),
            Self::Own { folder, case, number, ending } => {
                let case = if *case == Case::Screaming { Case::Snake } else { *case };
                let stem = recased(&number.of(name), case);
                let folder = folder.replace("{}", &stem);
                if folder.is_empty() { format!("{stem}{ending}") } else { format!("{folder}/{stem}{ending}") }
            }
        }
    }
}
