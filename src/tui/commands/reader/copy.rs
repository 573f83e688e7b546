//! Copies the current quotation or the address, and opens the text in the editor.

use crate::tui::commands::reader::streaming;
use crate::tui::reader::export::with_citation;
use crate::tui::state::{App, Effect};

/// Copies the current quotation with its citation (`y`).
pub fn copy(app: &mut App, _: Option<u32>) {
    let Some(reader) = app.reader() else { return };
    let Some((voices, id)) = reader.voices.as_ref().zip(reader.current) else { return };
    let (words, indirect) = voices.shown(id, reader.article());
    let words = if indirect || words.starts_with('“') { words } else { format!("“{words}”") };
    let text = with_citation(reader, &words, Some(id));
    app.emit(Effect::Copy(text, "quotation and citation"));
}

/// Copies the address of the page (`Y`).
pub fn copy_address(app: &mut App, _: Option<u32>) {
    let address = app.reader().and_then(|r| r.address()).map(str::to_owned);
    if let Some(address) = address {
        app.emit(Effect::Copy(address, "URL"));
    }
}

/// Opens the text in the editor (`E`).
pub fn editor(app: &mut App, _: Option<u32>) {
    if let Some(reader) = streaming::require_complete(app) {
        let text = reader.article().text.clone();
        app.emit(Effect::Edit(text));
    }
}
