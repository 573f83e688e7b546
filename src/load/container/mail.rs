//! Mail (RFC 5322 with MIME): the text of a message and what its headers say.

use super::markup::{escaped, with_attributes};
use super::mime::{Content, Part, parse};
use super::related_pictures::RelatedPictures;
use super::{Article, tracking};
use crate::document::{MediaType, Metadata};
use crate::load::error::Failure;
use crate::load::evidence::{SourceEvidence, SourceForm};
use crate::load::media;
use crate::load::options::Options;
use mail_parser::{Addr, Address, HeaderName, HeaderValue, Message};

/// Messages within messages are read to this depth.
const MAX_CARRIED: usize = 4;
/// The most texts that are taken out of one message.
const MAX_TEXTS: usize = 200;

/// The article that a message is.
///
/// # Errors
/// It has no headers, or no text.
pub(super) fn article(bytes: &[u8], options: &Options) -> Result<Article, Failure> {
    let message = parse(bytes).ok_or(Failure::Damaged("mail"))?;
    let mut texts = Vec::new();
    gather_message(&message, 0, &mut texts);
    texts.retain(|text| text.body.chars().any(|c| !c.is_whitespace()));
    if texts.is_empty() {
        return Err(Failure::Empty);
    }
    // A message that does nothing but carry another is that other one.
    let carried = texts.first().filter(|text| text.depth > 0 && texts.iter().all(|other| other.depth > 0));
    let top = carried.map_or(&message, |text| text.message);
    let evidence = SourceEvidence { meta: metadata(&top.headers), form: SourceForm::Mail, problems: Vec::new() };
    let is_html = texts.iter().any(|text| text.is_html);
    let body = if is_html { html(&texts, top, options.picture.as_deref()) } else { plain(&texts, top) };
    let media_type = if is_html { "text/html" } else { "text/plain" };
    Ok(Article {
        url: content_location(top),
        content_type: Some(format!("{media_type}; charset=utf-8")),
        bytes: body.into_bytes(),
        evidence,
        warc: None,
    })
}

/// One text of a message.
struct Text<'a> {
    /// The message that it belongs to.
    message: &'a Part<'a>,
    /// The number of messages around that one.
    depth: usize,
    is_html: bool,
    body: String,
}

/// Takes the texts that a reader of the message sees, in order; those of carried messages follow.
fn gather_message<'a>(message: &'a Part<'a>, depth: usize, texts: &mut Vec<Text<'a>>) {
    let before = texts.len();
    gather(message, message, depth, texts);
    if texts.len() == before {
        // Some senders call their only text an attachment.
        let attached = message.walk();
        let of = |media_type: &str| attached.iter().find(|part| part.media_type == media_type);
        texts.extend(of("text/html").or_else(|| of("text/plain")).and_then(|part| text(message, part, depth)));
    }
    for part in message.walk() {
        if let Content::Message(carried) = &part.content
            && depth < MAX_CARRIED
            && texts.len() < MAX_TEXTS
        {
            gather_message(carried, depth + 1, texts);
        }
    }
}

/// Takes the texts of a part that are shown.
fn gather<'a>(message: &'a Part<'a>, part: &'a Part<'a>, depth: usize, texts: &mut Vec<Text<'a>>) {
    if texts.len() >= MAX_TEXTS || part.is_attachment() {
        return;
    }
    let Content::Parts(parts) = &part.content else {
        texts.extend(text(message, part, depth));
        return;
    };
    match part.media_type.as_str() {
        "multipart/alternative" => {
            // The last form is the best one; the one with HTML is what the reader sees.
            let shows = |part: &&Part<'_>| part.walk().iter().any(|part| part.media_type == "text/html");
            let best = parts.iter().rev().find(shows).or_else(|| parts.iter().rev().find(|part| is_text(part)));
            best.or(parts.first()).into_iter().for_each(|part| gather(message, part, depth, texts));
        }
        "multipart/related" | "multipart/signed" => {
            let start = part.parameter("start").map(|id| id.trim_matches(['<', '>']));
            let root = parts.iter().find(|part| start.is_some() && part.id() == start).or(parts.first());
            root.into_iter().for_each(|part| gather(message, part, depth, texts));
        }
        _ => parts.iter().for_each(|part| gather(message, part, depth, texts)),
    }
}

