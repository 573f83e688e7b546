//! Writes small PDF files: text in the standard fonts, or any objects.

#![allow(dead_code, reason = "each test program uses a part of it")]

/// Width of the pages, in points.
pub const WIDTH: f32 = 400.0;
/// Height of the pages, in points.
pub const HEIGHT: f32 = 600.0;

/// A line of text with its baseline's left end, from the top left corner of the page.
#[derive(Clone, Debug)]
pub struct Line {
    pub x: f32,
    pub y: f32,
    pub size: f32,
    pub bold: bool,
    pub text: String,
}

/// A line in the regular font.
pub fn line(x: f32, y: f32, size: f32, text: &str) -> Line {
    Line { x, y, size, bold: false, text: text.into() }
}

/// A line in the bold font.
pub fn bold(x: f32, y: f32, size: f32, text: &str) -> Line {
    Line { bold: true, ..line(x, y, size, text) }
}

/// Lines below each other, 12 points apart, in size 10.
pub fn lines(x: f32, y: f32, texts: &[&str]) -> Vec<Line> {
    texts.iter().enumerate().map(|(at, text)| line(x, 12.0f32.mul_add(at as f32, y), 10.0, text)).collect()
}

/// A file of pages with these lines.
pub fn pages(pages: &[Vec<Line>], info: &str) -> Vec<u8> {
    let contents: Vec<String> = pages.iter().map(|lines| content(lines)).collect();
    with_contents(&contents, info)
}

/// The operators that draw lines.
pub fn content(lines: &[Line]) -> String {
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
    let draw = |it: &Line| {
        let font = if it.bold { "F2" } else { "F1" };
        format!("BT /{font} {} Tf 1 0 0 1 {} {} Tm ({}) Tj ET\n", it.size, it.x, HEIGHT - it.y, escaped(&it.text))
    };
    lines.iter().map(draw).collect()
}

/// A file of pages with these operators. Fonts are `F1` (Helvetica) and `F2` (bold); `info` stands in the information
/// dictionary.
pub fn with_contents(contents: &[String], info: &str) -> Vec<u8> {
    let count = contents.len();
    let kids: String = (0..count).map(|at| format!("{} 0 R ", 6 + 2 * at)).collect();
    let font = |name: &str| format!("<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>");
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R/Lang(en)>>".to_owned(),
        format!("<</Type/Pages/Kids[{kids}]/Count {count}>>"),
        font("Helvetica"),
        font("Helvetica-Bold"),
        format!("<<{info}>>"),
    ];
    for (at, content) in contents.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {} 0 R\
             /Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>",
            7 + 2 * at
        ));
        objects.push(format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()));
    }
    file(&objects, "/Info 5 0 R")
}

/// A file of objects, numbered from 1; the first is the catalogue. `trailer` is added to the trailer.
pub fn file(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).into_bytes());
    }
    let table = bytes.len();
    let entries: String = offsets.iter().map(|offset| format!("{offset:010} 00000 n \n")).collect();
    let size = objects.len() + 1;
    bytes.extend(format!("xref\n0 {size}\n0000000000 65535 f \n{entries}").into_bytes());
    bytes.extend(format!("trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{table}\n%%EOF\n").into_bytes());
    bytes
}
