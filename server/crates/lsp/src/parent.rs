//! Whether the editor that started us still lives.

use std::time::Duration;

/// How often we look. Editors that die cleanly close our input, which we notice at once.
const BETWEEN_LOOKS: Duration = Duration::from_secs(2);

/// Completes when the process `id` is gone. A process that we cannot see to begin with (the editor runs in another
/// container) is not watched.
pub(crate) async fn gone(id: u32) {
    if !is_alive(id) {
        return std::future::pending().await;
    }
    while is_alive(id) {
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}

#[cfg(unix)]
fn is_alive(id: u32) -> bool {
    let Some(id) = i32::try_from(id).ok().and_then(rustix::process::Pid::from_raw) else { return false };
    // A process of another user answers "not permitted", which it can only do alive.
    !matches!(rustix::process::test_kill_process(id), Err(rustix::io::Errno::SRCH))
}

#[cfg(not(unix))]
fn is_alive(_: u32) -> bool {
    // Windows closes our input when the editor dies: that ends us.
    true
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn we_are_alive_and_nobody_has_the_last_number() {
        assert!(is_alive(std::process::id()));
        assert!(!is_alive(i32::MAX as u32));
    }
}
