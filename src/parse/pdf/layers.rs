//! Optional content: layers that the file hides when it is opened (ISO 32000-2, 8.11).

use hayro_syntax::Pdf;
use hayro_syntax::object::dict::keys::{D, OCGS, OCPROPERTIES, OFF};
use hayro_syntax::object::{Array, Dict, ObjectIdentifier};
use std::collections::HashSet;

/// Hidden layers of a file.
#[derive(Debug, Default)]
pub struct Layers {
    hidden: HashSet<ObjectIdentifier>,
}

impl Layers {
    /// Reads which layers are hidden.
    pub fn of(pdf: &Pdf) -> Self {
        let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
        let off = root
            .and_then(|root| root.get::<Dict<'_>>(OCPROPERTIES))
            .and_then(|layers| layers.get::<Dict<'_>>(D))
            .and_then(|standard| standard.get::<Array<'_>>(OFF));
        let refs = off.into_iter().flat_map(|all| all.raw_iter());
        Self { hidden: refs.filter_map(|layer| layer.as_obj_ref()).map(Into::into).collect() }
    }

    /// Returns true if content of a layer, or of a group of layers, is hidden.
    pub fn hides(&self, layer: ObjectIdentifier, dict: Option<&Dict<'_>>) -> bool {
        if self.hidden.is_empty() {
            return false;
        }
        let members: Vec<ObjectIdentifier> = dict
            .and_then(|dict| dict.get::<Array<'_>>(OCGS))
            .map(|all| all.raw_iter().filter_map(|layer| layer.as_obj_ref()).map(Into::into).collect())
            .unwrap_or_default();
        self.hidden.contains(&layer) || !members.is_empty() && members.iter().all(|it| self.hidden.contains(it))
    }
}
