//! Detects a source's media type: by header, name, then content; and recognises files that are not text.

use super::MediaType;

/// Number of bytes examined.
pub(super) const SAMPLE_BYTES: usize = 64 * 1024;

/// Returns the media type of a `Content-Type` header; `None` if the header is inconclusive.
pub(super) fn by_header(content_type: &str) -> Option<MediaType> {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    // Servers label Markdown and much else text/plain: name and content may be more specific.
    MediaType::named(essence).filter(|found| !matches!(found, MediaType::Text | MediaType::Pdf))
}

/// Returns the media type by a file name's ending; `.gz` is ignored.
pub(super) fn by_name(name: &str) -> Option<MediaType> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let (_, ending) = name.rsplit_once('.')?;
    match ending {
        "html" | "htm" | "xhtml" | "xht" | "shtml" => Some(MediaType::Html),
        "md" | "markdown" | "mdown" | "mkd" => Some(MediaType::Markdown),
        "txt" | "text" => Some(MediaType::Text),
        "vtt" => Some(MediaType::WebVtt),
        "srt" => Some(MediaType::SubRip),
        _ => None,
    }
}

/// Guesses the media type from the start of a text.
pub(super) fn by_content(text: &str) -> MediaType {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}');
    if ["<!doctype html", "<html", "<head", "<body", "<?xml", "<meta"].iter().any(|tag| starts_with(start, tag)) {
        return MediaType::Html;
    }
    if let Some(subtitles) = subtitles(start) {
        return subtitles;
    }
    let tags = count_tags(text);
    let features = markdown_features(start);
    match () {
        () if tags >= 2 && tags > 2 * features => MediaType::Html,
        () if features >= 2 => MediaType::Markdown,
        () if features < 2 && opens_like_html(start) => MediaType::Html,
        () => MediaType::Text,
    }
}

/// Returns the format of subtitles that begin so: `WEBVTT`, or a number above a line of two times.
fn subtitles(start: &str) -> Option<MediaType> {
    if start.strip_prefix("WEBVTT").is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace)) {
        return Some(MediaType::WebVtt);
    }
    let mut lines = start.lines();
    let number = lines.next()?.trim();
    let times = lines.next()?;
    let is_times = times.starts_with(|c: char| c.is_ascii_digit()) && times.contains(" --> ");
    (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) && is_times).then_some(MediaType::SubRip)
}

/// Returns true if a text begins with a tag typical of pages (WHATWG MIME sniffing standard).
fn opens_like_html(start: &str) -> bool {
    const TAGS: [&str; 22] = [
        "!--",
        "a",
        "article",
        "b",
        "blockquote",
        "br",
        "div",
        "figure",
        "h1",
        "h2",
        "header",
        "img",
        "link",
        "main",
        "nav",
        "p",
        "script",
        "section",
        "span",
        "style",
        "table",
        "title",
    ];
    let Some(tag) = start.strip_prefix('<') else { return false };
    TAGS.iter().any(|name| {
        starts_with(tag, name) && tag.get(name.len()..).is_some_and(|rest| rest.starts_with([' ', '>', '\n', '\t']))
    })
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|front| front.eq_ignore_ascii_case(start))
}

/// Number of closing tags of common elements in a text.
fn count_tags(text: &str) -> usize {
    const TAGS: [&str; 18] = [
        "p>",
        "div>",
        "a>",
        "h1>",
        "h2>",
        "h3>",
        "li>",
        "ul>",
        "span>",
        "article>",
        "section>",
        "main>",
        "table>",
        "title>",
        "blockquote>",
        "b>",
        "em>",
        "script>",
    ];
    let closing = |at: usize| text.get(at + 2..).is_some_and(|rest| TAGS.iter().any(|tag| starts_with(rest, tag)));
    memchr::memmem::find_iter(text.as_bytes(), "</").filter(|&at| closing(at)).count()
}

