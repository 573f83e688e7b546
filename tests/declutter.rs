//! `declutter` and `relate` on whole pages: roles, reasons, related stories, messages about pages without an article.

#![expect(clippy::panic, clippy::print_stderr, reason = "a test fails by panicking and says what it skips")]

use sayso::article::{Reason, Role, Verdict};
use sayso::declutter::overrides::{Action, Pattern, SiteRule, element_selector};
use sayso::declutter::{Classification, ClutterModel, ClutterOptions, classify};
use sayso::document::{Document, Problem};
use sayso::load::{MediaType, Source};
use sayso::parse::parse;
use sayso::reading::RelatedStory;
use sayso::relate::relate;
use std::path::Path;

const PAGE: &str = r#"<html><head><title>Harbour wall to be rebuilt - The Gull</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article class="article"><h1>Harbour wall to be rebuilt</h1><p class="byline">By Ann Lee, 19 October 2023</p>
<div class="article-body">
<p>The harbour wall of Little Wick, which fell in the storms of last winter, is to be rebuilt by the spring, the council said on Monday.</p>
<p>Work will begin in November, and it will cost some two million pounds, of which the county is to pay the greater part, according to the minutes.</p>
<p><a href="https://gull.example/ferry-stops">READ MORE: The ferry that stopped for a seal in the fog</a></p>
<p>The fishermen, who have kept their boats in the river since January, had asked for a longer wall, but the council found no money for it in the end.</p>
<p>“We will take what we can get,” said the harbour master, who has watched the sea from his window for thirty years and more.</p>
</div></article>
<section class="related"><h2>Related stories</h2><ul>
<li><h3><a href="https://gull.example/storm-of-the-century">The storm that took the wall away</a></h3><p>A night to remember, told by those who were there.</p></li>
<li><h3><a href="https://gull.example/seals-return">Seals return to the outer sands</a></h3></li></ul></section></main>
<footer><p>© 2023 The Gull. All rights reserved.</p><p><a href="/privacy">Privacy policy</a></p></footer></body></html>"#;

fn html(text: &str) -> Document {
    let url = Some("https://gull.example/wall".to_owned());
    parse(&Source {
        bytes: text.into(),
        media_type: MediaType::Html,
        charset: "utf-8".into(),
        url,
        ..Source::default()
    })
}

fn judged(document: &Document, options: &ClutterOptions) -> Classification {
    classify(document, &ClutterModel::bundled(), options)
}

#[track_caller]
fn verdict(document: &Document, classification: &Classification, begins: &str) -> Verdict {
    let at = document
        .blocks
        .iter()
        .position(|b| b.text.starts_with(begins))
        .unwrap_or_else(|| panic!("no block begins {begins:?}"));
    classification.verdicts[at]
}

#[test]
fn article_is_extracted_from_page() {
    let document = html(PAGE);
    let classification = judged(&document, &ClutterOptions::default());
    let role = |begins| verdict(&document, &classification, begins);
    assert_eq!(role("Harbour wall"), Verdict::Show(Role::Title));
    assert_eq!(role("By Ann Lee"), Verdict::Show(Role::Byline));
    for begins in ["The harbour wall", "Work will begin", "The fishermen", "“We will"] {
        assert_eq!(role(begins), Verdict::Show(Role::Body), "{begins}");
    }
    for (begins, reason) in [
        ("READ MORE", Reason::Related),
        ("Home", Reason::Navigation),
        ("© 2023", Reason::Legal),
        ("Seals return", Reason::Related),
    ] {
        assert!(
            matches!(role(begins), Verdict::Hide(why, sure) if why == reason && sure > 0.4),
            "{begins}: {:?}",
            role(begins)
        );
    }
    assert_eq!(classification.meta.authors, ["Ann Lee"]);
    assert_eq!(classification.meta.published.as_deref(), Some("2023-10-19"));
    assert_eq!(classification.problems, []);
}

#[test]
fn stories_on_page_are_related() {
    let document = html(PAGE);
    let classification = judged(&document, &ClutterOptions::default());
    let stories = relate(&document, &classification.verdicts, &ClutterModel::bundled().wording);
    let told = |s: &RelatedStory| (s.title.clone(), s.url.clone().unwrap_or_default(), s.summary.is_some());
    let expected = [
        ("The ferry that stopped for a seal in the fog", "https://gull.example/ferry-stops", false),
        ("The storm that took the wall away", "https://gull.example/storm-of-the-century", true),
        ("Seals return to the outer sands", "https://gull.example/seals-return", false),
    ];
    assert_eq!(stories.iter().map(told).collect::<Vec<_>>(), expected.map(|(t, u, s)| (t.to_owned(), u.to_owned(), s)));
}

#[test]
fn keep_clutter_hides_nothing() {
    let document = html(PAGE);
    let classification = judged(&document, &ClutterOptions { keep_clutter: true, ..ClutterOptions::default() });
    assert!(classification.verdicts.iter().all(|v| matches!(v, Verdict::Show(_))));
}

#[test]
fn user_rules_override_model() {
    let document = html(PAGE);
    let at = document.blocks.iter().position(|b| b.text.starts_with("© 2023")).expect("stands on the page");
    let made = element_selector(&document, at).expect("has an element");
    let rules = vec![SiteRule { host: "gull.example".into(), action: Action::Show, pattern: Pattern::Selector(made) }];
    let classification = judged(&document, &ClutterOptions { rules, ..ClutterOptions::default() });
    assert!(matches!(classification.verdicts[at], Verdict::Show(_)));
}

#[test]
fn missing_article_is_reported() {
    let links: String = (0..40).fold(String::new(), |all, n| {
        all + &format!("<li><a href='/story-{n}'>A story of some importance, number {n}</a></li>")
    });
    for page in ["<html><body></body></html>".to_owned(), format!("<html><body><ul>{links}</ul></body></html>")] {
        let document = html(&page);
        let classification = judged(&document, &ClutterOptions::default());
        assert!(matches!(classification.problems.as_slice(), [Problem::NoArticle(_)]), "{:?}", classification.problems);
        let shown = classification.verdicts.iter().any(|v| matches!(v, Verdict::Show(_)));
        assert!(shown || document.blocks.is_empty(), "what there is is shown");
    }
}

#[test]
fn seed_text_is_extracted() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed/article.txt");
    let Ok(bytes) = std::fs::read(&file) else {
        assert!(std::env::var_os("CI").is_none(), "{} is missing", file.display());
        eprintln!("skipped: {} is missing", file.display());
        return;
    };
    let document = parse(&Source { bytes, media_type: MediaType::Text, charset: "utf-8".into(), ..Source::default() });
    let model = ClutterModel::bundled();
    let classification = classify(&document, &model, &ClutterOptions::default());
    let body = classification.verdicts.iter().filter(|v| **v == Verdict::Show(Role::Body)).count();
    // 17 paragraphs and 2 headings, as in ../shared/seed/gold.json.
    assert_eq!((body, classification.meta.authors.as_slice()), (19, ["Harriet Marsden".to_owned()].as_slice()));
    assert_eq!(relate(&document, &classification.verdicts, &model.wording).len(), 11);
}
