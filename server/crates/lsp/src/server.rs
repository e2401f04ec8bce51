//! One server process: the runtime, the service, and the pipes.

use std::io::{Read, Write};

use tower_lsp::LspService;

use crate::backend::Backend;
use crate::{log, transport};

/// Threads that answer questions. Findings of the file being typed in wait for none of them longer than one question.
const POOL: usize = 8;

/// Serves one editor over standard input and output, as [`run`] does; the process is ours alone.
///
/// # Errors
/// If the threads to work with cannot be had.
pub fn run_stdio() -> anyhow::Result<u8> {
    log::panics();
    run(std::io::stdin(), std::io::stdout())
}

/// Serves one editor over `input` and `output` until it says `exit`, goes away or dies; gives the exit code: 0 after a
/// clean `shutdown`, 1 otherwise.
///
/// # Errors
/// If the threads to work with cannot be had.
pub fn run(input: impl Read + Send + 'static, output: impl Write + Send + 'static) -> anyhow::Result<u8> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(POOL)
        .thread_name("schemark")
        .enable_time()
        .build()?;
    let code = runtime.block_on(async {
        let (service, socket) =
            LspService::build(Backend::new).custom_method("schemark/text", Backend::text).finish();
        transport::serve(service, socket, input, output).await
    });
    // Whatever still computes has nobody to answer to.
    runtime.shutdown_background();
    Ok(code)
}