fn is_text(part: &Part<'_>) -> bool {
    part.walk().iter().any(|part| part.media_type == "text/plain")
}

fn text<'a>(message: &'a Part<'a>, part: &'a Part<'a>, depth: usize) -> Option<Text<'a>> {
    let is_html = match part.media_type.as_str() {
        "text/html" | "application/xhtml+xml" => true,
        "text/plain" | "text/enriched" | "text/markdown" => false,
        _ => return None,
    };
    let body = part.text(if is_html { MediaType::Html } else { MediaType::Text });
    let is_flowed = part.parameter("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
    let joins = part.parameter("delsp").is_some_and(|value| value.eq_ignore_ascii_case("yes"));
    let body = if is_flowed && !is_html { unflowed(&body, joins) } else { body };
    Some(Text { message, depth, is_html, body })
}

/// Text whose lines were broken for sending (RFC 3676): a line that ends in a blank goes on in the next.
fn unflowed(text: &str, joins: bool) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut open_quotes: Option<usize> = None;
    for line in text.lines() {
        let quotes = line.bytes().take_while(|b| *b == b'>').count();
        let content = line.get(quotes..).unwrap_or_default();
        let content = content.strip_prefix(' ').unwrap_or(content);
        let goes_on = open_quotes == Some(quotes);
        if !goes_on {
            if !whole.is_empty() || open_quotes.is_some() {
                whole.push('\n');
            }
            whole.extend(std::iter::repeat_n('>', quotes));
            if quotes > 0 {
                whole.push(' ');
            }
        }
        // "-- " begins a signature and is no broken line.
        let flows = content.ends_with(' ') && content != "-- ";
        whole.push_str(if flows && joins { content.trim_end_matches(' ') } else { content });
        open_quotes = flows.then_some(quotes);
    }
    whole
}

fn plain(texts: &[Text<'_>], top: &Part<'_>) -> String {
    let with_subject = |text: &Text<'_>| match heading(text, top) {
        Some(subject) => format!("{subject}\n\n{}", text.body),
        None => text.body.clone(),
    };
    texts.iter().map(with_subject).collect::<Vec<_>>().join("\n\n")
}

/// All texts as one page, links through counters replaced by their targets. `wanted` is the address of the picture that is
/// kept as `data:`.
fn html(texts: &[Text<'_>], top: &Part<'_>, wanted: Option<&str>) -> String {
    let mut wanted = wanted.map(str::to_owned);
    let mut page = String::new();
    for text in texts {
        if let Some(subject) = heading(text, top) {
            page.push_str(&format!("<h2>{}</h2>\n", escaped(&subject)));
        }
        if text.is_html {
            let mut pictures = RelatedPictures::of(text.message, &mut wanted);
            page.push_str(&with_attributes(&text.body, |tag, name, value| {
                let is_link = tag.eq_ignore_ascii_case("a") && name.eq_ignore_ascii_case("href");
                let target = is_link.then(|| tracking::target(value)).flatten();
                target.or_else(|| pictures.replaced(tag, name, value))
            }));
        } else {
            for paragraph in text.body.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
                page.push_str(&format!("<p>{}</p>\n", escaped(paragraph.trim())));
            }
        }
    }
    page
}

/// The subject of a carried message, which stands above its text.
fn heading(text: &Text<'_>, top: &Part<'_>) -> Option<String> {
    let is_carried = !std::ptr::eq(text.message, top);
    text.message.headers.subject().filter(|_| is_carried).map(|subject| subject.trim().to_owned())
}

