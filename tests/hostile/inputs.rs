//! Inputs that have broken other readers, generated at any size.

/// A generated input.
pub struct Input {
    /// Description.
    pub name: &'static str,
    /// File extension: `html`, `md` or `txt`.
    pub ending: &'static str,
    /// Number of its parts at full size.
    pub size: usize,
    /// Generates it for a number of parts.
    pub make: fn(usize) -> Vec<u8>,
}

const fn input(name: &'static str, ending: &'static str, size: usize, make: fn(usize) -> Vec<u8>) -> Input {
    Input { name, ending, size, make }
}

/// `front`, then `part` repeated `count` times, then `back`.
fn times(front: &str, part: &str, count: usize, back: &str) -> Vec<u8> {
    let mut text = String::with_capacity(front.len() + part.len() * count + back.len());
    text.push_str(front);
    for _ in 0..count {
        text.push_str(part);
    }
    text.push_str(back);
    text.into_bytes()
}

/// `front`, then the output of `part` for each number, then `back`.
fn each(front: &str, count: usize, part: impl Fn(usize, &mut String), back: &str) -> Vec<u8> {
    let mut text = String::from(front);
    for number in 0..count {
        part(number, &mut text);
    }
    text.push_str(back);
    text.into_bytes()
}

macro_rules! push {
    ($text:expr, $($format:tt)*) => {{
        use std::fmt::Write as _;
        let _ = write!($text, $($format)*);
    }};
}

const PAGE: &str = "<!doctype html><title>A page</title><article><h1>A page</h1><p>";
const END: &str = "</p><p>“The end,” Ada Byron said.</p></article>";

/// A word of letters, different for each number.
fn word(number: usize) -> String {
    let mut rest = number;
    let mut word = String::from((b'A' + (number % 26) as u8) as char);
    while rest > 0 {
        word.push((b'a' + (rest % 26) as u8) as char);
        rest /= 26;
    }
    word.push_str("son");
    word
}

