//! The bundled sample article, with every kind of reported speech and of clutter.

use crate::load::{MediaType, Source};

/// Source argument that opens the sample.
pub const LOCATION: &str = "sample:";

/// Returns the sample as a loaded source.
pub fn source() -> Source {
    Source {
        location: LOCATION.into(),
        bytes: include_bytes!("../assets/sample.html").to_vec(),
        media_type: MediaType::Html,
        charset: "utf-8".into(),
        charset_guessed: false,
        ..Source::default()
    }
}
