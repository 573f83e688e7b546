//! [`Models`]: the word lists and weights for the pure layers, loaded once by the caller.

use crate::declutter::overrides::SiteRule;
use crate::lazy::Lazy;
use crate::{attribute, declutter};
use std::sync::{PoisonError, RwLock};

/// All assets that affect `declutter` and `attribute`, each loaded on first use; and the user's rules as set by the
/// caller: nothing is read from the user's files here.
#[derive(Debug, Default)]
pub struct Models {
    clutter: Lazy<declutter::ClutterModel>,
    attribution: Lazy<attribute::Model>,
    rules: RwLock<Vec<SiteRule>>,
}

impl Models {
    /// Word lists and weights of `declutter`, loaded on first use.
    pub fn clutter(&self) -> &declutter::ClutterModel {
        self.clutter.get(declutter::ClutterModel::bundled)
    }

    /// Returns options with the user's rules.
    pub fn options(&self) -> declutter::ClutterOptions {
        let rules = self.rules.read().unwrap_or_else(PoisonError::into_inner).clone();
        declutter::ClutterOptions { rules, ..declutter::ClutterOptions::default() }
    }

    /// Sets the user's rules for all pages from now on.
    pub fn set_rules(&self, rules: Vec<SiteRule>) {
        *self.rules.write().unwrap_or_else(PoisonError::into_inner) = rules;
    }

    /// Word lists and weights of `attribute`, loaded on first use.
    pub fn attribution(&self) -> &attribute::Model {
        self.attribution.get(attribute::Model::bundled)
    }
}