/// Deeply nested pages.
pub const DEEP: &[Input] = &[
    input("attributes of later bodies", "html", 500_000, |n| {
        each("<p>", n, |i, t| push!(t, "<body a{i}><html b{i}>"), "Words that stay.")
    }),
    input("a hundred quotes a line", "md", 150_000, |n| times("", &(">".repeat(100) + "a\n\n"), n, "")),
    input("lists in quotes", "md", 150_000, |n| times("", &("> - ".repeat(30) + "a\n"), n, "")),
    input("divs in divs", "html", 200_000, |n| times(PAGE, "<div>", n, "deep inside")),
    input("lists in lists", "html", 200_000, |n| times(PAGE, "<ul><li>", n, "deep inside")),
    input("quotations in quotations", "html", 200_000, |n| times(PAGE, "<blockquote>", n, "deep inside")),
    input("tables in tables", "html", 50_000, |n| times(PAGE, "<table><tr><td>", n, "deep inside")),
    input("tables in tables, fostered", "html", 50_000, |n| times(PAGE, "<table>x", n, "deep inside")),
    input("spans in spans", "html", 60_000, |n| times(PAGE, "<span>", n, "deep inside")),
    input("bold in bold", "html", 60_000, |n| times(PAGE, "<b>", n, "deep inside")),
    input("other fonts in fonts", "html", 60_000, |n| {
        each(PAGE, n, |i, t| push!(t, "<font size={i}>x"), "deep inside")
    }),
    input("formatting that must be adopted", "html", 60_000, |n| times(PAGE, "<b><i><p>x</b>", n, END)),
    input("links that never close", "html", 60_000, |n| times(PAGE, "<a href=x>y<div>", n, END)),
    input("paragraphs that reopen formatting", "html", 20_000, |n| {
        let mut page = each(PAGE, 40, |i, t| push!(t, "<font color={i}>"), "");
        page.extend(times("", "<p>x", n, END));
        page
    }),
    input("pictures in pictures", "html", 100_000, |n| times(PAGE, "<svg><g>", n, "deep inside")),
    input("formulas in formulas", "html", 100_000, |n| {
        times(PAGE, "<math><mi><annotation-xml encoding=text/html>", n, END)
    }),
    input("templates in templates", "html", 100_000, |n| times(PAGE, "<template>", n, "deep inside")),
    input("choices in choices", "html", 100_000, |n| times(PAGE, "<select><optgroup><option>x", n, END)),
    input("groups of choices in groups", "html", 100_000, |n| times(PAGE, "<optgroup><option>x", n, END)),
    input("rubies in rubies", "html", 100_000, |n| times(PAGE, "<ruby>a<rt>b", n, END)),
    input("unknown elements", "html", 200_000, |n| each(PAGE, n, |i, t| push!(t, "<x-{i}>"), "deep inside")),
    input("ends without beginnings", "html", 200_000, |n| times(PAGE, "</div></b></p></br>", n, END)),
    input("deep, then ends without beginnings", "html", 100_000, |n| {
        let mut page = times(PAGE, "<section>", n, "");
        page.extend(times("", "</em></p>", n, END));
        page
    }),
    input("JSON-LD of lists in lists", "html", 100_000, |n| {
        let mut page = times("<script type=application/ld+json>", "[", n, "");
        page.extend(times("", "]", n, "</script><h1>A page</h1><p>Words that stay.</p>"));
        page
    }),
    input("JSON-LD of objects in objects", "html", 100_000, |n| {
        times(
            "<script type='application/ld+json'>",
            r#"{"@graph":[{"author":"#,
            n,
            "1</script><h1>A page</h1><p>Words.",
        )
    }),
    input("quotations in quotations", "md", 50_000, |n| times("", ">", n, " deep inside\n")),
    input("lists in lists", "md", 5_000, |n| {
        each("", n.min(3000), |i, t| push!(t, "{}- x\n", "  ".repeat(i)), "\n“The end,” she said.\n")
    }),
    input("items on one line", "md", 50_000, |n| times("", "- ", n, "x\n")),
    input("brackets in brackets", "md", 100_000, |n| times("", "[", n, "x\n")),
    input("pictures in links", "md", 50_000, |n| times("", "[![", n, "x\n")),
    input("brackets that close", "md", 50_000, |n| {
        let mut text = times("", "[", n, "a");
        text.extend(times("", "](b)", n, "\n"));
        text
    }),
    input("stars", "md", 200_000, |n| times("", "*a **b ", n, "\n")),
    input("closing stars", "md", 200_000, |n| times("", "a** b* ", n, "\n")),
    input("backticks of every length", "md", 2_000, |n| each("", n, |i, t| push!(t, "e{}", "`".repeat(i)), "\n")),
    input("angle brackets", "md", 200_000, |n| times("", "<a ", n, "\n")),
    input("declarations", "md", 200_000, |n| times("", "a <!A ", n, "\n")),
    input("comments", "md", 200_000, |n| times("", "a <!-- b", n, "\n")),
    input("marks in marks", "txt", 100_000, |n| times("She said: ", "“‘", n, "deep inside")),
    input("brackets", "txt", 300_000, |n| times("She said: ", "([{", n, "deep inside")),
];

