//! An editor in a test's hand: it speaks the protocol with the real server, over pipes, and remembers what was said.

use std::collections::{BTreeMap, HashMap};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::Fixture;

/// Longer than any machine needs for one answer: a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// An editor with a workspace on the disk.
pub struct Editor {
    root: tempfile::TempDir,
    output: Box<dyn Write + Send>,
    input: Receiver<Value>,
    server: Server,
    next_id: i64,
    /// What the server published, newest last, with the number of diagnostics.
    published: Vec<Value>,
    /// Every other notification and request of the server.
    heard: Vec<Value>,
    answers: HashMap<i64, Value>,
    versions: BTreeMap<String, i32>,
    capabilities: Value,
}

enum Server {
    Thread(Option<JoinHandle<u8>>),
    Process(Child),
}

impl Editor {
    /// An editor with the server in this process and the files of `fixture` on the disk; nothing is said yet.
    #[must_use]
    pub fn new(fixture: &str) -> Self {
        let (server_input, output) = std::io::pipe().expect("pipes can be had");
        let (input, server_output) = std::io::pipe().expect("pipes can be had");
        let run = move || lsp::run(server_input, server_output).expect("threads can be had");
        let server = Server::Thread(Some(std::thread::spawn(run)));
        Self::over(fixture, Box::new(output), input, server)
    }

    /// The same with the server in a process of its own.
    #[must_use]
    pub fn with_process(fixture: &str) -> Self {
        Self::with_command(fixture, Command::new(crate::binary()).arg("lsp"))
    }

    /// The same with the server that `command` starts.
    #[must_use]
    pub fn with_command(fixture: &str, command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
        let output = child.stdin.take().expect("standard input is piped");
        let input = child.stdout.take().expect("standard output is piped");
        Self::over(fixture, Box::new(output), input, Server::Process(child))
    }

    /// An editor with the server in this process and a copy of `folder` on the disk; nothing is said yet.
    #[must_use]
    pub fn in_copy_of(folder: &Path) -> Self {
        let editor = Self::new("");
        copy(folder, &editor.root());
        editor
    }

    fn over(
        fixture: &str,
        output: Box<dyn Write + Send>,
        input: impl Read + Send + 'static,
        server: Server,
    ) -> Self {
        let root = tempfile::tempdir().expect("a folder can be had");
        for file in Fixture::parse(fixture).files {
            let path = root.path().join(&file.path);
            std::fs::create_dir_all(path.parent().expect("a file lies in a folder"))
                .expect("folders can be made");
            std::fs::write(path, file.text).expect("files can be written");
        }
        let (messages, received) = channel();
        std::thread::spawn(move || {
            let mut input = std::io::BufReader::new(input);
            while let Some(message) = read(&mut input) {
                if messages.send(message).is_err() {
                    return;
                }
            }
        });
        Self {
            root,
            output,
            input: received,
            server,
            next_id: 0,
            published: Vec::new(),
            heard: Vec::new(),
            answers: HashMap::new(),
            versions: BTreeMap::new(),
            capabilities: rich(),
        }
    }

    /// The same editor, able to do only what `capabilities` says.
    #[must_use]
    pub fn able_to(mut self, capabilities: Value) -> Self {
        self.capabilities = capabilities;
        self
    }

    /// Introduces itself, with its folder as the only root, and waits until everything has been read.
    #[must_use]
    pub fn started(mut self) -> Self {
        self.initialize(json!({}));
        self
    }

    /// Sends `initialize` with `more` parameters, and `initialized`; gives the server's answer.
    pub fn initialize(&mut self, more: Value) -> Value {
        let mut parameters = json!({
            "processId": std::process::id(),
            "rootUri": self.uri(""),
            "capabilities": self.capabilities,
        });
        if let (Value::Object(parameters), Value::Object(more)) = (&mut parameters, more) {
            parameters.extend(more);
        }
        let answer = self.request("initialize", parameters);
        self.notify("initialized", json!({}));
        answer
    }

    /// The folder of the workspace.
    #[must_use]
    pub fn root(&self) -> PathBuf {
        self.root.path().canonicalize().expect("the folder exists")
    }

    /// The URI of the file at `path` below the root.
    #[must_use]
    pub fn uri(&self, path: &str) -> String {
        format!("file://{}", self.root().join(path).display()).trim_end_matches('/').to_owned()
    }

    /// The text of the file at `path` on the disk.
    #[must_use]
    pub fn disk(&self, path: &str) -> String {
        std::fs::read_to_string(self.root().join(path)).unwrap_or_default()
    }

    /// Opens the file at `path` with the disk's text.
    pub fn open(&mut self, path: &str) {
        let text = self.disk(path);
        self.open_as(path, &text);
    }