/// Returns subject, date, sender, list and address from the headers.
fn metadata(message: &Message<'_>) -> Metadata {
    let sender = message.from().or_else(|| message.sender()).and_then(first);
    let address = sender.and_then(|sender| sender.address.as_deref());
    let name = sender.and_then(|sender| sender.name.as_deref()).map(str::trim).filter(|name| !name.is_empty());
    let list = message.list_id();
    Metadata {
        title: message.subject().map(without_prefixes).filter(|subject| !subject.is_empty()),
        authors: name.map(str::to_owned).into_iter().collect(),
        site: list_name(list).or_else(|| address.and_then(domain)),
        published: message.date().filter(|date| date.is_valid()).map(mail_parser::DateTime::to_rfc3339),
        url: archived_at(message),
        language: message.header_raw(HeaderName::ContentLanguage).map(|tag| tag.trim().to_owned()),
        ..Metadata::default()
    }
}

fn first<'a>(address: &'a Address<'a>) -> Option<&'a Addr<'a>> {
    address.iter().next()
}

/// A subject without the signs of answers and forwarding.
fn without_prefixes(subject: &str) -> String {
    const PREFIXES: [&str; 8] = ["re:", "fw:", "fwd:", "aw:", "wg:", "tr:", "rv:", "sv:"];
    let mut rest = subject.trim();
    while let Some(prefix) =
        PREFIXES.iter().find(|prefix| rest.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)))
    {
        rest = rest.get(prefix.len()..).unwrap_or_default().trim_start();
    }
    rest.to_owned()
}

/// The name that a list goes by: the words before `<id>` of `List-Id` (RFC 2919).
fn list_name(list: &HeaderValue<'_>) -> Option<String> {
    let name = match list {
        HeaderValue::Address(address) => first(address)?.name.as_deref()?.to_owned(),
        HeaderValue::Text(text) => text.split_once('<')?.0.to_owned(),
        HeaderValue::TextList(texts) => texts.first()?.split_once('<')?.0.to_owned(),
        _ => return None,
    };
    let name = name.trim().trim_matches('"').trim();
    let is_number = name.chars().all(|c| c.is_ascii_hexdigit() || !c.is_alphanumeric());
    (!name.is_empty() && !is_number && !name.contains('@')).then(|| name.to_owned())
}

/// The site of a mail address: its host without what only names a mail server.
fn domain(address: &str) -> Option<String> {
    const SERVERS: [&str; 16] = [
        "e",
        "em",
        "email",
        "emails",
        "info",
        "list",
        "lists",
        "m",
        "mail",
        "mailer",
        "mg",
        "news",
        "newsletter",
        "newsletters",
        "reply",
        "www",
    ];
    let whole = address.rsplit_once('@')?.1.trim().to_ascii_lowercase();
    let mut host = whole.as_str();
    while let Some((server, rest)) = host.split_once('.')
        && rest.contains('.')
        && SERVERS.contains(&server)
    {
        host = rest;
    }
    host.contains('.').then(|| host.to_owned())
}

/// The page on which the message stands (`Archived-At`, RFC 5064).
fn archived_at(message: &Message<'_>) -> Option<String> {
    let raw = message.header_raw("Archived-At")?;
    let address = raw.trim().trim_start_matches('<').split(['>', ' ']).next()?;
    address.starts_with("http").then(|| address.to_owned())
}

