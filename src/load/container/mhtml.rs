//! MHTML (RFC 2557): a page saved with its pictures, as a message of several parts. The page is the part that the message
//! names as its start, else the first of HTML.

use super::Article;
use super::markup::with_attributes;
use super::mime::{Content, Part, parse};
use super::related_pictures::RelatedPictures;
use crate::document::MediaType;
use crate::load::error::Failure;
use crate::load::evidence::SourceEvidence;
use crate::load::media::is_web;
use crate::load::options::Options;
use url::Url;

/// Returns true if the head of a message is that of a saved page and no letter.
pub(super) fn is_saved_page(head: &str) -> bool {
    let lower = head.to_ascii_lowercase();
    let headers = lower.split("\n\n").next().unwrap_or_default();
    let headers = headers.split("\r\n\r\n").next().unwrap_or_default();
    let related = headers.contains("multipart/related");
    let alone = headers.contains("text/html") && headers.contains("\ncontent-location:");
    headers.contains("\nsnapshot-content-location:")
        || headers.contains("<saved by ")
        || (related || alone) && !headers.contains("\nto:") && !headers.contains("\nreceived:") && is_unsent(headers)
}

/// Returns true if no sender is named, or a program is.
fn is_unsent(headers: &str) -> bool {
    let from = headers.lines().find_map(|line| line.strip_prefix("from:"));
    from.is_none_or(|from| from.contains("saved by") || !from.contains('@'))
}

/// The page of a message.
///
/// # Errors
/// There is no HTML in it.
pub(super) fn article(bytes: &[u8], options: &Options) -> Result<Article, Failure> {
    let message = parse(bytes).ok_or(Failure::Damaged("MHTML"))?;
    let page = page(&message).ok_or(Failure::NotText("MHTML without a page in it"))?;
    let kept = message.headers.header_raw("Snapshot-Content-Location");
    let kept = kept.map(|at| at.split_whitespace().collect::<String>());
    let mut wanted = options.picture.clone();
    let mut pictures = RelatedPictures::of(&message, &mut wanted);
    let html = page.text(MediaType::Html);
    let html = with_attributes(&html, |tag, name, value| pictures.replaced(tag, name, value)).into_owned();
    let url = kept.as_deref().or_else(|| page.location()).or_else(|| message.location());
    Ok(Article {
        url: url.and_then(|url| Url::parse(url).ok()).filter(is_web),
        content_type: Some("text/html; charset=utf-8".into()),
        bytes: html.into_bytes(),
        evidence: SourceEvidence::default(),
        warc: None,
    })
}

fn page<'a>(message: &'a Part<'a>) -> Option<&'a Part<'a>> {
    let is_page = |part: &&Part<'_>| {
        matches!(part.media_type.as_str(), "text/html" | "application/xhtml+xml")
            && matches!(part.content, Content::Bytes(_))
    };
    let start = message.parameter("start").map(|id| id.trim_matches(['<', '>']));
    let pages: Vec<_> = message.walk().into_iter().filter(is_page).collect();
    let named = pages.iter().find(|part| start.is_some() && part.id() == start);
    named.or(pages.first()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example/a\r\nSubject: Bees\r\n\
        Date: Tue, 3 Mar 2026 08:30:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\
        \tboundary=\"----x\"\r\n\r\n\r\n------x\r\nContent-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\n\
        Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://news.example/a\r\n\r\n\
        <html><p>Bees sleep=E2=80=A6</p></html>\r\n------x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\
        Content-Location: https://news.example/p.png\r\n\r\niVBORw0KGgo=\r\n------x--\r\n";

    #[test]
    fn page_is_taken_out_with_its_address() {
        let found = article(PAGE.as_bytes(), &Options::default()).unwrap();
        assert_eq!(String::from_utf8(found.bytes).unwrap().trim(), "<html><p>Bees sleep…</p></html>");
        assert_eq!(found.url.map(String::from).as_deref(), Some("https://news.example/a"));
    }

    #[test]
    fn saved_page_is_no_letter() {
        assert!(is_saved_page(PAGE));
        assert!(!is_saved_page(
            "From: A <a@b.example>\r\nTo: c@d.example\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
        ));
        assert!(is_saved_page("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"));
    }
}
