//! Generates articles from typical parts: speech in all forms, names, clutter, three kinds of markup, and occasional
//! hostile input.

use proptest::prelude::*;
use proptest::sample::select;

/// Markup of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Html,
    Markdown,
    Text,
}

impl Form {
    /// Returns the file extension.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Text => "txt",
        }
    }
}

/// Any of the three kinds of markup.
pub fn form() -> impl Strategy<Value = Form> {
    select(&[Form::Html, Form::Markdown, Form::Text][..])
}

const PERSONS: &[&str] = &[
    "Ada Byron",
    "Byron",
    "Mr Byron",
    "Dr. José Núñez-Ortiz",
    "J. K. O’Neil",
    "Prime Minister Park Jin",
    "Park",
    "Xi",
    "Ursula von der Leyen",
    "McDonald's",
    "the BBC",
    "Reuters",
    "she",
    "He",
    "they",
    "the minister",
    "officials",
    "a source",
    "The White House",
    "Sen. Al-Rashid Jr.",
    "李明",
    "Анна Каренина",
    "عمر",
    "",
];
const CUES: &[&str] = &[
    "said",
    "says",
    "told reporters",
    "added",
    "wrote on X",
    "asked",
    "warned that",
    "said that",
    "according to",
    "denied",
    "told Reuters",
    "is quoted as saying",
    "tweeted:",
    "insists",
    "",
];
const CLAUSES: &[&str] = &[
    "it is so",
    "We can't go on like this",
    "the plan — ready “at last” — will come",
    "no",
    "prices rose 3.5% to $1.2bn",
    "I told him: ‘Go!’ and he went",
    "“Moby-Dick” is long",
    "the so-called \"experts\"",
    "rock 'n' roll",
    "the '90s were good",
    "naïve café déjà vu",
    "日本語の文です。",
    "e\u{301}\u{302}",
    "👩‍👩‍👧 families",
    "a\u{202e}b",
    "x < y & z > w",
    "[link](x) *a* _b_ `c`",
    "",
];
const MARKS: &[(&str, &str)] = &[
    ("“", "”"),
    ("\"", "\""),
    ("‘", "’"),
    ("'", "'"),
    ("«", "»"),
    ("„", "“"),
    ("“", ""),
    ("", "”"),
    ("\"", ""),
    ("“‘", "’”"),
    ("``", "''"),
];
const LINES: &[&str] = &[
    "Sign up for our newsletter",
    "Advertisement",
    "Read more:",
    "By Ada Byron, in London",
    "12 January 2024",
    "Share this",
    "© 2024 The Example. All rights reserved.",
    "Related stories",
    "Subscribe to read on",
    "Photograph: A. Byron/Getty",
    "Ada Byron is a writer in London.",
    "Most read",
    "Comments (12)",
    "We use cookies",
    "The Explainer",
    "* * *",
    "---",
    "",
];
const HOSTILE: &[&str] = &[
    "\u{1b}[31m",
    "\u{1b}]0;x\u{7}",
    "\u{9b}2J",
    "\0",
    "\r",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{200d}",
    "\u{202e}",
    "\u{2067}",
    "\u{e0041}",
    "\u{fffd}",
    "&#x1b;",
    "&#0;",
    "&amp;",
    "&nosuch;",
    "</p>",
    "<p>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<script>",
    "</div>",
    "<table><tr>",
    "<td>",
    "<a href='",
    "<b>",
    "</i>",
    "<pre>",
    "<svg>",
    "<br>",
    "\t",
    "\n",
    "\n\n",
    "  ",
    "\\",
    "```",
    "~~~\n",
    "> ",
    "- ",
    "1. ",
    "| a | b |\n|--|--|\n",
    "[^1]",
    "[^1]: ",
    "***",
    "__",
    "](",
    "![",
    "---\n",
    "# ",
    "====\n",
    "\u{301}\u{301}\u{301}",
    "漢",
    "אבג",
    "😀",
    "ﬁ",
    "İ",
    "ß",
    "\u{a0}",
    "\u{ad}",
    "…",
    "--",
    "'",
    "\"",
    "“",
    "”",
    "‘",
    "’",
];

/// A sentence of speech or narrative.
fn sentence() -> impl Strategy<Value = String> {
    (select(PERSONS), select(CUES), select(CLAUSES), select(CLAUSES), select(MARKS), 0..8_u8).prop_map(
        |(who, cue, one, two, (open, close), shape)| match shape {
            0 => format!("{open}{one},{close} {who} {cue}."),
            1 => format!("{open}{one},{close} {cue} {who}, {two}."),
            2 => format!("{who} {cue}: {open}{one}.{close}"),
            3 => format!("{open}{one},{close} {who} {cue}, {open}{two}.{close}"),
            4 => format!("{who} {cue} {one}."),
            5 => format!("{cue} {who}, {one} {open}{two}{close}."),
            6 => format!("{one}, {two}."),
            _ => format!("{open}{one}. {two}."),
        },
    )
}

