//! The loop between the editor's pipe and tower-lsp's service.
//!
//! tower-lsp's own loop stops at the first malformed message, reorders edits whose handlers wait, and can stand still
//! when handlers wait for the client. This one never does: a thread reads and waits for nobody; every handler is
//! polled once, in the order of arrival, before the next message is looked at; a thread writes.

use std::future::poll_fn;
use std::io::{Read, Write};
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::task::Poll;
use std::thread;
use std::time::Duration;

use futures::{FutureExt, SinkExt, StreamExt};
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tower::Service;
use tower_lsp::jsonrpc::{ErrorCode, Id, Request, Response};
use tower_lsp::{ClientSocket, LanguageServer, LspService};

use crate::envelope::{self, Envelope};
use crate::frames::{self, Frames, Incoming};
use crate::{log, parent};

/// How long the last messages may take to leave.
const FAREWELL: Duration = Duration::from_secs(1);

/// Why the loop ended, as a process's exit code: 0 after `shutdown`, 1 without (LSP 3.17, `exit`).
pub(crate) type ExitCode = u8;

/// Messages for the writer; `None` is the last.
type Out = UnboundedSender<Option<Value>>;
type Reply = Pin<Box<dyn Future<Output = Option<Response>> + Send>>;

/// What can happen to the loop.
enum Event {
    Incoming(Incoming),
    /// The input ended, the output broke, or the editor died.
    Gone,
}

/// Serves `service` over `input` and `output` until `exit`, the end of the input, or the editor's death.
pub(crate) async fn serve<S: LanguageServer>(
    mut service: LspService<S>,
    socket: ClientSocket,
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
) -> ExitCode {
    let (event_tx, mut events) = unbounded_channel();
    let (out, written) = writer(output, event_tx.clone());
    reader(input, event_tx.clone());
    let (mut requests, mut answers) = socket.split();
    let to_client = out.clone();
    tokio::spawn(async move {
        while let Some(request) = requests.next().await {
            send(&to_client, &request);
        }
    });

    let mut shut_down = false;
    while let Some(event) = events.recv().await {
        let message = match event {
            Event::Gone => break,
            Event::Incoming(Incoming::Fault(fault)) => {
                log::line(format!("schemark: a message cannot be read: {fault}"));
                send(&out, &envelope::fault(&fault));
                continue;
            }
            Event::Incoming(Incoming::Message(message)) => message,
        };
        match envelope::open(message) {
            Envelope::Nothing => {}
            Envelope::Refused(response) => send(&out, &response),
            Envelope::Answer(response) => {
                let _ = answers.send(response).await;
            }
            Envelope::Call(request) if request.method() == "exit" => break,
            Envelope::Call(request) => {
                if request.method() == "initialize" {
                    watch_parent(&request, event_tx.clone());
                }
                let is_shutdown = request.method() == "shutdown";
                let answer = call(&mut service, request, &out).await;
                shut_down |= is_shutdown && answer == Answered::Well;
            }
        }
    }

    let _ = out.send(None);
    // A writer that is stuck in a full pipe does not hold us back.
    let _ = tokio::time::timeout(FAREWELL, written).await;
    ExitCode::from(!shut_down)
}

/// What became of a call at once.
#[derive(PartialEq)]
enum Answered {
    Well,
    Otherwise,
}

/// Polls the handler once, so that its first, synchronous part runs in order of arrival; spawns what is left.
async fn call<S: LanguageServer>(service: &mut LspService<S>, request: Request, out: &Out) -> Answered {
    if poll_fn(|cx| service.poll_ready(cx)).await.is_err() {
        return Answered::Otherwise;
    }
    let mut reply = guarded(service, request);
    match poll_fn(|cx| Poll::Ready(reply.as_mut().poll(cx))).await {
        Poll::Ready(response) => {
            let well = response.as_ref().is_some_and(Response::is_ok);
            response.iter().for_each(|response| send(out, response));
            if well { Answered::Well } else { Answered::Otherwise }
        }
        Poll::Pending => {
            let out = out.clone();
            tokio::spawn(async move {
                if let Some(response) = reply.await {
                    send(&out, &response);
                }
            });
            Answered::Otherwise
        }
    }
}

/// The handler of `request`, in which a panic is an internal error and not the end.
fn guarded<S: LanguageServer>(service: &mut LspService<S>, request: Request) -> Reply {
    let (method, id) = (request.method().to_owned(), request.id().cloned());
    let handler = AssertUnwindSafe(service.call(request)).catch_unwind();
    Box::pin(async move {
        match handler.await {
            Ok(response) => response.unwrap_or_default(),
            Err(panic) => {
                log::line(format!("schemark: `{method}` failed: {}", log::panic_text(&*panic)));
                let message = format!("internal error in `{method}`");
                id.map(|id: Id| envelope::refusal(id, ErrorCode::InternalError, &message))
            }
        }
    })
}

fn send(out: &Out, message: &impl serde::Serialize) {
    match serde_json::to_value(message) {
        // A closed channel means that we are about to end.
        Ok(value) => drop(out.send(Some(value))),
        Err(error) => log::line(format!("schemark: a message cannot be written: {error}")),
    }
}

