//! The system's clock. `SAYSO_NOW` (seconds since 1970) replaces it, so that the program can be tested with any time.

use std::time::{SystemTime, UNIX_EPOCH};

/// Returns seconds since 1970 in UTC; 0 for an earlier clock.
pub fn now() -> i64 {
    let set = std::env::var("SAYSO_NOW").ok().and_then(|set| set.trim().parse().ok());
    set.unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64))
}
