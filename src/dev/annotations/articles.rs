//! Loads the articles of annotated pages from a folder, as sayso loads any page.

use crate::article::Article;
use crate::declutter;
use crate::load::{Location, Options, load};
use crate::models::Models;
use crate::pipeline::analyse_text;
use std::path::Path;

/// Returns a function that loads the article of a page in the folder by name.
pub fn from_folder(folder: &Path) -> impl Fn(&str) -> std::io::Result<Article> {
    let models = Models::default();
    move |name| {
        let endings = ["html.gz", "html", "txt"].map(|ending| folder.join(format!("{name}.{ending}")));
        let file = endings.iter().find(|file| file.exists());
        let file = file.ok_or_else(|| std::io::Error::other(format!("no page {name}")))?;
        let location = Location::parse(file.as_os_str()).map_err(|error| std::io::Error::other(error.to_string()))?;
        let source = load(&location, &Options::default()).map_err(|error| std::io::Error::other(error.to_string()))?;
        Ok(analyse_text(&source, &models, &declutter::ClutterOptions::default()).article)
    }
}
