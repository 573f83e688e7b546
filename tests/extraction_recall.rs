//! Everything that belongs to an article is kept in place and in order, whatever its kind; clutter around it is hidden.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use sayso::article::{Role, Verdict};
use sayso::declutter::{Classification, ClutterModel, ClutterOptions, classify};
use sayso::document::{BlockKind, Document, Media, Problem};
use sayso::load::{MediaType, Source};
use sayso::parse::parse;

/// Prose before and after the tested part, so that the page has an article.
const BEFORE: &str = "<p>The harbour wall of Little Wick, which fell in the storms of last winter, is to be rebuilt by the spring, the council said on Monday.</p>
<p>Work will begin in November, and it will cost some two million pounds, of which the county is to pay the greater part, according to the minutes.</p>";
const AFTER: &str = "<p>The fishermen, who have kept their boats in the river since January, had asked for a longer wall, but the council found no money for it in the end.</p>
<p>“We will take what we can get,” said the harbour master, who has watched the sea from his window for thirty years and more.</p>";

fn read(html: &str) -> (Document, Classification) {
    let source = Source {
        bytes: html.into(),
        media_type: MediaType::Html,
        charset: "utf-8".into(),
        url: Some("https://gull.example/wall".into()),
        ..Source::default()
    };
    let document = parse(&source);
    let classification = classify(&document, &ClutterModel::bundled(), &ClutterOptions::default());
    (document, classification)
}

fn page(middle: &str) -> String {
    format!(
        "<html><head><title>Harbour wall to be rebuilt - The Gull</title></head><body>
        <nav><ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li><li><a href='/sport'>Sport</a></li></ul></nav>
        <main><article><h1>Harbour wall to be rebuilt</h1><p class='byline'>By Ann Lee, 19 October 2023</p>
        <div class='article-body'>{BEFORE}{middle}{AFTER}</div></article></main>
        <footer><p>© 2023 The Gull. All rights reserved.</p><p><a href='/privacy'>Privacy policy</a></p></footer></body></html>"
    )
}

/// Compares the blocks shown between the paragraphs before and after, one line each: kind, `*` for a caption, text.
#[track_caller]
fn check(middle: &str, expected: &[&str]) {
    let (document, classification) = read(&page(middle));
    let start = document.blocks.iter().position(|b| b.text.starts_with("Work will begin")).expect("stands on the page");
    let end = document.blocks.iter().position(|b| b.text.starts_with("The fishermen")).expect("stands on the page");
    let shown = (start + 1..end).filter_map(|at| match classification.verdicts[at] {
        Verdict::Show(role) => {
            let block = &document.blocks[at];
            let what = match &block.kind {
                BlockKind::Image(image) => match image.media {
                    Media::Image => "picture",
                    Media::Video => "film",
                    Media::Audio => "recording",
                    Media::Embed => "frame",
                },
                kind => kind.name(),
            };
            let address = match &block.kind {
                BlockKind::Image(image) if block.text.is_empty() => image.url.clone().unwrap_or_default(),
                _ => String::new(),
            };
            let begins: String = block.text.replace(['\n', '\t'], " ").chars().take(40).collect();
            let mark = if role == Role::Caption { "*" } else { "" };
            Some(format!("{what}{mark}: {begins}{address}"))
        }
        Verdict::Hide(..) => None,
    });
    assert_eq!(shown.collect::<Vec<_>>(), expected, "{middle}");
}

#[test]
fn figures_keep_their_captions() {
    check(
        "<figure><img src='/wall.jpg' alt='The wall in March'><figcaption>The wall in March, before the tide.</figcaption></figure>",
        &["picture*: The wall in March", "paragraph*: The wall in March, before the tide."],
    );
}

#[test]
fn lists_headings_and_tables_stay_in_article() {
    check(
        "<h2>What will be built</h2><ul><li>A wall of granite, four metres high</li><li>Stairs to the water</li></ul>
        <ol><li>The stones are brought by sea in October.</li><li>The old wall is taken away.</li></ol>
        <table><tr><th>Year</th><th>Cost</th></tr><tr><td>2023</td><td>£1,200,000</td></tr><tr><td>2024</td><td>£800,000</td></tr></table>",
        &[
            "heading: What will be built",
            "list: A wall of granite, four metres high",
            "list: Stairs to the water",
            "list: The stones are brought by sea in October",
            "list: The old wall is taken away.",
            "table: Year Cost 2023 £1,200,000 2024 £800,000",
        ],
    );
}

