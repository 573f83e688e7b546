//! Speakers found by the layout of the page: titles, headings, block quotations, embedded posts, paragraphs of speech
//! alone.

use super::read;
use sayso::article::{Article, Role, Verdict};
use sayso::document::{Block, BlockKind, Document};
use sayso::reading::{Attributions, QuoteKind};

/// An article of blocks, each with its role and kind.
fn page(blocks: &[(Role, BlockKind, &str)]) -> (Article, Attributions) {
    let block = |(_, kind, text): &(Role, BlockKind, &str)| Block {
        kind: kind.clone(),
        text: (*text).to_owned(),
        ..Block::default()
    };
    let verdicts: Vec<Verdict> = blocks.iter().map(|(role, ..)| Verdict::Show(*role)).collect();
    let document = Document { blocks: blocks.iter().map(block).collect(), ..Document::default() };
    let article = Article::assemble(document, &verdicts, None);
    let found = read(&article);
    (article, found)
}

fn body(text: &str) -> (Role, BlockKind, &str) {
    (Role::Body, BlockKind::Paragraph, text)
}

/// Returns the first speaker of the quotation that starts with these words; empty if it has none.
fn speaker((article, found): &(Article, Attributions), begins: &str) -> String {
    let quote = found.quotes.iter().find(|quote| quote.text(&article.text).starts_with(begins));
    assert!(quote.is_some(), "{begins} is no quotation: {:?}", found.quotes);
    let first = quote.and_then(|quote| quote.speakers.first()).map(|&id| found.speakers[id as usize].name.clone());
    first.unwrap_or_default()
}

const TOLD: &str = "“The bridge was rotten long before the storm,” Ann Lee told the council on Monday.";

#[test]
fn title_repeats_speech_of_text() {
    let page = page(&[
        (Role::Title, BlockKind::Heading(1), "Bridge ‘rotten long before the storm’ as town counts the cost"),
        body("The bridge over the Wend was closed on Sunday."),
        body(TOLD),
    ]);
    assert_eq!(speaker(&page, "rotten long before the storm"), "Ann Lee");
}

#[test]
fn title_that_names_only_a_role_takes_the_speaker_of_the_text() {
    let page = page(&[
        (Role::Title, BlockKind::Heading(1), "“The bridge was rotten long before the storm,” engineer says"),
        body("The bridge over the Wend was closed on Sunday."),
        body(TOLD),
    ]);
    assert_eq!(speaker(&page, "The bridge was rotten"), "Ann Lee");
}

#[test]
fn labels_of_things_make_no_transcript() {
    let blocks = ["Trip Details: A walk of seven days.", "Included Services: Bags are carried to each inn."];
    let blocks: Vec<_> = blocks.iter().cycle().take(8).map(|text| body(text)).collect();
    let (_, found) = page(&blocks);
    assert!(found.quotes.iter().all(|quote| quote.by != "transcript"), "{:?}", found.quotes);
}

#[test]
fn heading_ends_carried_speaker() {
    let page = page(&[
        body(TOLD),
        (Role::Body, BlockKind::Heading(2), "A landing for the winter"),
        body("“We want the old landing back, and we want it before the winter comes.”"),
    ]);
    assert_eq!(speaker(&page, "We want the old landing"), "");
}

#[test]
fn speech_after_speech_keeps_speaker() {
    let page = page(&[body(TOLD), body("“Nobody on this council wanted to hear a word about it.”")]);
    assert_eq!(speaker(&page, "Nobody on this council"), "Ann Lee");
}

#[test]
fn block_quotation_has_speaker_of_lead_in() {
    let page = page(&[
        body("In her letter to the council, Ann Lee writes:"),
        (Role::Body, BlockKind::Quote, "The bridge was built in a hurry and has been mended in a hurry ever since."),
        body("The council has not answered her."),
    ]);
    assert_eq!(speaker(&page, "The bridge was built in a hurry"), "Ann Lee");
}

#[test]
fn embedded_post_belongs_to_its_signature() {
    let page = page(&[
        body("The news was soon all over town."),
        (Role::Body, BlockKind::Quote, "Walked past the bridge today and nearly cried."),
        (Role::Body, BlockKind::Quote, "— Peter Ross (@peterross) May 3, 2024"),
    ]);
    assert_eq!(speaker(&page, "Walked past the bridge"), "Peter Ross");
}

#[test]
fn terms_in_quote_marks_are_not_quotations() {
    let (article, found) = page(&[
        body("Coffee is boiled in a small pot called a “cezve” and served without sugar."),
        body("Some shops sell a “starter kit” with beans and two cups."),
    ]);
    let quoted: Vec<_> = found.quotes.iter().filter(|quote| quote.kind != QuoteKind::Indirect).collect();
    assert!(quoted.is_empty(), "{:?}", quoted.iter().map(|quote| quote.text(&article.text)).collect::<Vec<_>>());
}
