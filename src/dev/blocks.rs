//! `dev blocks FILE`: prints every block of a page with its verdict, its probability and the elements around it, for
//! work on `declutter`.

use crate::declutter::features::MeasuredPage;
use crate::declutter::outline::parent_of;
use crate::declutter::{ClutterModel, ClutterOptions, classify};
use crate::document::{Document, Style};
use crate::load::{Location, Options as LoadOptions, load};
use std::ffi::OsStr;

/// Prints the blocks line by line through `say`.
///
/// # Errors
/// The file cannot be loaded.
pub fn blocks(file: &OsStr, say: &mut dyn FnMut(&str)) -> std::io::Result<()> {
    let location = Location::parse(file).map_err(|e| std::io::Error::other(e.to_string()))?;
    let source = load(&location, &LoadOptions::default()).map_err(|e| std::io::Error::other(e.to_string()))?;
    let document = crate::parse::parse(&source);
    let model = ClutterModel::bundled();
    let classification = classify(&document, &model, &ClutterOptions::default());
    let page = MeasuredPage::of(&document, &model.wording, &model.lexicons);
    let probabilities = model.probabilities(&page);
    say(&format!("{:?}", classification.meta));
    for (at, block) in document.blocks.iter().enumerate() {
        let links: Vec<&str> = block
            .marks
            .iter()
            .filter_map(|m| if let Style::Link(url) = &m.style { Some(url.as_str()) } else { None })
            .collect();
        say(&format!(
            "{at} {:.2} {:?} {:?} [{}] {:?} {:?}",
            probabilities[at],
            classification.verdicts[at],
            block.kind.name(),
            path(&document, block.element),
            block.text,
            links
        ));
    }
    Ok(())
}

fn path(document: &Document, element: Option<u32>) -> String {
    let mut names = Vec::new();
    let mut at = element.map(|e| e as usize);
    while let (Some(here), true) = (at, names.len() < 5) {
        let element = &document.elements[here];
        names.push(format!("{}.{}", element.tag, element.names.replace(' ', ".")));
        at = parent_of(document, here);
    }
    names.join(" < ")
}
