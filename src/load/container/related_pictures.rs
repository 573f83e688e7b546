//! Pictures that are parts of a message and that its text names by `cid:` (RFC 2392).

use super::mime::Part;
use crate::load::inside;
use percent_encoding::percent_decode_str;
use std::collections::HashMap;

/// The pictures of a message, each read once.
pub(super) struct RelatedPictures<'w, 'p, 'a> {
    parts: HashMap<&'p str, &'p Part<'a>>,
    /// Address of the one that is wanted as `data:`, until it has been given.
    wanted: &'w mut Option<String>,
    known: HashMap<String, Option<String>>,
}

impl<'w, 'p, 'a> RelatedPictures<'w, 'p, 'a> {
    /// The pictures of a message. `wanted`: address of the one that is wanted as `data:`; it is given once.
    pub(super) fn of(message: &'p Part<'a>, wanted: &'w mut Option<String>) -> Self {
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
        let address = bytes.as_deref().and_then(inside::address);
        self.known.insert(id.to_owned(), address.clone());
        if address.is_some() && *self.wanted == address {
            *self.wanted = None;
            return bytes.map(|bytes| inside::as_data(&bytes));
        }
        address
    }
}
