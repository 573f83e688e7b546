//! Articles that a page keeps in `<script type="text/template">`, where a script finds them: they are put into the page.

use std::borrow::Cow;

/// Fewest bytes of a template that may be an article.
const MIN_BYTES: usize = 400;
/// Signs of templates that a script still has to fill in.
const UNFILLED: [&str; 6] = ["{{", "{%", "<%", "${", "[[", "__("];

/// Replaces script elements that hold finished paragraphs by their content.
pub fn open(html: &str) -> Cow<'_, str> {
    if memchr::memmem::find(html.as_bytes(), b"text/template").is_none() {
        return Cow::Borrowed(html);
    }
    let (mut out, mut from) = (String::new(), 0);
    for at in memchr::memmem::find_iter(html.as_bytes(), b"<script") {
        if at < from {
            continue;
        }
        let Some(start) = html[at..].find('>').map(|end| at + end + 1) else { break };
        let Some(end) = memchr::memmem::find(&html.as_bytes()[start..], b"</script").map(|end| start + end) else {
            break;
        };
        let Some(after) = html[end..].find('>').map(|close| end + close + 1) else { break };
        let (tag, content) = (&html[at..start], &html[start..end]);
        if tag.contains("text/template") && is_finished(content) {
            out.push_str(&html[from..at]);
            out.push_str("<div>");
            out.push_str(content);
            out.push_str("</div>");
            from = after;
        }
    }
    if from == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[from..]);
    Cow::Owned(out)
}

fn is_finished(content: &str) -> bool {
    // Data for a script begin otherwise.
    let begins =
        content.trim_start().strip_prefix('<').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    begins
        && content.len() >= MIN_BYTES
        && content.contains("<p")
        && !UNFILLED.iter().any(|sign| content.contains(sign))
}

#[cfg(test)]
mod tests {
    use crate::parse::html::parse;

    #[test]
    fn finished_template_is_read() {
        let text = "The ferry company that has served the islands since 1931 will replace its oldest boat. ".repeat(6);
        let page = |text: &str| {
            format!(
                "<h1>Tides</h1><div><script type='text/template'><p>{text}</p></script></div><script>var p;</script>"
            )
        };
        let blocks = |text: &str| parse(&page(text), None).blocks.len();
        assert_eq!(blocks(&text), 2);
        assert_eq!(blocks(&text.replace("oldest", "{{ age }}")), 1, "a script fills it in");
        let data = format!("<script type='text/template'>{{\"text\": \"<p>{text}\"}}</script>");
        assert_eq!(parse(&data, None).blocks.len(), 0, "data for a script");
        assert_eq!(blocks("High water at six."), 1);
        assert_eq!(parse("<script type=text/template", None).blocks.len(), 0);
    }
}
