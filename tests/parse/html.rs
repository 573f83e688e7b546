//! Parsing of HTML, by value.

use crate::{parse, sketch};
use sayso::load::MediaType::Html;

#[track_caller]
fn check(html: &str, expected: &[&str]) {
    let document = parse(Html, html);
    let sketch = sketch(&document);
    assert_eq!(sketch.lines().collect::<Vec<_>>(), expected, "{html}");
}

#[test]
fn blocks_are_cut_at_block_elements_and_double_breaks() {
    check("<p>one<p>two", &["p: one", "p: two"]);
    check("<div>loose<p>one</p>tail</div>", &["p: loose", "p: one", "p: tail"]);
    check("a<br>b<br><br>c<br> <br>d", &["p: a⏎b", "p: c", "p: d"]);
    check("<b>a<br><br>b</b> c", &["p: {strong a}", "p: {strong b} c"]);
    check("<section><h2>Head <i>in</i></h2>text</section>", &["h2: Head {em in}", "p: text"]);
    check("<div role=heading aria-level=3>Head</div>", &["h3: Head"]);
    check("<span style='display:block'>a</span><span style='display:block'>b</span>", &["p: a", "p: b"]);
    check("<hr>a<hr>", &["rule: ", "p: a", "rule: "]);
    check("<dl><dt>Term<dd>What</dl>", &["p: Term", "p: What"]);
    check(
        "<nav><a href=/a>One</a> <a href=/b>Two</a></nav>",
        &["p: {link=https://example.com/a One} {link=https://example.com/b Two}"],
    );
    check("text <button>Share</button> more", &["p: text", "p: Share", "p: more"]);
}

#[test]
fn white_space_folds_as_in_browsers() {
    check("<p>  a \n\t b <b> c </b> d  </p>", &["p: a b {strong c} d"]);
    check("<p>a<b> b</b><i>c </i> d</p>", &["p: a {strong b}{em c} d"]);
    check("<p>a&nbsp;&nbsp;b</p><p>&nbsp;</p>", &["p: a\u{a0}\u{a0}b"]);
    check("<pre>  a\n\tb</pre>", &["code: a⏎⇥b"]);
    check("<p>a<wbr>b<!-- c -->d</p>", &["p: abd"]);
}

#[test]
fn adjacent_named_elements_are_separate_words() {
    check(
        "<a href=/a><span class=kicker>The Explainer</span><span class=title>Why Korea matters</span></a>",
        &["p: {link=https://example.com/a The Explainer Why Korea matters}"],
    );
    check(
        "<h3><span class=a><span class=b>Abo</span><span class=c>Mit Bluetooth</span></span></h3>",
        &["h3: Abo Mit Bluetooth"],
    );
    check("<p><a class=tag>Tourism</a><a class=text>The castle is open</a></p>", &["p: Tourism The castle is open"]);
    // A drop cap, a word in two colours, a word that continues.
    check("<p><span class=big>I</span><span class=rest>N THE beginning</span></p>", &["p: IN THE beginning"]);
    check("<p><span class=red>You</span><span class=blue>Tube</span></p>", &["p: YouTube"]);
    check("<p><span class=big>On</span><span class=rest>ce upon a time</span></p>", &["p: Once upon a time"]);
}

#[test]
fn lists_keep_their_order_and_depth() {
    check("<ul><li>a<ul><li>b</ul><li>c</ul>", &["item 1*: a", "item 2*: b", "item 1*: c"]);
    check("<ol start=3><li>a<li value=7>b<li>c</ol>", &["item 13.: a", "item 17.: b", "item 18.: c"]);
    check("<ul><li><p>a</p><p>b</p></ul>", &["item 1*: a", "item 1_: b"]);
    check(
        "<ul><li><input type=checkbox checked> done<li><input type=checkbox> open</ul>",
        &["item 1[x]: done", "item 1[ ]: open"],
    );
    check(
        "<blockquote>a<blockquote><p>b</blockquote><ul><li>c</ul></blockquote>",
        &["quote >1: a", "quote >2: b", "item >1 1*: c"],
    );
}