fn reader(input: impl Read + Send + 'static, events: UnboundedSender<Event>) {
    let at_end = events.clone();
    let run = move || {
        let mut frames = Frames::new(input);
        while let Some(incoming) = frames.read() {
            if events.send(Event::Incoming(incoming)).is_err() {
                return;
            }
        }
        let _ = events.send(Event::Gone);
    };
    if thread::Builder::new().name("reader".to_owned()).spawn(run).is_err() {
        let _ = at_end.send(Event::Gone);
    }
}

/// The channel to a thread that writes, and a future that completes when everything is written.
fn writer(
    mut output: impl Write + Send + 'static,
    events: UnboundedSender<Event>,
) -> (Out, impl Future<Output = ()>) {
    let (out, mut messages) = unbounded_channel::<Option<Value>>();
    let (done, written) = tokio::sync::oneshot::channel::<()>();
    let run = move || {
        while let Some(Some(message)) = messages.blocking_recv() {
            if frames::write(&mut output, &message).is_err() {
                let _ = events.send(Event::Gone);
                break;
            }
        }
        let _ = done.send(());
    };
    // Without the thread nothing can be said: the dropped sender ends the loop's farewell at once.
    let _ = thread::Builder::new().name("writer".to_owned()).spawn(run);
    (out, written.map(|_| ()))
}

fn watch_parent(initialize: &Request, events: UnboundedSender<Event>) {
    let id = initialize.params().and_then(|params| params.get("processId")).and_then(Value::as_u64);
    if let Some(id) = id.and_then(|id| u32::try_from(id).ok()) {
        tokio::spawn(async move {
            parent::gone(id).await;
            let _ = events.send(Event::Gone);
        });
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, PipeReader};

    use serde_json::json;
    use tower_lsp::jsonrpc::Result;
    use tower_lsp::ls_types::{
        CodeLens, CodeLensParams, DidOpenTextDocumentParams, DocumentLink, DocumentLinkParams, Hover,
        HoverParams, InitializeParams, InitializeResult,
    };

    use super::*;

    /// A server whose handlers fail in every place they can.
    struct Fragile;

    impl LanguageServer for Fragile {
        async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
            Ok(InitializeResult::default())
        }

        async fn shutdown(&self) -> Result<()> {
            Ok(())
        }

        async fn did_open(&self, _: DidOpenTextDocumentParams) {
            panic!("in a notification");
        }

        async fn code_lens(&self, _: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
            panic!("before anything is awaited");
        }

        async fn document_link(&self, _: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
            tokio::task::yield_now().await;
            panic!("after something was awaited");
        }

        async fn hover(&self, _: HoverParams) -> Result<Option<Hover>> {
            std::future::pending().await
        }
    }

    fn answer(input: &mut BufReader<PipeReader>) -> Value {
        let mut header = String::new();
        input.read_line(&mut header).unwrap();
        input.read_line(&mut String::new()).unwrap();
        let length = header.trim().rsplit(' ').next().unwrap().parse().unwrap();
        let mut body = vec![0; length];
        input.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    #[test]
    fn a_handler_that_fails_or_never_ends_is_answered_and_the_server_goes_on() {
        let (server_input, mut output) = std::io::pipe().unwrap();
        let (input, server_output) = std::io::pipe().unwrap();
        let server = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build();
            let (service, socket) = LspService::new(|_| Fragile);
            runtime.unwrap().block_on(serve(service, socket, server_input, server_output))
        });
        let mut input = BufReader::new(input);
        let document = json!({ "uri": "file:///a.md", "languageId": "markdown", "version": 1, "text": "" });
        for message in [
            json!({ "id": 1, "method": "initialize", "params": { "capabilities": {} } }),
            json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }),
            json!({ "id": 2, "method": "textDocument/codeLens", "params": { "textDocument": document } }),
        ] {
            frames::write(&mut output, &message).unwrap();
        }
        assert!(answer(&mut input)["result"].is_object());
        assert_eq!(answer(&mut input)["error"]["code"], -32603);
        let params = json!({ "textDocument": document });
        frames::write(
            &mut output,
            &json!({ "id": 3, "method": "textDocument/documentLink", "params": params }),
        )
        .unwrap();
        let failed = answer(&mut input);
        assert_eq!(failed["error"]["code"], -32603);
        assert_eq!(failed["error"]["message"], "internal error in `textDocument/documentLink`");
        // A handler that never ends holds nobody up, and can be cancelled.
        let params = json!({ "textDocument": document, "position": { "line": 0, "character": 0 } });
        frames::write(&mut output, &json!({ "id": 5, "method": "textDocument/hover", "params": params }))
            .unwrap();
        frames::write(&mut output, &json!({ "method": "$/cancelRequest", "params": { "id": 5 } })).unwrap();
        let cancelled = answer(&mut input);
        assert_eq!((&cancelled["id"], &cancelled["error"]["code"]), (&json!(5), &json!(-32800)));
        frames::write(&mut output, &json!({ "id": 4, "method": "shutdown" })).unwrap();
        assert_eq!(answer(&mut input)["id"], 4);
        frames::write(&mut output, &json!({ "method": "exit" })).unwrap();
        assert_eq!(server.join().unwrap(), 0);
    }
}
