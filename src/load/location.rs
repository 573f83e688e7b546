//! [`Location`]: the source named by a command-line argument. Only the argument is parsed; loading finds out if the
//! source exists.

use super::error::{Failure, LoadError};
use std::ffi::OsStr;
use std::path::PathBuf;
use url::Url;

/// Location of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A file, or anything else that has a path.
    File(PathBuf),
    /// An http or https address.
    Url(Url),
    /// Standard input.
    Stdin,
}

impl Location {
    /// Parses an argument: `-` is standard input, `http://…` and `https://…` are addresses, `file:///…` and all else
    /// are paths.
    ///
    /// # Errors
    ///
    /// The address is invalid, or has another scheme (`ftp://…`).
    pub fn parse(argument: &OsStr) -> Result<Self, LoadError> {
        let Some(text) = argument.to_str() else { return Ok(Self::File(argument.into())) };
        if text == "-" {
            return Ok(Self::Stdin);
        }
        let trimmed = text.trim();
        let Some(scheme) = scheme(trimmed) else { return Ok(Self::File(argument.into())) };
        let failed = |failure| LoadError::new(text, failure);
        let url = Url::parse(trimmed).map_err(|error| failed(Failure::BadAddress(error.to_string())))?;
        match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => Ok(Self::Url(url)),
            "file" => {
                url.to_file_path().map(Self::File).map_err(|()| failed(Failure::BadAddress("not a local path".into())))
            }
            _ => Err(failed(Failure::NotWeb(url.scheme().to_owned()))),
        }
    }

    /// Returns the path, the address, or `-`.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.to_string_lossy().into_owned(),
            Self::Url(url) => url.to_string(),
            Self::Stdin => "-".into(),
        }
    }

    /// Returns the name for the log: without user name and password.
    pub(super) fn name_without_credentials(&self) -> String {
        match self {
            Self::Url(url) => without_credentials(url).to_string(),
            Self::File(_) | Self::Stdin => self.name(),
        }
    }
}

/// Removes user name and password from the address.
pub(super) fn without_credentials(url: &Url) -> Url {
    let mut bare = url.clone();
    // Neither can fail for an address with a host, and every address here has one.
    let _ = (bare.set_username(""), bare.set_password(None));
    bare
}

/// Returns the scheme of text in the form of an address with an authority: `https` of `https://…`.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once("://")?;
    let mut letters = scheme.chars();
    let named = letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    named.then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(argument: &str) -> Result<Location, LoadError> {
        Location::parse(OsStr::new(argument))
    }

    #[test]
    fn arguments_are_read_as_meant() {
        assert_eq!(parse("-").unwrap(), Location::Stdin);
        assert_eq!(parse("./-").unwrap(), Location::File("./-".into()));
        assert_eq!(parse("notes.txt").unwrap(), Location::File("notes.txt".into()));
        assert_eq!(parse("file:///tmp/a%20b").unwrap(), Location::File("/tmp/a b".into()));
        assert_eq!(
            parse("HTTPS://Example.org/x").unwrap(),
            Location::Url(Url::parse("https://example.org/x").unwrap())
        );
        assert_eq!(parse("what: a://title").unwrap(), Location::File("what: a://title".into()));
    }

    #[test]
    fn other_schemes_are_refused() {
        assert!(matches!(parse("ftp://example.org").unwrap_err().failure, Failure::NotWeb(s) if s == "ftp"));
        assert!(matches!(parse("http://").unwrap_err().failure, Failure::BadAddress(_)));
    }
}
