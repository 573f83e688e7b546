//! [`WarcFault`]: why a record cannot be handed on.

/// Damage to a record or to the gzip member that holds it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WarcFault {
    /// The file ends within it.
    #[error("the file ends too early")]
    Truncated,
    /// The record ends before the length that it claims; the bytes claimed and those that are there.
    #[error("the record claims {0} bytes and has {1}")]
    Short(u64, u64),
    /// No record begins behind the length that it claims.
    #[error("the record claims {0} bytes, but no record follows them")]
    WrongLength(u64),
    /// The deflate data make no sense.
    #[error("the compressed data are damaged")]
    Deflate,
    /// Checksum or length of the member do not fit its data.
    #[error("the checksum is wrong")]
    Checksum,
    /// The record's own digest does not fit, or there is none and its member is damaged.
    #[error("another part of its gzip member is damaged, and there is no digest to check it")]
    Unverified,
    /// A gzip member should begin here.
    #[error("no gzip member starts here")]
    NotGzip,
    /// A record should begin here.
    #[error("no record starts here")]
    NotRecord,
    /// The record's header cannot be used, and why.
    #[error("the record's header {0}")]
    Header(&'static str),
    /// A member turned out to be damaged after pages of it had been handed on, which only happens to a pipe.
    #[error("the checksum is wrong; {0} pages before it in the same gzip member were read and may be damaged")]
    LateChecksum(usize),
}
