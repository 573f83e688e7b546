//! [`Options`]: settings and limits of loading.

use super::MAX_BYTES;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Options of loading a source.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Real address of the source (`--url`): the base of its links.
    pub base: Option<String>,
    /// Origin of the request.
    pub trust: Trust,
    /// Limits of the request.
    pub limits: Limits,
    /// Expected kind of content.
    pub accept: Accept,
    /// Validators of an earlier answer: unchanged content is not sent again.
    pub validators: Validators,
    /// Address of a picture inside the text that is kept as `data:`, to be read from there.
    pub picture: Option<String>,
    /// Set to true to end loading: it fails within 100 ms with [`Failure::Cancelled`](super::Failure::Cancelled).
    pub cancel: Option<Arc<AtomicBool>>,
}

impl Options {
    /// Returns true if loading must end.
    pub(super) fn cancelled(&self) -> bool {
        self.cancel.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed))
    }
}

/// Kind of content requested from a server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Accept {
    /// A page.
    #[default]
    Page,
    /// A feed.
    Feed,
}

/// Validators of an answer (RFC 9110, section 8.8), as the server sent them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub modified: Option<String>,
}

/// Origin of a request; it decides which addresses are allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trust {
    /// The user named it: it may be local.
    #[default]
    User,
    /// A page, feed, image or import named it: only public web addresses.
    Page,
}

/// Limits of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest number of bytes, compressed or not.
    pub bytes: usize,
    /// Longest time for connecting.
    pub connect: Duration,
    /// Longest total time, including redirects.
    pub total: Duration,
    /// Largest number of redirects.
    pub redirects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: MAX_BYTES, connect: Duration::from_secs(20), total: Duration::from_mins(1), redirects: 10 }
    }
}