/// Long pages.
pub const LONG: &[Input] = &[
    input("one element's attributes", "html", 200_000, |n| {
        each("<p ", n, |i, t| push!(t, "a{i}=b "), ">Words that stay.</p>")
    }),
    input("one attribute's value", "html", 4_000_000, |n| times("<p class='", "ab ", n, "'>Words that stay.</p>")),
    input("classes", "html", 100_000, |n| each(PAGE, n, |i, t| push!(t, "<div class='c{i} share'>x</div>"), END)),
    input("one line", "html", 500_000, |n| times(PAGE, "Words and more words ", n, END)),
    input("one line", "txt", 500_000, |n| times("", "Words and more words ", n, "")),
    input("one line", "md", 500_000, |n| times("", "Words and more words ", n, "")),
    input("one word", "html", 8_000_000, |n| times(PAGE, "x", n, END)),
    input("one word", "txt", 8_000_000, |n| times("", "x", n, "")),
    input("one word", "md", 8_000_000, |n| times("", "x", n, "")),
    input("one title", "html", 2_000_000, |n| times("<title>", "Long ", n, "</title><p>Words that stay.</p>")),
    input("paragraphs", "html", 200_000, |n| times(PAGE, "<p>Words.", n, END)),
    input("the same paragraphs", "html", 30_000, |n| {
        times(PAGE, "<p>The minister said on Monday that the plan was ready and would come soon.</p>", n, END)
    }),
    input("nearly the same paragraphs", "html", 30_000, |n| {
        each(
            PAGE,
            n,
            |i, t| push!(t, "<p>The minister said on Monday that plan number {i} was ready and would come soon."),
            END,
        )
    }),
    input("lines", "txt", 400_000, |n| times("", "a line\n", n, "")),
    input("short paragraphs", "txt", 400_000, |n| times("", "a line\n\n", n, "")),
    input("paragraphs of a letter, to the limit", "txt", 6_900_000, |n| times("", "a\n\n", n, "")),
    input("paragraphs of a letter, to the limit", "md", 6_900_000, |n| times("", "a\n\n", n, "")),
    input("paragraphs of a letter, to the limit", "html", 5_200_000, |n| times("", "<p>a", n, "")),
    input("blank lines", "txt", 4_000_000, |n| times("start", "\n", n, "end")),
    input("line ends of every kind", "txt", 1_000_000, |n| {
        times("start", "\r\n\r\u{b}\u{c}\u{85}\u{2028}", n / 4, "end")
    }),
    input("headings", "html", 100_000, |n| each(PAGE, n, |i, t| push!(t, "<h{}>Part {i}</h1>", i % 6 + 1), END)),
    input("headings", "md", 100_000, |n| each("", n, |i, t| push!(t, "# Part {i}\n"), "")),
    input("breaks", "html", 1_000_000, |n| times(PAGE, "<br>", n, END)),
    input("breaks and letters", "html", 500_000, |n| times(PAGE, "a<br>", n, END)),
    input("rules", "md", 300_000, |n| times("", "---\n", n, "")),
    input("a table's cells", "html", 300_000, |n| {
        each("<table>", n / 100, |_, t| push!(t, "<tr>{}", "<td>x</td>".repeat(100)), "</table>")
    }),
    input("a table's columns", "html", 100_000, |n| times("<table><tr>", "<td>x</td>", n, "</table>")),
    input("a table of wide columns", "html", 3_000, |n| {
        times("<table>", "<tr><td colspan=1000 rowspan=65534>x<td colspan=999999999>y", n, "</table>")
    }),
    input("a table's columns", "md", 20_000, |n| {
        let mut text = times("|", "a|", n, "\n|");
        text.extend(times("", "-|", n, "\n|x|\n|y|\n"));
        text
    }),
    input("a table's short rows", "md", 3_000, |n| {
        let mut text = times("|", "a|", n, "\n|");
        text.extend(times("", "-|", n, "\n"));
        text.extend(times("", "|x|\n", n, ""));
        text
    }),
    input("links", "html", 100_000, |n| {
        each(PAGE, n, |i, t| push!(t, "<a href='/story/{i}'>RelatedStory number {i}</a> "), END)
    }),
    input("list of links", "html", 100_000, |n| {
        each(PAGE, n, |i, t| push!(t, "<li><a href='/story/{i}'>The story of number {i}</a></li>"), END)
    }),
    input("links", "md", 100_000, |n| each("", n, |i, t| push!(t, "[a {i}](http://example.org/{i}) "), "\n")),
    input("references", "md", 50_000, |n| {
        each("", n, |i, t| push!(t, "[a{i}]: http://example.org/{i}\n\n[a{i}]\n"), "\n")
    }),
    input("footnotes", "md", 50_000, |n| each("", n, |i, t| push!(t, "Text[^{i}].\n\n[^{i}]: Note.\n\n"), "")),
    input("one label again and again", "md", 100_000, |n| times("[a]: /b\n\n", "[a] ", n, "\n")),
    input("pictures", "html", 100_000, |n| {
        each(PAGE, n, |i, t| push!(t, "<img src='{i}.png' alt='picture {i}'>"), END)
    }),
    input("metadata", "html", 100_000, |n| {
        each("<title>A page</title>", n, |i, t| push!(t, "<meta property='article:author' content='{}'>", word(i)), END)
    }),
    input("data of schema.org", "html", 50_000, |n| {
        each(
            "",
            n,
            |_, t| t.push_str("<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":[]}</script>"),
            END,
        )
    }),
    input("entities", "html", 1_000_000, |n| times(PAGE, "&amp;&nosuch;&#x1b;", n / 3, END)),
    input("ampersands", "html", 4_000_000, |n| times(PAGE, "&", n, END)),
    input("comments", "html", 300_000, |n| times(PAGE, "<!-- -->x", n, END)),
    input("a comment that never closes", "html", 2_000_000, |n| times("<p>Words that stay.</p><!--", "--!x", n, "")),
    input("scripts that never close", "html", 500_000, |n| times("<p>Words that stay.</p>", "<script>", n, "")),
    input("less-than signs", "html", 4_000_000, |n| times(PAGE, "<", n, END)),
    input("front matter that never closes", "md", 500_000, |n| times("---\n", "a: b\n", n, "")),
    input("underlines", "txt", 500_000, |n| times("Title\n", "=====\n", n, "")),
];

