//! Containers: mail, mailboxes and saved pages, cut, doubled and spoiled. Each is refused in one clean line, or each article
//! in it is read as any other.

use crate::article::{changed, changes};
use crate::properties::{Held, line};
use crate::{all_layers, config};
use proptest::prelude::*;
use sayso::load::{ContainedArticles, Options};
use std::io::Write as _;
use std::sync::OnceLock;

#[path = "../containers/wrap.rs"]
mod wrap;

const PAGE: &str = "<!DOCTYPE html><html lang=en><head><title>Bees | The Hive</title></head><body><nav><a href=\"https://hive.example/\">\
    Home</a></nav><h1>Bees</h1><p>The keepers of the valley counted their hives again this week, and the number rose.</p>\
    <p>“We did nothing new,” said Ines Albrecht, who looks after sixty of them.</p></body></html>";

/// Names and bytes of whole containers.
fn containers() -> &'static [(&'static str, Vec<u8>)] {
    static ALL: OnceLock<Vec<(&'static str, Vec<u8>)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = wrap::forms(PAGE.as_bytes(), "utf-8", "https://hive.example/bees", "Bees");
        all.retain(|(name, _)| !name.contains("gz") && !name.contains("warc"));
        let mail = all.iter().find(|(name, _)| *name == "page.eml").map(|(_, bytes)| bytes.clone()).unwrap();
        let separator = b"From a@b.example Tue Mar  3 09:30:00 2026\n";
        all.push(("inbox", [separator, mail.as_slice(), b"\n\n", separator, mail.as_slice()].concat()));
        all
    })
}

/// All articles of a file with these bytes.
pub fn read_all(name: &str, bytes: &[u8]) -> Held {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    let options = Options::default();
    match ContainedArticles::open(name, file, &options) {
        Err(error) => line("why it is refused", &error.to_string()),
        Ok(articles) => (0..articles.len().min(20)).try_for_each(|number| match articles.source(number, &options) {
            Err(error) => line("why an article is refused", &error.to_string()),
            Ok(source) => all_layers(&source),
        }),
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn broken_containers_are_read_or_refused(which in any::<prop::sample::Index>(), changes in changes()) {
        let all = containers();
        let (name, bytes) = &all[which.index(all.len())];
        read_all(name, &changed(bytes.clone(), &changes))?;
    }

    #[test]
    fn one_container_is_named_as_another(
        which in any::<prop::sample::Index>(), other in any::<prop::sample::Index>(), changes in changes(),
    ) {
        let all = containers();
        let (name, _) = &all[other.index(all.len())];
        let (_, bytes) = &all[which.index(all.len())];
        read_all(name, &changed(bytes.clone(), &changes))?;
    }
}
