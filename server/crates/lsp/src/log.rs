//! What the server has to say about itself, on stderr: never waited for, never fatal.

use std::io::Write;
use std::sync::OnceLock;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

static LINES: OnceLock<SyncSender<String>> = OnceLock::new();

/// Lines that may wait for a slow reader; what comes beyond is lost rather than waited for.
const HELD: usize = 256;

/// Writes `line` some time soon. A closed stderr loses it; a blocked one loses what comes after the first 256 lines.
pub(crate) fn line(line: String) {
    let lines = LINES.get_or_init(|| {
        let (tx, rx) = sync_channel::<String>(HELD);
        // Without the thread the receiver is gone, and lines are lost as they come.
        let _ = thread::Builder::new().name("log".to_owned()).spawn(move || {
            for line in rx {
                let _ = writeln!(std::io::stderr(), "{line}");
            }
        });
        tx
    });
    let _ = lines.try_send(line);
}

/// From now on, sends panics to the log with their place: the standard hook would wait for a blocked stderr.
pub(crate) fn panics() {
    std::panic::set_hook(Box::new(|panic| line(format!("schemark: internal error: {panic}"))));
}

/// What a caught panic said.
pub(crate) fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}