/// The address of the page that was sent as a message.
fn content_location(message: &Part<'_>) -> Option<url::Url> {
    let parts = message.walk();
    let html = parts.iter().filter(|part| part.media_type == "text/html").filter_map(|part| part.location());
    let all = message.location().into_iter().chain(html);
    all.filter_map(|at| url::Url::parse(at).ok()).find(media::is_web)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::inside;
    use base64::prelude::{BASE64_STANDARD, Engine};

    fn read(mail: &str) -> (String, SourceEvidence) {
        let article = article(mail.replace('\n', "\r\n").as_bytes(), &Options::default()).unwrap();
        (String::from_utf8(article.bytes).unwrap(), article.evidence)
    }

    #[test]
    fn headers_become_evidence() {
        let (text, evidence) = read(
            "From: =?utf-8?q?Ada_V=C3=A4ne?= <ada@mail.news.example>\nTo: me@b.example\nSubject: Fwd: RE: On =?utf-8?b?YmVlcw==?=\n\
            Date: Tue, 3 Mar 2026 09:30:00 +0100\nList-Id: The Hive <hive.news.example>\nArchived-At: <https://news.example/7>\n\n\
            Bees sleep.\n",
        );
        assert_eq!(text.trim(), "Bees sleep.");
        assert_eq!(evidence.form, SourceForm::Mail);
        assert_eq!(evidence.meta.title.as_deref(), Some("On bees"));
        assert_eq!(evidence.meta.authors, ["Ada Väne"]);
        assert_eq!(evidence.meta.site.as_deref(), Some("The Hive"));
        assert_eq!(evidence.meta.published.as_deref(), Some("2026-03-03T09:30:00+01:00"));
        assert_eq!(evidence.meta.url.as_deref(), Some("https://news.example/7"));
    }

    #[test]
    fn html_is_preferred_and_counters_are_removed() {
        let (text, _) = read(
            "From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=zz\n\n--zz\n\
            Content-Type: text/plain\n\nplain\n--zz\nContent-Type: text/html; charset=iso-8859-1\n\
            Content-Transfer-Encoding: quoted-printable\n\n<p>Caf=E9 <a href=3D\"https://c.example/?url=3Dhttps%3A%2F%2Fn.example%2Fa\">x</a></p>\n--zz--\n",
        );
        assert_eq!(text.trim(), "<p>Café <a href=\"https://n.example/a\">x</a></p>");
    }

    #[test]
    fn pictures_of_the_message_are_named_by_content() {
        let picture = [&b"\x89PNG"[..], &[7; 3_000]].concat();
        let mail = format!(
            "From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=zz\n\n--zz\n\
            Content-Type: text/html\n\n<p>x</p><img src=\"cid:one@b.example\"><img src='cid:none'>\n--zz\n\
            Content-Type: image/png\nContent-ID: <one@b.example>\nContent-Transfer-Encoding: base64\n\n{}\n--zz--\n",
            BASE64_STANDARD.encode(&picture)
        );
        let address = inside::address(&picture).unwrap();
        let (text, _) = read(&mail);
        assert_eq!(text.trim(), format!("<p>x</p><img src=\"{address}\"><img src='cid:none'>"));
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.eml");
        std::fs::write(&file, mail).unwrap();
        assert_eq!(inside::picture(file.to_str().unwrap(), &address).unwrap(), Some(picture));
    }

    #[test]
    fn undeclared_charset_is_detected() {
        let mail = b"From: a@b.example\r\nSubject: x\r\nDate: Tue, 3 Mar 2026 09:30:00 +0100\r\n\r\n\x93Caf\xe9\x94, d\xe9j\xe0 vu\r\n";
        let found = article(mail, &Options::default()).unwrap();
        assert_eq!(String::from_utf8(found.bytes).unwrap().trim(), "“Café”, déjà vu");
    }

    #[test]
    fn carried_message_is_read() {
        let (text, evidence) = read(
            "From: me@b.example\nSubject: Fwd\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=zz\n\n--zz\n\
            Content-Type: message/rfc822\n\nFrom: Ada Vane <a@n.example>\nSubject: Bees\nDate: Tue, 3 Mar 2026 09:30:00 +0100\n\nBees sleep.\n\n--zz--\n",
        );
        assert_eq!((text.trim(), evidence.meta.title.as_deref()), ("Bees sleep.", Some("Bees")));
    }

    #[test]
    fn flowed_lines_are_joined() {
        assert_eq!(unflowed("One \ntwo.\n\n> three \n> four\n-- \nme", false), "One two.\n\n> three four\n-- \nme");
        assert_eq!(unflowed("auto \nbahn", true), "autobahn");
    }
}
