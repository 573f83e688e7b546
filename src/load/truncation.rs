//! Treats a reset, or a TLS connection closed without `close_notify`, as an error.
//!
//! ureq takes both for the end of a body of unknown length, so that a truncated page would pass for a complete one;
//! by RFC 9112, section 9.8, it is incomplete.

use std::fmt;
use std::io::{self, ErrorKind};
use ureq::Error;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

/// Last connector of the chain; it checks how the connection ends.
#[derive(Debug)]
pub(super) struct DetectTruncation;

impl Connector<Box<dyn Transport>> for DetectTruncation {
    type Out = CheckedTransport;

    fn connect(&self, _: &ConnectionDetails<'_>, made: Option<Box<dyn Transport>>) -> Result<Option<Self::Out>, Error> {
        Ok(made.map(CheckedTransport))
    }
}

/// A connection that reports truncation as an error of its own.
#[derive(Debug)]
pub(super) struct CheckedTransport(Box<dyn Transport>);

impl Transport for CheckedTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.0.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.0.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.0.await_input(timeout).map_err(|error| match error {
            Error::Io(io) if is_disconnect(io.kind()) => Error::Io(io::Error::other(ConnectionLost)),
            other => other,
        })
    }

    fn is_open(&mut self) -> bool {
        self.0.is_open()
    }

    fn is_tls(&self) -> bool {
        self.0.is_tls()
    }
}

/// Returns true if an error of this kind means a lost connection.
pub(super) fn is_disconnect(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe
    )
}

/// The connection ended too early.
#[derive(Debug)]
pub(super) struct ConnectionLost;

impl std::error::Error for ConnectionLost {}

impl fmt::Display for ConnectionLost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the transfer stopped before the end")
    }
}