#[test]
fn code_and_quotations_stay_in_article() {
    check(
        "<p>The height of the tide is reckoned by a small program, which anybody may run at home:</p>
        <pre><code class='language-python'>def tide(t):\n    return 3 * sin(t)</code></pre>
        <blockquote><p>The sea gives and the sea takes, and it does not ask the council, the old harbour master used to say.</p></blockquote>",
        &[
            "paragraph: The height of the tide is reckoned by a ",
            "code: def tide(t):     return 3 * sin(t)",
            "quote: The sea gives and the sea takes, and it ",
        ],
    );
}

#[test]
fn videos_and_frames_keep_their_addresses() {
    check(
        "<iframe src='https://www.youtube.com/embed/abc123XYZ_-?rel=0' width='560' height='315'></iframe>
        <video controls src='/storm.mp4' title='The storm'></video>
        <iframe src='https://www.facebook.com/plugins/post.php?href=x' width='500' height='600'></iframe>",
        &[
            "film*: https://www.youtube.com/watch?v=abc123XYZ_-",
            "film*: The storm",
            "frame*: https://www.facebook.com/plugins/post.php?href=x",
        ],
    );
}

#[test]
fn embedded_posts_stay_in_article() {
    check(
        "<blockquote class='twitter-tweet'><p lang='en' dir='ltr'>The wall at Little Wick will stand again by the spring, and the boats will be back in the harbour.</p>
        — Little Wick Council (@wickcouncil) <a href='https://twitter.com/wickcouncil/status/1'>October 16, 2023</a></blockquote>
        <script async src='https://platform.twitter.com/widgets.js'></script>",
        &["quote: The wall at Little Wick will stand again", "quote: — Little Wick Council (@wickcouncil) Oct"],
    );
}

#[test]
fn footnotes_stay_in_article() {
    let html = page("<p>The first wall was built in 1703<a href='#fn1' id='r1'><sup>1</sup></a>, after the great storm of that year had drowned eleven men.</p>")
        .replace("</div></article>", "<ol class='footnotes'><li id='fn1'>Parish records of Little Wick, volume two, kept in the county archive. <a href='#r1'>↩</a></li></ol></div></article>");
    let (document, classification) = read(&html);
    let note = document.blocks.iter().position(|b| b.text.starts_with("Parish records")).expect("stands on the page");
    assert_eq!(classification.verdicts[note], Verdict::Show(Role::Body));
    assert!(document.blocks[note].footnote.is_some());
}

#[test]
fn text_repeating_alt_is_caption() {
    check(
        "<div><img src='/wall.jpg' alt='The harbour wall in the light of a morning in March'></div><p>The harbour wall in the light of a morning in March</p>",
        &["picture*: The harbour wall in the light of a morni", "paragraph*: The harbour wall in the light of a morni"],
    );
}

#[test]
fn inserts_within_article_are_hidden() {
    check(
        "<h4>More:</h4><ul><li><a href='/ferry-stops-for-seal'>The ferry that stopped for a seal</a></li><li><a href='/seals-return'>Seals return to the outer sands</a></li></ul>",
        &[],
    );
}

#[test]
fn missing_and_truncated_articles_are_detected() {
    let why = |html: &str| read(html).1.problems;
    let walled = page("").replace(
        AFTER,
        "<div class='paywall'><h3>Subscribe to continue reading</h3><p>Already a subscriber? Log in</p></div>",
    );
    assert_eq!(why(&walled), [Problem::Paywalled]);
    let claimed = walled.replace(
        "</head>",
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"isAccessibleForFree\":false}</script></head>",
    );
    assert_eq!(why(&claimed), [Problem::Paywalled]);
    assert_eq!(why(&page("")), [], "a whole article is one");
    let scripted = "<html><body><div id='root'></div><noscript>You need to enable JavaScript to run this app.</noscript></body></html>";
    assert!(matches!(why(scripted).as_slice(), [Problem::NoArticle(_)]), "{:?}", why(scripted));
}
