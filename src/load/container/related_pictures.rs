//! Pictures that are parts of a message and that its text names by `cid:` (RFC 2392).

use super::mime::Part;
use crate::load::inside;
use percent_encoding::percent_decode_str;
use std::collections::HashMap;

/// The pictures of a message, each read once.
pub(super) struct RelatedPictures<'p, 'a> {
    parts: HashMap<&'p str, &'p Part<'a>>,
    /// The one that is wanted as `data:`.
    wanted: Option<&'p str>,
    known: HashMap<String, Option<String>>,
}

impl<'p, 'a> RelatedPictures<'p, 'a> {
    /// The pictures of a message.
    pub(super) fn of(message: &'p Part<'a>, wanted: Option<&'p str>) -> Self {
        let parts = message.walk().into_iter().filter_map(|part| Some((part.id()?, part))).collect();
        Self { parts, wanted, known: HashMap::new() }
    }

    /// The new value of an attribute that names a picture of the message.
    pub(super) fn replaced(&mut self, tag: &str, name: &str, value: &str) -> Option<String> {
        if !tag.eq_ignore_ascii_case("img") || !name.eq_ignore_ascii_case("src") {
            return None;
        }
        let value = value.trim();
        let id = value.get(..4).filter(|scheme| scheme.eq_ignore_ascii_case("cid:")).and_then(|_| value.get(4..))?;
        if let Some(known) = self.known.get(id) {
            return known.clone();
        }
        let unescaped = percent_decode_str(id).decode_utf8_lossy();
        let bytes = self.parts.get(&*unescaped).map(|part| part.bytes());
        let new = bytes.and_then(|bytes| {
            let address = inside::address(&bytes)?;
            Some(if self.wanted == Some(address.as_str()) { inside::as_data(&bytes) } else { address })
        });
        self.known.insert(id.to_owned(), new.clone());
        new
    }
}
