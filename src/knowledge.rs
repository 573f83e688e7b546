//! [`Knowledge`]: the word lists and weights that the pure layers are handed, loaded once by whoever calls them.

use crate::{attribute, declutter};
use std::sync::OnceLock;

/// Everything that ships in assets/ and shapes what `declutter` and `attribute` decide; each part is read when first needed.
#[derive(Debug, Default)]
pub struct Knowledge {
    clutter: OnceLock<declutter::Model>,
    attribution: OnceLock<attribute::Model>,
}

impl Knowledge {
    /// What `declutter` knows.
    pub fn clutter(&self) -> &declutter::Model {
        self.clutter.get_or_init(declutter::Model::shipped)
    }

    /// What `attribute` knows.
    pub fn attribution(&self) -> &attribute::Model {
        self.attribution.get_or_init(attribute::Model::shipped)
    }
}