/// Texts that are expensive to search for quotations and names.
pub const SPEECH: &[Input] = &[
    input("straight marks", "txt", 300_000, |n| times("", "\" a ", n, "")),
    input("straight marks without blanks", "txt", 300_000, |n| times("He said ", "\"a", n, "")),
    input("addresses behind marks without blanks", "txt", 8_000, |n| {
        times("", "\"https://web.archive.org/web/2020/http", n, "")
    }),
    input("opening marks", "txt", 300_000, |n| times("", "“a ", n, "")),
    input("closing marks", "txt", 300_000, |n| times("", "a” ", n, "")),
    input("single marks", "txt", 300_000, |n| times("", "‘a ", n, "")),
    input("apostrophes", "txt", 300_000, |n| times("", "don't 'em ", n, "")),
    input("marks of every kind", "txt", 300_000, |n| times("", "«‹„‚“‘'\"”’›»", n / 12, "")),
    input("marks alone", "txt", 300_000, |n| times("", "\"", n, "")),
    input("marks, each in its paragraph", "txt", 100_000, |n| times("", "“Nothing closes here.\n\n", n, "")),
    input("marks, each in its paragraph", "html", 60_000, |n| {
        times(PAGE, "<p>“Nothing closes here, she said.", n, END)
    }),
    input("names", "txt", 60_000, |n| {
        each("", n, |i, t| push!(t, "“It is so,” {} {} said.\n\n", word(i), word(i * 7)), "")
    }),
    input("names of one family", "txt", 60_000, |n| {
        each("", n, |i, t| push!(t, "“It is so,” {} Smith said.\n\n", word(i)), "")
    }),
    input("names in one sentence", "txt", 60_000, |n| {
        each("", n, |i, t| push!(t, "{} {}, ", word(i), word(i / 3)), "said so.")
    }),
    input("one long name", "txt", 60_000, |n| each("“It is so,” said ", n, |i, t| push!(t, "{} ", word(i)), ".")),
    input("pronouns", "txt", 60_000, |n| times("Ada Byron spoke.\n\n", "“It is so,” she said.\n\n", n, "")),
    input("a conversation", "txt", 60_000, |n| {
        each("", n, |i, t| push!(t, "LEE: Is the {} safe?\n\nROSS: I wrote it {} times.\n\n", word(i), word(i * 7)), "")
    }),
    input("a conversation in French", "txt", 60_000, |n| {
        each("", n, |i, t| push!(t, "— Je ne sais pas ce que le {} est devenu, dit-il.\n\n", word(i)), "")
    }),
    input("said", "txt", 400_000, |n| times("Ada Byron ", "said ", n, "")),
    input("said that", "txt", 200_000, |n| times("Ada Byron ", "said that she ", n, "“it is so”.")),
    input("according to", "txt", 200_000, |n| times("", "according to Ada, ", n, "it is so.")),
    input("cues in one sentence", "txt", 300_000, |n| times("", "“a” (Ada Bob) said ", n, "")),
    input("clauses in one sentence", "txt", 300_000, |n| times("", "he added, she added, ", n, "")),
    input("relative clauses", "txt", 300_000, |n| times("", "Ada, who said Bob, ", n, "")),
    input("said within said", "txt", 300_000, |n| times("", "that he said that ", n, "")),
    input("marks without words between them", "txt", 40_000, |n| {
        each("", n, |i, t| push!(t, "{}a{}", ["", "\n\n"][usize::from(i == n / 2)], "`".repeat(i % 400)), "")
    }),
    input("quotations in one paragraph", "txt", 60_000, |n| times("", "“Yes,” she said. ", n, "")),
    input("initials", "txt", 300_000, |n| times("", "J. K. ", n, "Rowling said “no”.")),
    input("full stops", "txt", 4_000_000, |n| times("She said", ".", n, "")),
    input("commas", "txt", 2_000_000, |n| times("Ada", ", a", n, ", said “no”.")),
    input("capitals", "txt", 1_000_000, |n| times("", "ADA SAID ", n, "")),
    input("bylines", "txt", 60_000, |n| {
        each("A title\n", n, |i, t| push!(t, "By {} {}\n", word(i), word(i + 5)), "Words.")
    }),
];

