//! Public test suites of other projects, each input as a page: no crash, and the properties of every page.
//!
//! tests/fixtures/suites names the origins. Kuhn's "UTF-8 decoder capability and stress test" is generated here,
//! section by section, since it is a rule rather than a list.

use crate::article::{changed, changes};
use crate::{Held, config, laid_out, read};
use flate2::read::GzDecoder;
use proptest::prelude::*;
use sayso::layout::Typography;
use std::io::Read;
use std::path::Path;
use std::sync::OnceLock;

/// Returns the inputs of a suite.
pub fn suite(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/suites").join(format!("{name}.json.gz"));
    let mut text = String::new();
    GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Reads the page and lays it out at four widths that depend on `number`, so that a suite covers all widths up to 200.
#[track_caller]
fn check(number: usize, page: &[u8], ending: &str) {
    let holds = |result: Held| {
        assert!(result.is_ok(), "{ending} {:?}: {result:?}", String::from_utf8_lossy(page));
    };
    holds(read(page, ending));
    for width in (0..4).map(|n| (number * 7 + n * 50) % 200 + 1) {
        holds(laid_out(page, ending, width as u16, Typography::default()));
    }
}

/// The suites of pages, each with its file extension.
fn pages() -> &'static [(&'static str, Vec<String>)] {
    static PAGES: OnceLock<Vec<(&str, Vec<String>)>> = OnceLock::new();
    PAGES.get_or_init(|| {
        let suites =
            [("html", "html-trees"), ("html", "html-tokens"), ("md", "commonmark"), ("txt", "naughty-strings")];
        suites.map(|(ending, name)| (ending, suite(name))).into()
    })
}

proptest! {
    #![proptest_config(config())]

    /// Several inputs of a suite in a row, each possibly inside elements that the previous one left open.
    #[test]
    fn mixed_suite_inputs_are_analysed(
        (which, inputs) in any::<(prop::sample::Index, Vec<prop::sample::Index>)>(), changes in changes(), width in 1..200_u16,
    ) {
        let (ending, suite) = which.get(pages());
        let page: String = inputs.iter().take(12).map(|input| input.get(suite).as_str()).collect();
        let page = changed(page.into_bytes(), &changes);
        read(&page, ending)?;
        laid_out(&page, ending, width, Typography::default())?;
    }
}

#[test]
fn web_platform_trees_are_analysed() {
    for (number, page) in suite("html-trees").iter().enumerate() {
        check(number, page.as_bytes(), "html");
    }
}

#[test]
fn html5lib_tokens_are_analysed() {
    // Most inputs are a letter or two: combine as many as make a paragraph.
    for (number, inputs) in suite("html-tokens").chunks(8).enumerate() {
        check(number, format!("<p>{}", inputs.join("</p>\n<p>")).as_bytes(), "html");
    }
}

#[test]
fn commonmark_examples_are_analysed() {
    for (number, page) in suite("commonmark").iter().enumerate() {
        check(number, page.as_bytes(), "md");
    }
}

#[test]
fn naughty_strings_as_speech_are_analysed() {
    for (number, said) in suite("naughty-strings").iter().enumerate() {
        let page = format!("<title>{said}</title><p>“{said},” {said} said.</p><p>By {said}</p>");
        check(number, page.as_bytes(), "html");
        for (open, close) in [("“", "”"), ("\"", "\""), ("« ", " »")] {
            let text = format!("{said}\n\nAda Byron said: {open}{said}{close}.\n\n{open}{said},{close} said {said}.\n");
            check(number, text.as_bytes(), ["txt", "md"][number % 2]);
        }
    }
}

#[test]
fn kuhn_utf8_sequences_are_handled() {
    for (number, bytes) in kuhn().iter().enumerate() {
        let page = [b"Ada Byron said: \xe2\x80\x9cIt is ", bytes.as_slice(), b" so.\xe2\x80\x9d\n"].concat();
        for ending in ["txt", "md", "html"] {
            check(number, &page, ending);
        }
    }
}

/// Input that a decoder must survive: all lengths, wrong lengths, overlong forms, surrogates, noncharacters.
fn kuhn() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = Vec::new();
    // 2: first and last of each length, including lengths no longer allowed.
    for (lead, length) in [(0xc2, 2), (0xdf, 2), (0xe0, 3), (0xef, 3), (0xf0, 4), (0xf4, 4), (0xf8, 5), (0xfc, 6)] {
        for trail in [0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf] {
            let mut bytes = vec![trail; length];
            bytes[0] = lead;
            // 3.3: without the last byte; 3.4: several of them in a row.
            all.push([&bytes[..length - 1], &bytes[..length - 1]].concat());
            all.push(bytes);
        }
    }
    // 3.1: continuation bytes alone; 3.2: lead bytes alone, each before a blank; 3.5: bytes that never occur.
    all.extend((1..=7).map(|n| vec![0xbf; n]));
    all.push((0x80..=0xbf).collect());
    all.extend((0xc0..=0xff_u8).map(|lead| vec![lead, b' ']));
    // 4: overlong forms of a slash, of the last of each length, of zero and of the escape character.
    for code in [b'/', 0x7f, 0, 0x1b] {
        let (high, low) = (code >> 6, 0x80 | code & 0x3f);
        all.push(vec![0xc0 | high, low]);
        all.push(vec![0xe0, 0x80 | high, low]);
        all.push(vec![0xf0, 0x80, 0x80 | high, low]);
        all.push(vec![0xf8, 0x80, 0x80, 0x80 | high, low]);
    }
    // 5: surrogates, alone and in pairs; noncharacters.
    let halves = [[0xed, 0xa0, 0x80], [0xed, 0xad, 0xbf], [0xed, 0xb0, 0x80], [0xed, 0xbf, 0xbf]];
    all.extend(halves.iter().map(|half| half.to_vec()));
    all.extend(halves.iter().flat_map(|a| halves.map(|b| [*a, b].concat())));
    let noncharacters = ['\u{fffe}', '\u{ffff}', '\u{fdd0}', '\u{fdef}', '\u{1fffe}', '\u{10ffff}'];
    all.extend(noncharacters.map(|c| c.to_string().into_bytes()));
    all
}
