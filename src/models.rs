//! [`Models`]: the word lists and weights that the pure layers are handed, loaded once by whoever calls them.

use crate::declutter::overrides::SiteRule;
use crate::lazy::Lazy;
use crate::{attribute, declutter};
use std::sync::{PoisonError, RwLock};

/// Everything that ships in assets/ and shapes what `declutter` and `attribute` decide, each part read when first needed;
/// and the reader's own rules, where the caller set them: nothing here reads them from anywhere.
#[derive(Debug, Default)]
pub struct Models {
    clutter: Lazy<declutter::ClutterModel>,
    attribution: Lazy<attribute::Model>,
    rules: RwLock<Vec<SiteRule>>,
}

impl Models {
    /// What `declutter` knows.
    pub fn clutter(&self) -> &declutter::ClutterModel {
        self.clutter.get(declutter::ClutterModel::bundled)
    }

    /// What `declutter` is asked for: the reader's rules, nothing else.
    pub fn options(&self) -> declutter::ClutterOptions {
        let rules = self.rules.read().unwrap_or_else(PoisonError::into_inner).clone();
        declutter::ClutterOptions { rules, ..declutter::ClutterOptions::default() }
    }

    /// Sets the reader's rules for all pages from now on.
    pub fn set_rules(&self, rules: Vec<SiteRule>) {
        *self.rules.write().unwrap_or_else(PoisonError::into_inner) = rules;
    }

    /// What `attribute` knows.
    pub fn attribution(&self) -> &attribute::Model {
        self.attribution.get(attribute::Model::bundled)
    }
}