/// Texts that are hard to draw.
pub const STRANGE: &[Input] = &[
    input("marks on one letter", "txt", 200_000, |n| times("A letter: e", "\u{301}", n, " and words.")),
    input("marks on nothing", "html", 200_000, |n| times("<p>", "\u{301}", n, "<p>Words that stay.")),
    input("marks on many letters", "txt", 50_000, |n| times("", "e\u{301}\u{302}\u{303}\u{304} ", n, "")),
    input("joined emoji", "txt", 200_000, |n| times("", "👩\u{200d}", n, "")),
    input("families", "txt", 50_000, |n| times("", "👩\u{200d}👩\u{200d}👧\u{200d}👦 ", n, "")),
    input("flags", "txt", 300_000, |n| times("", "🇩", n, "")),
    input("variation selectors", "txt", 300_000, |n| times("a", "\u{fe0f}", n, "")),
    input("joiners", "txt", 300_000, |n| times("a", "\u{200d}", n, "b")),
    input("overrides", "txt", 200_000, |n| times("“", "\u{202e}abc", n, "” she said.")),
    input("isolates", "txt", 200_000, |n| times("“", "\u{2067}a", n, "” she said.")),
    input("both directions", "txt", 200_000, |n| times("", "אבג abc 123 ", n, "")),
    input("wide letters", "txt", 500_000, |n| times("", "漢字", n, "")),
    input("no breaks", "txt", 1_000_000, |n| times("a", "\u{a0}\u{2060}", n, "b")),
    input("soft hyphens", "html", 1_000_000, |n| times(PAGE, "a&shy;", n, END)),
    input("zero width", "txt", 1_000_000, |n| times("a", "\u{200b}\u{feff}", n, "b")),
    input("tag characters", "txt", 200_000, |n| times("a", "\u{e0041}\u{e007f}", n, "b")),
    input("jamo", "txt", 300_000, |n| times("", "\u{1100}\u{1161}\u{11a8}\u{11a8}", n, "")),
    input("tabs", "txt", 1_000_000, |n| times("a", "\t", n, "b")),
    input("preformatted", "html", 200_000, |n| times("<pre>", "\tx  y\n", n, "</pre>")),
    input("one line of code", "md", 2_000_000, |n| times("```\n", "漢x\t", n / 3, "\n```\n")),
    input("zeros", "html", 500_000, |n| times(PAGE, "a\0b ", n, END)),
    input("backspaces", "html", 500_000, |n| times(PAGE, "abc\u{8}\u{8}", n, END)),
    input("escapes", "html", 300_000, |n| times(PAGE, "\u{1b}[31mred", n, END)),
    input("strings that never end", "html", 300_000, |n| times(PAGE, "\u{1b}]0;x", n, END)),
    input("strings that never end, of C1", "txt", 300_000, |n| times("Words. ", "\u{9d}0;x\u{90}", n, "")),
    input("every character", "txt", 1_112_064, |n| {
        ('\0'..=char::MAX).take(n).flat_map(|c| c.to_string().into_bytes()).chain(*b" and words").collect()
    }),
    input("every byte", "html", 256 * 200, |n| {
        let bytes = (0..n).map(|i| (i % 256) as u8);
        PAGE.bytes().cycle().take(PAGE.len() * 20).chain(bytes).chain(PAGE.bytes().cycle().take(n * 4)).collect()
    }),
    input("UTF-16", "html", 500_000, |n| {
        let page = String::from_utf8_lossy(&times("\u{feff}<p>", "Wörter ", n, "")).into_owned();
        page.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }),
    input("halves of pairs", "txt", 100_000, |n| {
        let text = std::iter::repeat_n([0x61_u16, 0x62, 0x63, 0x64, 0x65, 0x66, 0x20, 0xd800], n).flatten();
        std::iter::once(0xfeff).chain(text).flat_map(u16::to_be_bytes).collect()
    }),
    input("two marks of byte order", "txt", 10, |n| times("\u{feff}\u{feff}", "Words that stay. ", n, "")),
    input("bytes that are no UTF-8", "txt", 300_000, |n| b"\xc3\xa9 caf\xc3\xa9 \xff ".repeat(n / 8)),
    input("broken JIS", "html", 1_500_000, |n| {
        b"<meta charset=iso-2022-jp>".iter().copied().chain(b"\x1b$B$3 words ".repeat(n)).collect()
    }),
    input("Thai", "txt", 6_600_000, |n| times("Words. ", "ก", n, "")),
    input("Japanese in JIS", "txt", 100_000, |n| b"\x1b$B$3$s\x1b(B ".repeat(n)),
];