/// Number of different features of Markdown in a text: front matter counts as two.
fn markdown_features(text: &str) -> usize {
    let front_matter = usize::from(text.strip_prefix("---\n").is_some_and(|rest| rest.contains("\n---\n"))) * 2;
    let (mut heading, mut fence, mut table) = (false, false, false);
    for line in text.lines() {
        let words = line.trim_start_matches('#');
        heading |= (1..=6).contains(&(line.len() - words.len())) && words.starts_with(' ');
        fence |= line.starts_with("```") || line.starts_with("~~~");
        table |=
            line.starts_with("|--") || line.starts_with("| --") || line.starts_with("|:-") || line.starts_with("| :-");
    }
    let link = text.match_indices("](").any(|(at, _)| {
        text.get(at + 2..)
            .and_then(|rest| rest.split([')', '\n', ' ']).next())
            .is_some_and(|to| to.contains(['/', '#', '.']))
    });
    let strong = text.match_indices("**").nth(1).is_some();
    front_matter + [heading, fence, table, link, strong].into_iter().map(usize::from).sum::<usize>()
}

/// Returns the kind of a binary file, by its first bytes.
pub(super) fn sniff_magic(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 25] = [
        (b"\x89PNG", "a picture (PNG)"),
        (b"\xff\xd8\xff", "a picture (JPEG)"),
        (b"GIF87a", "a picture (GIF)"),
        (b"GIF89a", "a picture (GIF)"),
        (b"BM\0", "a picture (BMP)"),
        (b"PK\x03\x04", "a ZIP archive, office document or e-book"),
        (b"PK\x05\x06", "an empty ZIP archive"),
        (b"\x1f\x8b", "gzip within gzip"),
        (b"BZh", "bzip2 data"),
        (b"\xfd7zXZ\0", "xz data"),
        (b"\x28\xb5\x2f\xfd", "zstd data"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"Rar!\x1a", "a RAR archive"),
        (b"\x7fELF", "a program"),
        (b"MZ\x90", "a program"),
        (b"\xcf\xfa\xed\xfe", "a program"),
        (b"\xca\xfe\xba\xbe", "a program"),
        (b"\0asm", "a program (WebAssembly)"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"\xd0\xcf\x11\xe0", "an old office document"),
        (b"OggS", "audio or video (Ogg)"),
        (b"ID3", "audio (MP3)"),
        (b"fLaC", "audio (FLAC)"),
        (b"\x1aE\xdf\xa3", "video (Matroska)"),
        (b"wOF", "a font"),
    ];
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(what);
    }
    match (bytes.get(..4), bytes.get(4..8), bytes.get(8..12)) {
        (_, Some(b"ftyp"), _) => Some("a video or picture (MP4)"),
        (Some(b"RIFF"), _, Some(b"WEBP" | b"WAVE" | b"AVI ")) => Some("a picture, audio or video (RIFF)"),
        (Some(b"\xff\xfe\0\0" | b"\0\0\xfe\xff"), ..) => Some("UTF-32 text (save it as UTF-8)"),
        _ => None,
    }
}

/// Returns true if an address is one of http or https.
pub(super) fn is_web(url: &url::Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

/// Returns true if too many bytes occur in no ASCII-compatible encoding. `known`: header or name call it text; then
/// the limit is higher.
pub(super) fn is_binary(bytes: &[u8], known: Option<MediaType>) -> bool {
    let sample = bytes.get(..SAMPLE_BYTES).unwrap_or(bytes);
    // The binary data bytes of the WHATWG MIME sniffing standard, without those used by printers and terminals.
    let odd = sample.iter().filter(|b| matches!(b, 0..=6 | 0x0e..=0x1a | 0x1c..=0x1f)).count();
    let per_cent = match known {
        Some(MediaType::Html) => 40,
        Some(_) => 8,
        None => 4,
    };
    odd * 100 > sample.len() * per_cent
}
