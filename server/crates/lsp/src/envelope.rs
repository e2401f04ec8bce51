//! JSON-RPC: which kind of message a JSON value is.

use serde_json::Value;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

use crate::frames::Fault;
use crate::repair;

/// A message, told apart.
#[derive(Debug)]
pub(crate) enum Envelope {
    /// A request or a notification.
    Call(Request),
    /// The answer to one of our requests.
    Answer(Response),
    /// What to answer to something that is neither.
    Refused(Response),
    /// Something that is neither and asks for no answer.
    Nothing,
}

/// The message in `value`.
pub(crate) fn open(value: Value) -> Envelope {
    let Value::Object(mut message) = value else {
        let what = if value.is_array() { "batches are not part of LSP" } else { "a message is an object" };
        return Envelope::Refused(refusal(Id::Null, ErrorCode::InvalidRequest, what));
    };
    let id = message.remove("id").map(id_of);
    if let Some(method) = message.remove("method") {
        return call(method, id, message.remove("params"));
    }
    match (id, message.remove("error"), message.remove("result")) {
        // An error without an id complains of something we sent; there is nobody to tell.
        (None | Some(Some(Id::Null)), Some(_), _) => Envelope::Nothing,
        (Some(Some(id)), Some(Value::Object(error)), _) => {
            Envelope::Answer(Response::from_error(id, error_of(&error)))
        }
        (Some(Some(id)), None | Some(Value::Null), Some(result)) => {
            Envelope::Answer(Response::from_ok(id, result))
        }
        (id, ..) => {
            Envelope::Refused(refusal(known(id), ErrorCode::InvalidRequest, "neither method nor result"))
        }
    }
}

fn call(method: Value, id: Option<Option<Id>>, params: Option<Value>) -> Envelope {
    let Value::String(method) = method else {
        return Envelope::Refused(refusal(
            known(id),
            ErrorCode::InvalidRequest,
            "the method is not a string",
        ));
    };
    let id = match id {
        Some(None) => {
            let what = "the id is neither an integer nor a string";
            return Envelope::Refused(refusal(Id::Null, ErrorCode::InvalidRequest, what));
        }
        Some(id) => id,
        None => None,
    };
    if method.starts_with("$/") && method != "$/cancelRequest" {
        // LSP 3.17, "$ Notifications and Requests": requests are answered, notifications ignored.
        return id.map_or(Envelope::Nothing, |id| {
            Envelope::Refused(refusal(id, ErrorCode::MethodNotFound, &format!("no method `{method}`")))
        });
    }
    let mut request = Request::build(method);
    if let Some(mut params) = params {
        repair::uris(&mut params);
        request = request.params(params);
    }
    if let Some(id) = id {
        request = request.id(id);
    }
    Envelope::Call(request.finish())
}

/// The answer to a fault in the stream.
pub(crate) fn fault(fault: &Fault) -> Response {
    let code = match fault {
        Fault::NotJson(_) => ErrorCode::ParseError,
        Fault::TooLong(_) => ErrorCode::InvalidRequest,
    };
    refusal(Id::Null, code, &fault.to_string())
}

/// The answer `code` with a message of our own.
pub(crate) fn refusal(id: Id, code: ErrorCode, message: &str) -> Response {
    Response::from_error(id, Error { code, message: message.to_owned().into(), data: None })
}

/// The id, or `None` if it is none that JSON-RPC allows.
fn id_of(value: Value) -> Option<Id> {
    match value {
        Value::Null => Some(Id::Null),
        Value::String(text) => Some(Id::String(text)),
        Value::Number(number) => number.as_i64().map(Id::Number),
        _ => None,
    }
}

fn known(id: Option<Option<Id>>) -> Id {
    id.flatten().unwrap_or(Id::Null)
}

fn error_of(error: &serde_json::Map<String, Value>) -> Error {
    Error {
        code: error.get("code").and_then(Value::as_i64).unwrap_or_default().into(),
        message: error.get("message").and_then(Value::as_str).unwrap_or_default().to_owned().into(),
        data: error.get("data").cloned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(message: Value) -> String {
        match open(message) {
            Envelope::Call(request) => format!("call {}", request.method()),
            Envelope::Answer(response) => format!("answer {}", response.id()),
            Envelope::Refused(response) => {
                format!("refused {} {}", response.id(), response.error().unwrap().code)
            }
            Envelope::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn messages_are_told_apart() {
        assert_eq!(answer(json!({ "jsonrpc": "2.0", "id": 1, "method": "a" })), "call a");
        assert_eq!(answer(json!({ "id": 1, "result": null })), "answer 1");
        assert_eq!(answer(json!({ "id": "x", "error": { "code": 1 } })), "answer \"x\"");
        assert_eq!(answer(json!({ "id": null, "error": { "code": 1 } })), "nothing");
    }

    #[test]
    fn what_is_no_message_is_an_invalid_request() {
        for message in [json!(null), json!([{ "id": 1, "method": "a" }]), json!("x"), json!({})] {
            assert_eq!(answer(message), "refused null -32600");
        }
        for method in [json!(null), json!(1)] {
            assert_eq!(answer(json!({ "id": 7, "method": method })), "refused 7 -32600");
        }
        assert_eq!(answer(json!({ "id": 1.5, "method": "a" })), "refused null -32600");
    }

    #[test]
    fn unknown_dollar_requests_are_answered_and_notifications_ignored() {
        assert_eq!(answer(json!({ "id": 7, "method": "$/what" })), "refused 7 -32601");
        assert_eq!(answer(json!({ "method": "$/what" })), "nothing");
        assert_eq!(
            answer(json!({ "method": "$/cancelRequest", "params": { "id": 1 } })),
            "call $/cancelRequest"
        );
    }
}
