//! The system's clock, for whoever passes it in. `SAYSO_NOW` (seconds since 1970) sets it otherwise: so that the whole
//! program can be tried with a clock that jumps.

use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970 in UTC; 0 for a clock that stands before that.
pub fn now() -> i64 {
    let set = std::env::var("SAYSO_NOW").ok().and_then(|set| set.trim().parse().ok());
    set.unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64))
}
