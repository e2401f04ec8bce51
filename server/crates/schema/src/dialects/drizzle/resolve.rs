//! Where a name's value comes from: this module, another one, drizzle-orm.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use text::{FileId, Place, Span};

use super::eval::Evaluator;
use super::ir::{Export, Expr, Extent, Import, Kind, Pattern, Taken, Touch};
use super::module::Module;
use super::{library, paths};
use super::values::{Record, Scope, Slot, Value};
use crate::model::Ident;

/// An import is followed through at most this many modules.
const MOST_FOLLOWED: usize = 100;

/// Where the names of one module are. Of two that are the same the first counts.
#[derive(Default)]
pub(super) struct Names<'a> {
    /// The numbers of declarations.
    bindings: HashMap<&'a str, usize>,
    imports: HashMap<&'a str, &'a Import>,
    exports: HashMap<&'a str, &'a Export>,
    /// What `export { … }` lists, by its name in the module.
    listed: HashSet<&'a str>,
    /// What is written to besides where it is declared.
    written: HashMap<&'a str, Written<'a>>,
}

/// How a name is written to.
enum Written<'a> {
    /// By the bindings of these numbers, before anything else speaks of it.
    Settled(Vec<(usize, &'a Touch)>),
    /// At any time; this is the most it does.
    AtAnyTime(&'a Touch),
}

impl<'a> Names<'a> {
    fn new(module: &'a Module) -> Self {
        let mut names = Self::default();
        for (index, binding) in module.bindings.iter().enumerate() {
            for word in binding.pattern.names() {
                names.bindings.entry(word.text.as_str()).or_insert(index);
            }
        }
        for import in &module.imports {
            names.imports.entry(import.local.as_str()).or_insert(import);
        }
        for export in &module.exports {
            match export {
                Export::Local { name, local } => {
                    names.exports.entry(name.as_str()).or_insert(export);
                    names.listed.insert(local.as_str());
                }
                Export::From { name, .. } => {
                    names.exports.entry(name.as_str()).or_insert(export);
                }
                Export::Star { .. } => {}
            }
        }
        names.note_writes(module);
        names
    }

    fn note_writes(&mut self, module: &'a Module) {
        for it in &module.touched {
            let (name, extent) = (it.touch.name.as_str(), it.touch.extent);
            let settled = self.is_settled(module, name);
            let new = || match (settled, it.statement) {
                (true, Some(_)) => Written::Settled(Vec::new()),
                _ => Written::AtAnyTime(&it.touch),
            };
            match (self.written.entry(name).or_insert_with(new), it.statement) {
                (Written::Settled(statements), Some(statement)) => statements.push((statement, &it.touch)),
                (Written::AtAnyTime(most), _) if most.extent < extent => *most = &it.touch,
                _ => {}
            }
        }
        // Two names of one object: what is written to one is written to the other.
        for binding in &module.bindings {
            if let (Pattern::Name(one), Kind::Name(other)) = (&binding.pattern, &binding.value.kind)
                && let Some(it) = module.touched.iter().find(|it| it.touch.name == one.text && it.touch.extent == Extent::Part)
            {
                self.written.entry(other).or_insert(Written::AtAnyTime(&it.touch));
            }
        }
    }

    /// True if whatever writes to `name` does so before anything else in `module` speaks of it.
    fn is_settled(&self, module: &'a Module, name: &str) -> bool {
        let Some(binding) = self.binding(name).and_then(|it| module.bindings.get(it)) else { return false };
        let writes = || module.touched.iter().filter(|it| it.touch.name == name);
        let in_order = writes().all(|it| {
            let is_behind = it.touch.span.start() >= binding.span.end();
            is_behind && it.statement.is_some() && !it.touch.deferred
        });
        let last = writes().filter_map(|it| module.bindings.get(it.statement?)).map(|it| it.span.end()).max();
        in_order && last.is_some_and(|end| module.count(name, Span::new(binding.span.end(), end)) == writes().count())
    }

    /// The number of the declaration of `name`.
    pub(super) fn binding(&self, name: &str) -> Option<usize> {
        self.bindings.get(name).copied()
    }

    /// Everything that code of the module can name.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a str> {
        self.bindings.keys().chain(self.imports.keys()).copied()
    }
}

impl<'a> Evaluator<'a> {
    pub(super) fn names_in(&mut self, file: FileId) -> Option<Rc<Names<'a>>> {
        let module = self.module(file)?;
        Some(Rc::clone(self.names.entry(file).or_insert_with(|| Rc::new(Names::new(module)))))
    }

    /// True if `export { … }` in `file` lists what the module calls `name`.
    pub(super) fn lists(&mut self, file: FileId, name: &str) -> bool {
        self.names_in(file).is_some_and(|it| it.listed.contains(name))
    }

    fn scope(&mut self, file: FileId) -> Rc<Scope<'a>> {
        let new = || Rc::new(Scope { file, names: Default::default(), outer: None });
        Rc::clone(self.scopes.entry(file).or_insert_with(new))
    }

    /// The value of the declaration numbered `index` in `file`.
    pub(super) fn declared(&mut self, file: FileId, index: usize) -> Value<'a> {
        match self.values.get(&(file, index)) {
            Some(Some(value)) => return value.clone(),
            Some(None) => return Value::Unknown,
            None => {}
        }
        let Some(binding) = self.module(file).and_then(|module| module.bindings.get(index)) else {
            return Value::Unknown;
        };
        self.values.insert((file, index), None);
        let scope = self.scope(file);
        let value = self.eval(&binding.value, &scope);
        self.name_tables(file, binding, &value);
        self.values.insert((file, index), Some(value.clone()));
        match &binding.pattern {
            Pattern::Name(word) => self.written(file, index, &word.text, value),
            _ => value,
        }
    }

    /// `value` of the declaration numbered `index`, of `name`, once everything is written to it that may be.
    fn written(&mut self, file: FileId, index: usize, name: &str, value: Value<'a>) -> Value<'a> {
        let Some(names) = self.names_in(file) else { return value };
        // Of two declarations of one name the first counts.
        match names.written.get(name).filter(|_| names.binding(name) == Some(index)) {
            None => value,
            Some(Written::Settled(statements)) => {
                let scope = self.scope(file);
                for (statement, touch) in statements {
                    let result = self.declared(file, *statement);
                    let made = self.module(file).and_then(|it| it.bindings.get(*statement));
                    if matches!((made.map(|it| &it.value.kind), result), (Some(Kind::Call(_)), Value::Unknown)) {
                        self.open_all(std::slice::from_ref(*touch), &scope);
                    }
                }
                self.values.get(&(file, index)).cloned().flatten().unwrap_or(Value::Unknown)
            }
            Some(Written::AtAnyTime(touch)) => {
                let value = Self::doubted(&value, touch, file);
                self.values.insert((file, index), Some(value.clone()));
                value
            }
        }
    }

    /// `value` of `name`, which `file` does not declare as a whole, with what may be written to it there.
    fn doubted_in(&mut self, file: FileId, name: &str, value: Value<'a>) -> Value<'a> {
        let names = self.names_in(file);
        match names.as_ref().and_then(|it| it.written.get(name)) {
            None => value,
            Some(Written::AtAnyTime(touch)) => Self::doubted(&value, touch, file),
            Some(Written::Settled(touches)) => {
                touches.iter().fold(value, |value, (_, touch)| Self::doubted(&value, touch, file))
            }
        }
    }

    /// True if `file` declares `name`, or imports it from a file that can be read.
    pub(super) fn is_at_hand(&mut self, file: FileId, name: &str) -> bool {
        let Some(names) = self.names_in(file) else { return false };
        let import = names.imports.get(name);
        names.bindings.contains_key(name)
            || import.is_some_and(|it| (self.resolve)(file, &it.specifier).is_some())
    }

    /// The value of `name` at the top of `file`.
    fn global(&mut self, file: FileId, name: &str) -> Option<Value<'a>> {
        let module = self.module(file)?;
        let names = self.names_in(file)?;
        if let Some(&index) = names.bindings.get(name) {
            let value = self.declared(file, index);
            let pattern = &module.bindings.get(index)?.pattern;
            if matches!(pattern, Pattern::Name(_)) {
                return Some(value);
            }
            let scope = Rc::new(Scope { file, names: Default::default(), outer: Some(self.scope(file)) });
            self.bind(pattern, value, &scope);
            let value = scope.names.borrow().get(name).cloned()?;
            return Some(self.doubted_in(file, name, value));
        }
        let import = names.imports.get(name)?;
        // drizzle-orm has no default export: of its import a bracket is missing.
        if import.taken == Taken::Named("default".to_owned())
            && let Some(package) = library::package(&import.specifier).filter(|it| !it.path)
        {
            return Some(library::value(name, Rc::new(package)));
        }
        let value = self.imported(file, &import.specifier, &import.taken);
        Some(self.doubted_in(file, name, value))
    }

    /// What `taken` of the module `specifier` is, seen from `file`.
    fn imported(&mut self, file: FileId, specifier: &str, taken: &Taken) -> Value<'a> {
        if let Some(package) = library::package(specifier) {
            return match taken {
                Taken::All => Value::Package(Rc::new(package)),
                Taken::Named(name) => library::value(name, Rc::new(package)),
            };
        }
        match ((self.resolve)(file, specifier), taken) {
            (Some(target), Taken::All) => Value::Module(target),
            (Some(target), Taken::Named(name)) => self.follow(target, name),
            // A package of the workspace may pass on drizzle's own functions.
            (None, Taken::Named(name)) => library::by_name(name).unwrap_or(Value::Unknown),
            (None, Taken::All) => Value::Unknown,
        }
    }

    /// What `file` exports as `name`, as an import takes it. Modules that pass a name on in a circle export nothing.
    fn follow(&mut self, file: FileId, name: &str) -> Value<'a> {
        let is_known = |(from, asked): &(FileId, String)| *from == file && asked == name;
        if self.followed.len() >= MOST_FOLLOWED || self.followed.iter().any(is_known) {
            return Value::Unknown;
        }
        self.followed.push((file, name.to_owned()));
        let value = self.export(file, name, &mut HashSet::new());
        self.followed.pop();
        value.unwrap_or(Value::Unknown)
    }

    /// What `file` exports as `name`; `seen` are the files already asked.
    pub(super) fn export(
        &mut self,
        file: FileId,
        name: &str,
        seen: &mut HashSet<FileId>,
    ) -> Option<Value<'a>> {
        if !seen.insert(file) {
            return None;
        }
        let module = self.module(file)?;
        let names = self.names_in(file)?;
        match names.exports.get(name) {
            Some(Export::Local { local, .. }) => return self.global(file, local),
            Some(Export::From { taken, specifier, .. }) => {
                return Some(self.imported(file, specifier, taken));
            }
            Some(Export::Star { .. }) | None => {}
        }
        if names.bindings.contains_key(name) {
            return self.global(file, name);
        }
        if name == "default" {
            return None;
        }
        for export in &module.exports {
            let Export::Star { specifier, .. } = export else { continue };
            if let Some(target) = (self.resolve)(file, specifier)
                && let Some(value) = self.export(target, name, seen)
            {
                return Some(value);
            }
            if let Some(package) = library::package(specifier)
                && let Some(value) = library::known(name, Rc::new(package))
            {
                return Some(value);
            }
        }
        None
    }

    /// Everything that `file` exports, as the object that `...module` spreads at `source`.
    pub(super) fn exports(&mut self, file: FileId, source: &'a Expr) -> Value<'a> {
        let mut record = Record::default();
        let (mut waiting, mut seen, mut taken) = (vec![file], HashSet::new(), HashSet::new());
        while let Some(from) = waiting.pop() {
            let Some(module) = self.module(from).filter(|_| seen.insert(from)) else { continue };
            let exported = module.bindings.iter().filter(|it| it.exported);
            let mut names: Vec<&'a str> = exported.flat_map(|it| it.pattern.names()).map(|it| it.text.as_str()).collect();
            for export in &module.exports {
                match export {
                    Export::Local { name, .. } | Export::From { name, .. } => names.push(name),
                    Export::Star { specifier, .. } => waiting.extend((self.resolve)(from, specifier)),
                }
            }
            for name in names.into_iter().filter(|it| *it != "default" && taken.insert(*it)) {
                if !self.spend(1) {
                    return Value::Unknown;
                }
                let place = Place::new(from, Span::default());
                let key = Ident { text: name.to_owned(), place };
                let value = self.export(from, name, &mut HashSet::new()).unwrap_or(Value::Unknown);
                record.slots.push(Slot { key, value, doc: None, place, source });
            }
        }
        Value::Object(Rc::new(record))
    }

    /// The value of `name` as code in `scope` sees it.
    pub(super) fn lookup(&mut self, name: &str, scope: &Rc<Scope<'a>>) -> Value<'a> {
        let mut at = Some(scope);
        while let Some(scope) = at {
            if let Some(value) = scope.names.borrow().get(name) {
                return value.clone();
            }
            at = scope.outer.as_ref();
        }
        // In a half-typed file the import may still be missing.
        let found = self.global(scope.file, name).or_else(|| library::by_name(name));
        match found {
            None if name == "__dirname" => paths::folder(Place::new(scope.file, Span::default())),
            found => found.unwrap_or(Value::Unknown),
        }
    }
}