#[test]
fn code_keeps_its_lines_and_language() {
    check(
        "<pre><code class='language-rust'>fn main() {\n    x\n}\n</code></pre>",
        &["code(rust): fn main() {⏎    x⏎}"],
    );
    check("<pre><div>a</div><div>b</div></pre>", &["code: a⏎b"]);
    check("<p>a <code>b  c</code></p>", &["p: a {code b c}"]);
}

#[test]
fn data_tables_are_tables_and_layout_tables_are_not() {
    check(
        "<table><caption>Cap</caption><tr><th>a<th>b<tr><td>1<td><b>2</b> x<tr><td><td>4</table>",
        &["p: Cap", "table(1/3): a⇥b⏎1⇥{strong 2} x⏎⇥4"],
    );
    check("<table><tr><td><p>one</p><p>two</p><td><h2>Head</h2></table>", &["p: one", "p: two", "h2: Head"]);
    check("<table><tr><td><table><tr><td>a<td>b<tr><td>c<td>d</table></table>", &["table(0/2): a⇥b⏎c⇥d"]);
    check("<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>", &["p: a", "p: b", "p: c", "p: d"]);
}

#[test]
fn pictures_films_and_frames_are_named() {
    check(
        "<figure><img src=/a.jpg alt='A cat'><figcaption>The cat</figcaption></figure>",
        &["image(https://example.com/a.jpg): A cat", "p: The cat"],
    );
    check(
        "<img src='data:image/gif;base64,x' data-src=b.png><noscript><img src=b.png></noscript>",
        &["image(https://example.com/news/b.png): "],
    );
    check("<p>mid <img src=/a.jpg alt=pic> dle</p>", &["p: mid dle", "image(https://example.com/a.jpg): pic"]);
    check(
        "<picture><source srcset='/s.webp 1x, /l.webp 2x'><img alt=x></picture>",
        &["image(https://example.com/l.webp): x"],
    );
    check("<img src=/pixel width=1 height=1><p>Hi <img class=emoji alt=🙂 src=/e.png></p>", &["p: Hi 🙂"]);
    check(
        "<video src=/v.mp4 title=Film>old browser</video><iframe src=https://y.tv/1 title=Talk></iframe>",
        &["video(https://example.com/v.mp4): Film", "embed(https://y.tv/1): Talk"],
    );
}

#[test]
fn invisible_elements_give_no_blocks() {
    check("<p>a</p><p hidden>b</p><p style='color:red; display : NONE'>c</p><p aria-hidden=true>d</p>", &["p: a"]);
    check(
        "<script>a</script><style>b</style><template>c</template><svg><title>d</title><text>e</text></svg>f",
        &["p: f"],
    );
    check("<p>Read<span class=sr-only>opens in a new window</span> on</p>", &["p: Read on"]);
    check("<body><noscript>Please enable scripts</noscript><p>a</p>", &["p: a"]);
    let long = "word ".repeat(200);
    let folded = parse(
        Html,
        &format!(
            "<article><p>{long}</p><div hidden aria-hidden=true><p>{long}</p></div></article><div hidden><p>{long}</p></div>"
        ),
    );
    assert_eq!(folded.blocks.len(), 2, "what a click unfolds in the article is read");
    let document = parse(Html, &format!("<body style='display:none'><div style='display:none'><p>{long}</p></div>"));
    assert_eq!(document.blocks.len(), 1, "a page that shows itself by a script is read all the same");
}

#[test]
fn links_are_absolute_and_safe() {
    check("<a href='b c.html'>x</a>", &["p: {link=https://example.com/news/b%20c.html x}"]);
    check("<base href='https://other.org/x/'><a href=y>x</a>", &["p: {link=https://other.org/x/y x}"]);
    check(
        "<a href='javascript:alert(1)'>x</a> <a href='#top'>y</a> <a href='file:///etc/passwd'>z</a>",
        &["p: {link=# x} {link=#top y} z"],
    );
    check(
        "<a href='mailto:a@b.c'>m</a> <a href='//cdn.net/x'>n</a> <a>o</a>",
        &["p: {link=mailto:a@b.c m} {link=https://cdn.net/x n} o"],
    );
    check(
        "<a href=/t><h3>Title</h3><p>Sum</p></a>",
        &["h3: {link=https://example.com/t Title}", "p: {link=https://example.com/t Sum}"],
    );
}