    /// Opens the file at `path` with `text`.
    pub fn open_as(&mut self, path: &str, text: &str) {
        let language = if path.ends_with(".md") { "markdown" } else { "typescript" };
        self.versions.insert(path.to_owned(), 1);
        let document = json!({ "uri": self.uri(path), "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces a range (line, column, line, column) of an open file by `text`.
    pub fn edit(&mut self, path: &str, range: [u32; 4], text: &str) {
        let change = json!({ "range": range_of(range), "text": text });
        self.change(path, json!([change]));
    }

    /// Replaces the whole text of an open file.
    pub fn replace(&mut self, path: &str, text: &str) {
        self.change(path, json!([{ "text": text }]));
    }

    /// Sends `changes` of an open file.
    pub fn change(&mut self, path: &str, changes: Value) {
        let uri = self.uri(path);
        let version = self.versions.entry(path.to_owned()).or_insert(1);
        *version += 1;
        let document = json!({ "uri": uri, "version": *version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Closes an open file.
    pub fn close(&mut self, path: &str) {
        self.versions.remove(path);
        let document = json!({ "uri": self.uri(path) });
        self.notify("textDocument/didClose", json!({ "textDocument": document }));
    }

    /// Writes a file on the disk and tells the server of it.
    pub fn write(&mut self, path: &str, text: &str) {
        let kind = if self.root().join(path).exists() { 2 } else { 1 };
        std::fs::write(self.root().join(path), text).expect("files can be written");
        self.notify_disk(path, kind);
    }

    /// Deletes a file on the disk and tells the server of it.
    pub fn delete(&mut self, path: &str) {
        std::fs::remove_file(self.root().join(path)).expect("files can be deleted");
        self.notify_disk(path, 3);
    }

    fn notify_disk(&mut self, path: &str, kind: u8) {
        let change = json!({ "uri": self.uri(path), "type": kind });
        self.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
    }

    /// Asks about the place (line, column) in a file; gives the result.
    pub fn at(&mut self, method: &str, path: &str, line: u32, character: u32) -> Value {
        let parameters = json!({
            "textDocument": { "uri": self.uri(path) },
            "position": { "line": line, "character": character },
            "context": { "includeDeclaration": true },
        });
        self.request(method, parameters)
    }

    /// Asks about a file; gives the result.
    pub fn about(&mut self, method: &str, path: &str) -> Value {
        let parameters = json!({ "textDocument": { "uri": self.uri(path) } });
        self.request(method, parameters)
    }

    /// Sends a request and waits for its result; an error is given as `{"error": …}`.
    pub fn request(&mut self, method: &str, parameters: Value) -> Value {
        let id = self.ask(method, parameters);
        self.answer(id)
    }

    /// Sends a request and waits for nothing; gives its number.
    pub fn ask(&mut self, method: &str, parameters: Value) -> i64 {
        self.next_id += 1;
        let id = self.next_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": parameters }));
        id
    }

    /// The answer to request number `id`.
    pub fn answer(&mut self, id: i64) -> Value {
        self.wait(|editor| editor.answers.remove(&id))
            .unwrap_or_else(|| panic!("request {id} stays without answer"))
    }

    /// Sends a notification.
    pub fn notify(&mut self, method: &str, parameters: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    /// Sends `message` in a frame.
    pub fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    /// Sends bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.output.write_all(bytes).and_then(|()| self.output.flush()).expect("the server reads");
    }

    /// What is wrong in the file at `path`, each as `line:column rule`, as soon as the server has said so of the
    /// version we have.
    pub fn diagnostics(&mut self, path: &str) -> Vec<String> {
        self.raw_diagnostics(path).iter().map(short).collect()
    }

    /// The same as the server sent it.
    pub fn raw_diagnostics(&mut self, path: &str) -> Vec<Value> {
        let (uri, version) = (self.uri(path), self.versions.get(path).copied());
        let shown = self.wait(|editor| {
            let newest = editor.published.iter().rev().find(|it| it["uri"] == *uri)?;
            let is_ours = version.is_none() || newest["version"] == json!(version);
            is_ours.then(|| newest["diagnostics"].as_array().cloned().unwrap_or_default())
        });
        shown.unwrap_or_else(|| panic!("nothing is published of version {version:?} of {path}"))
    }

    /// What the server published so far, each as `path: number of diagnostics`; forgets it.
    pub fn publications(&mut self) -> Vec<String> {
        self.listen();
        let root = format!("{}/", self.uri(""));
        let line = |it: Value| {
            let uri = it["uri"].as_str().unwrap_or_default();
            format!(
                "{}: {}",
                uri.strip_prefix(&root).unwrap_or(uri),
                it["diagnostics"].as_array().map_or(0, Vec::len)
            )
        };
        std::mem::take(&mut self.published).into_iter().map(line).collect()
    }

    /// Everything the editor would show now, by path below the root.
    pub fn shown(&mut self) -> BTreeMap<String, Vec<Value>> {
        self.listen();
        let root = format!("{}/", self.uri(""));
        let mut shown = BTreeMap::new();
        for it in &self.published {
            let uri = it["uri"].as_str().unwrap_or_default();
            let diagnostics = it["diagnostics"].as_array().cloned().unwrap_or_default();
            shown.insert(uri.strip_prefix(&root).unwrap_or(uri).to_owned(), diagnostics);
        }
        shown.retain(|_, diagnostics| !diagnostics.is_empty());
        shown
    }

    /// The methods of everything else the server said so far, with duplicates.
    pub fn heard(&mut self) -> Vec<Value> {
        self.listen();
        self.heard.clone()
    }

    /// Waits until the server has nothing to say for half a second: longer than its own quiet time.
    pub fn settle(&mut self) {
        let mut before = usize::MAX;
        while before != self.published.len() + self.heard.len() {
            before = self.published.len() + self.heard.len();
            while let Ok(message) = self.input.recv_timeout(Duration::from_millis(500)) {
                self.hear(message);
            }
        }
    }

    /// Says goodbye; gives the exit code.
    pub fn quit(mut self) -> i32 {
        assert_eq!(self.request("shutdown", Value::Null), Value::Null);
        self.notify("exit", Value::Null);
        self.exit_code()
    }

    /// The exit code of the server, which has to end without more being said.
    pub fn exit_code(&mut self) -> i32 {
        let until = Instant::now() + PATIENCE;
        match &mut self.server {
            Server::Thread(thread) => {
                i32::from(thread.take().expect("it ends once").join().expect("the server does not panic"))
            }
            Server::Process(child) => loop {
                if let Some(status) = child.try_wait().expect("a child can be waited for") {
                    return status.code().unwrap_or(-1);
                }
                assert!(Instant::now() < until, "the server does not end");
                std::thread::sleep(Duration::from_millis(10));
            },
        }
    }

    /// Stops sending, for good.
    pub fn hang_up(&mut self) {
        self.output = Box::new(std::io::sink());
    }

    /// The next message of the server, as it came.
    pub fn next_message(&mut self) -> Option<Value> {
        self.input.recv_timeout(PATIENCE).ok()
    }

    fn listen(&mut self) {
        while let Ok(message) = self.input.try_recv() {
            self.hear(message);
        }
    }

    fn wait<T>(&mut self, mut found: impl FnMut(&mut Self) -> Option<T>) -> Option<T> {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = found(self) {
                return Some(found);
            }
            let left = until.saturating_duration_since(Instant::now());
            match self.input.recv_timeout(left) {
                Ok(message) => self.hear(message),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    fn hear(&mut self, message: Value) {
        match (message.get("method").and_then(Value::as_str), message.get("id")) {
            (Some("textDocument/publishDiagnostics"), _) => self.published.push(message["params"].clone()),
            (Some(_), Some(id)) => {
                let answer = json!({ "jsonrpc": "2.0", "id": id, "result": null });
                self.send(&answer);
                self.heard.push(message);
            }
            (None, Some(id)) if id.is_i64() => {
                let answer = message.get("result").cloned();
                let error = || json!({ "error": message["error"] });
                self.answers.insert(id.as_i64().unwrap_or_default(), answer.unwrap_or_else(error));
            }
            _ => self.heard.push(message),
        }
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        if let Server::Process(child) = &mut self.server {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A diagnostic as `line:column rule`, both from 0.
#[must_use]
pub fn short(diagnostic: &Value) -> String {
    let start = &diagnostic["range"]["start"];
    format!("{}:{} {}", start["line"], start["character"], diagnostic["code"].as_str().unwrap_or_default())
}

/// Copies what lies in `from` into the folder `to`.
fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("the folder is there").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).expect("folders can be made");
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("files can be copied");
        }
    }
}

/// A range from line, column, line, column.
#[must_use]
pub fn range_of([line, column, end_line, end_column]: [u32; 4]) -> Value {
    json!({
        "start": { "line": line, "character": column },
        "end": { "line": end_line, "character": end_column },
    })
}

/// One message from a stream; `None` at its end.
pub fn read(input: &mut impl std::io::BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length: ") {
            length = value.parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

/// What an able editor says of itself.
#[must_use]
pub fn rich() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "window": { "workDoneProgress": true },
        "workspace": {
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] },
            "workspaceFolders": true,
        },
        "textDocument": {
            "publishDiagnostics": {
                "relatedInformation": true,
                "versionSupport": true,
                "codeDescriptionSupport": true,
                "dataSupport": true,
            },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "definition": { "linkSupport": true },
            "hover": { "contentFormat": ["markdown"] },
        },
    })
}