fn paragraph() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::collection::vec(sentence(), 1..5).prop_map(|sentences| sentences.join(" ")),
        2 => select(LINES).prop_map(str::to_owned),
        1 => (sentence(), select(HOSTILE), sentence()).prop_map(|(a, b, c)| format!("{a}{b}{c}")),
        1 => prop::collection::vec(select(HOSTILE), 1..12).prop_map(|parts| parts.concat()),
        1 => "\\PC{0,40}",
    ]
}

/// An article in a markup.
pub fn article(form: Form) -> impl Strategy<Value = String> {
    prop::collection::vec((paragraph(), 0..24_u8), 0..14).prop_map(move |parts| {
        let mut page = String::new();
        for (text, shape) in &parts {
            match form {
                Form::Html => html(&mut page, text, *shape),
                Form::Markdown => markdown(&mut page, text, *shape),
                Form::Text => plain(&mut page, text, *shape),
            }
        }
        page
    })
}

fn html(page: &mut String, text: &str, shape: u8) {
    let part = match shape {
        0 => format!("<h1>{text}</h1>"),
        1 => format!("<h2 class=title>{text}</h2>"),
        2 => format!("<blockquote><p>{text}</blockquote>"),
        3 => format!("<ul><li>{text}<li><a href='/a'>{text}</a></ul>"),
        4 => format!("<div class='newsletter promo'><p>{text}</p></div>"),
        5 => format!("<table><tr><th>{text}<td>{text}</table>"),
        6 => format!("<figure><img src=a.png alt=\"{text}\"><figcaption>{text}</figcaption></figure>"),
        7 => format!("<pre>{text}\n\t{text}</pre>"),
        8 => format!("<title>{text}</title><meta name=author content=\"{text}\">"),
        9 => format!("<script type='application/ld+json'>{{\"@type\":\"Article\",\"headline\":\"{text}\"}}</script>"),
        10 => format!("<p><b>{text}</b> <a href=\"http://example.org/{text}\">{text}</a><br>{text}"),
        11 => format!("<div>{text}<div>{text}</div>{text}"),
        12 => format!("<article><section>{text}</article>"),
        13 => format!("<aside><ol start=3><li>{text}</ol></aside>"),
        14 => format!("<details><summary>{text}</summary>{text}</details><dl><dt>{text}<dd>{text}</dl>"),
        15 => format!("<span hidden>{text}</span><p style='display:none'>{text}</p>"),
        _ => format!("<p>{text}</p>\n"),
    };
    page.push_str(&part);
}

fn markdown(page: &mut String, text: &str, shape: u8) {
    let part = match shape {
        0 => format!("# {text}\n\n"),
        1 => format!("{text}\n====\n\n"),
        2 => format!("> {text}\n> > {text}\n\n"),
        3 => format!("- {text}\n  - {text}\n1. {text}\n\n"),
        4 => format!("| {text} | b |\n|---|:-:|\n| {text} |\n\n"),
        5 => format!("```rust\n{text}\n```\n\n"),
        6 => format!("![{text}](a.png \"{text}\")\n\n"),
        7 => format!("*{text}* **{text}** `{text}` ~~{text}~~\n\n"),
        8 => format!("[{text}](http://example.org/{text}) [^1]\n\n[^1]: {text}\n\n"),
        9 => format!("---\ntitle: {text}\nauthor: [{text}]\n---\n"),
        10 => format!("<div>{text}</div>\n\n{text}  \n{text}\\\n{text}\n\n"),
        11 => format!("- [ ] {text}\n- [x] {text}\n\n    {text}\n\n***\n"),
        _ => format!("{text}\n\n"),
    };
    page.push_str(&part);
}

fn plain(page: &mut String, text: &str, shape: u8) {
    let part = match shape {
        0 => format!("{text}\n"),
        1 => format!("{text}\r\n\r\n"),
        2 => format!("    {text}\n"),
        3 => format!("* {text}\n"),
        4 => format!("{text}\n{text}\n\n"),
        5 => text.split_inclusive(' ').enumerate().fold(String::new(), |mut lines, (at, word)| {
            lines.push_str(word);
            if at % 7 == 6 {
                lines.push('\n');
            }
            lines
        }),
        _ => format!("{text}\n\n"),
    };
    page.push_str(&part);
}

/// A change of a text's bytes.
#[derive(Clone, Debug)]
pub struct Change {
    at: prop::sample::Index,
    length: usize,
    what: u8,
    word: &'static str,
}

/// A few changes.
pub fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = (any::<prop::sample::Index>(), 1..200_usize, 0..6_u8, select(HOSTILE));
    prop::collection::vec(change.prop_map(|(at, length, what, word)| Change { at, length, what, word }), 0..6)
}

/// Applies the changes to the bytes.
pub fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let at = change.at.index(bytes.len() + 1);
        let end = (at + change.length).min(bytes.len());
        match change.what {
            0 => drop(bytes.drain(at..end)),
            1 => bytes.truncate(at),
            2 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part.iter().copied().cycle().take(part.len() * 3));
            }
            3 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << (change.length % 8)),
            _ => drop(bytes.splice(at..at, change.word.bytes())),
        }
    }
    bytes
}
