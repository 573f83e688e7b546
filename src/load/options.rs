//! [`Options`]: what may be asked of loading, and the limits that hold for every source.

use super::MAX_BYTES;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How a source is to be loaded.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where the source really came from (`--url`): the base of its links.
    pub base: Option<String>,
    /// Who asks for it.
    pub trust: Trust,
    /// What it may cost.
    pub limits: Limits,
    /// The kind of thing that is asked for.
    pub accept: Accept,
    /// Validators of an earlier answer: the same thing is not sent again.
    pub validators: Validators,
    /// Once true, loading ends within 100 ms with [`Failure::Cancelled`](super::Failure::Cancelled).
    pub cancel: Option<Arc<AtomicBool>>,
}

impl Options {
    /// Whether loading should end.
    pub(super) fn cancelled(&self) -> bool {
        self.cancel.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed))
    }
}

/// The kind of thing that a server is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Accept {
    /// A page.
    #[default]
    Page,
    /// A feed.
    Feed,
}

/// Validators of an answer (RFC 9110, section 8.8), as the server wrote them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub modified: Option<String>,
}

/// Who asks for a source, and so what it may reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trust {
    /// The user named it: it may be local.
    #[default]
    User,
    /// A page, feed, image or import named it: only public addresses of the web.
    Page,
}

/// Bounds on a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes, packed or unpacked.
    pub bytes: usize,
    /// Longest time to connect.
    pub connect: Duration,
    /// Longest time in all, redirects included.
    pub total: Duration,
    /// Most redirects followed.
    pub redirects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: MAX_BYTES, connect: Duration::from_secs(20), total: Duration::from_mins(1), redirects: 10 }
    }
}
