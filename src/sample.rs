//! The article that comes with sayso: written for it, with every kind of reported speech and of clutter in it.

use crate::load::{MediaType, Source};

/// How the sample is named where a location is wanted.
pub const LOCATION: &str = "sample:";

/// The sample as a loaded source.
pub fn source() -> Source {
    Source {
        location: LOCATION.into(),
        url: None,
        bytes: include_bytes!("../assets/sample.html").to_vec(),
        media_type: MediaType::Html,
        charset: "utf-8".into(),
        charset_guessed: false,
    }
}