#[test]
fn quote_elements_get_quote_marks() {
    check("<p>He said <q>yes <q>no</q></q>.</p>", &["p: He said “yes ‘no’”."]);
}

#[test]
fn footnotes_are_recognised_by_their_links() {
    check(
        "<p>Text<sup><a href='#fn1'>1</a></sup> goes on.</p><ol><li id=fn1>The note. <a href='#r1'>back</a></ol>",
        &["p: Text{sup {note=fn1 1}} goes on.", "item 11. ^fn1: The note. {link=#r1 back}"],
    );
    check(
        "<p>See <a href='#part'>the part</a>.</p><h2 id=part>Part</h2>",
        &["p: See {link=#part the part}.", "h2: Part"],
    );
}

#[test]
fn enclosing_elements_of_block_are_recorded() {
    let document = parse(
        Html,
        "<article class='post big' id=x><p class=meta><span class=byline itemprop=author>By Jane</span></p><p>text <b>x</b></p>",
    );
    let chain = |mut at: Option<u32>| {
        let mut names = Vec::new();
        while let Some(n) = at {
            let element = &document.elements[n as usize];
            names.push(format!("{}.{}.{}", element.tag, element.names, element.hints));
            at = element.parent;
        }
        names
    };
    assert_eq!(
        chain(document.blocks[0].element),
        ["span.byline.author", "p.meta.", "article.post big x.", "body..", "html.."]
    );
    assert_eq!(chain(document.blocks[1].element), ["p..", "article.post big x.", "body..", "html.."]);
}

#[test]
fn page_metadata_is_read() {
    let document = parse(
        Html,
        r##"<html lang=en_GB><title>A story &#8211; The Paper</title><meta property="og:site_name" content="The Paper"><meta name=description content="What &amp; why">
        <link rel=canonical href=/a><script type="application/ld+json">{"@graph":[{"@type":"Person","@id":"#j","name":"Jane Doe"},
        {"@type":["NewsArticle"],"headline":"A story","author":[{"@id":"#j"},{"name":"By John Roe"}],"datePublished":"2023-10-19T08:00:00Z","isAccessibleForFree":"False"}]}</script><h1>A story</h1>"##,
    );
    let meta = document.meta;
    assert_eq!(meta.title.as_deref(), Some("A story"));
    assert_eq!(meta.authors, ["Jane Doe", "John Roe"]);
    assert_eq!(meta.published.as_deref(), Some("2023-10-19T08:00:00Z"));
    assert_eq!(meta.site.as_deref(), Some("The Paper"));
    assert_eq!(meta.url.as_deref(), Some("https://example.com/a"));
    assert_eq!(meta.language.as_deref(), Some("en-GB"));
    assert_eq!(meta.description.as_deref(), Some("What & why"));
    assert_eq!(meta.page_type.as_deref(), Some("newsarticle"));
    assert!(meta.paywalled);
}

#[test]
fn article_body_metadata_is_used_when_text_is_missing() {
    let told = "The wall is to be rebuilt by the spring, the council said on Monday after a long debate. ".repeat(4);
    let data = |shown: &str| {
        format!(
            "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Wall\",\"articleBody\":\"{told}\\n{told}\"}}</script><h1>Wall</h1>{shown}"
        )
    };
    let line = format!("p: {}", told.trim());
    check(&data("<p>Loading</p>"), &["h1: Wall", &line, &line, "p: Loading"]);
    check(&data(&format!("<p>{told}{told}</p>")), &["h1: Wall", &format!("p: {}", format!("{told}{told}").trim())]);
}