/// Inputs near the limit of loading: some 20 MB each of the kinds that take most memory per byte.
pub const LIMIT: &[Input] = &[
    input("less-than signs, to the limit", "html", 19_900_000, |n| times(PAGE, "<", n, END)),
    input("zeros, to the limit", "html", 4_900_000, |n| times(PAGE, "a\0b ", n, END)),
    input("stars, to the limit", "md", 4_900_000, |n| times("", "*a* ", n, "")),
    input("links, to the limit", "md", 2_800_000, |n| times("", "[a](b) ", n, "")),
    input("headings, to the limit", "md", 4_900_000, |n| times("", "# a\n", n, "")),
    input("straight marks, to the limit", "txt", 19_900_000, |n| times("", "\"", n, "")),
    input("commas, to the limit", "txt", 19_900_000, |n| times("Ada", ",", n, "")),
    input("quotations of a word, to the limit", "txt", 2_450_000, |n| times("", "“a” ", n, "")),
    input("quotations, to the limit", "txt", 950_000, |n| times("", "“Yes,” she said. ", n, "")),
    input("quotations, each in its paragraph, to the limit", "html", 700_000, |n| {
        times(PAGE, "<p>“Yes,” Ada Byron said.", n, END)
    }),
    input("articles, to the limit", "txt", 130_000, |n| {
        times(
            "",
            "The minister said on Monday that it was ready. “We are ready,” said Ada Byron, the minister of trade, in London. ",
            n,
            "",
        )
    }),
    input("raw text that is shown, to the limit", "html", 1_650_000, |n| times(PAGE, "<xmp>a</xmp>", n, END)),
    input("forms that end around what stands in them", "html", 300_000, |n| times(PAGE, "<form><div>x</form>", n, END)),
];
