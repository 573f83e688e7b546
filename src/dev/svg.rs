//! Draws a screen as SVG: every cell's character and colours as in a terminal.

use crate::tui::theme::{Palette, Rgb};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use std::fmt::Write;

/// Width of a cell in pixels, equal to the advance of common monospaced fonts at 14 pixels.
const WIDTH: f64 = 8.4;
/// Height of a cell in pixels.
pub(super) const HEIGHT: usize = 18;
/// Space around the screen in pixels.
pub(super) const MARGIN: usize = 10;

/// Default colours of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ground {
    /// Text, 0xRRGGBB.
    pub text: u32,
    /// Background, 0xRRGGBB.
    pub ground: u32,
}

impl Ground {
    /// Returns the colours of a theme.
    pub fn of(palette: &Palette) -> Self {
        Self { text: packed(palette.text), ground: packed(palette.ground) }
    }
}

/// Packs a colour as 0xRRGGBB.
pub fn packed(Rgb(red, green, blue): Rgb) -> u32 {
    u32::from(red) << 16 | u32::from(green) << 8 | u32::from(blue)
}

/// Glyphs drawn as rectangles: left, top, width and height in eighths of the cell. They meet without gaps in any
/// font.
const SHAPES: [(&str, [f64; 4]); 10] = [
    ("█", [0.0, 0.0, 8.0, 8.0]),
    ("▌", [0.0, 0.0, 4.0, 8.0]),
    ("▎", [0.0, 0.0, 2.0, 8.0]),
    ("▐", [4.0, 0.0, 4.0, 8.0]),
    ("▔", [0.0, 0.0, 8.0, 1.0]),
    ("▁", [0.0, 7.0, 8.0, 1.0]),
    ("─", [0.0, 4.0, 8.0, 0.5]),
    ("│", [3.5, 0.0, 1.0, 8.0]),
    ("┃", [3.0, 0.0, 2.0, 8.0]),
    ("┊", [3.5, 1.0, 1.0, 5.0]),
];

/// Style of a run of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    text: u32,
    ground: u32,
    modifier: Modifier,
}

/// Draws the buffer as an SVG document.
pub fn svg(buffer: &Buffer, ground: Ground, title: &str) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let width = pixels(columns) + 2.0 * MARGIN as f64;
    let height = usize::from(rows) * HEIGHT + 2 * MARGIN;
    let mut out = head(width, height, ground, title);
    for row in 0..rows {
        draw_row(buffer, row, usize::from(row) * HEIGHT, ground, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

/// Draws one row of the buffer at the top of a picture.
pub(super) fn row(buffer: &Buffer, row: u16, ground: Ground) -> String {
    let mut out = String::new();
    draw_row(buffer, row, 0, ground, &mut out);
    out
}

/// Returns the start of a document with that size in pixels.
pub(super) fn head(width: f64, height: usize, ground: Ground, title: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"ui-monospace,'JetBrains Mono','DejaVu Sans Mono',Menlo,Consolas,monospace\" font-size=\"14\">\n\
         <title>{}</title>\n<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#{:06x}\"/>\n",
        escaped(title),
        ground.ground
    )
}

/// Draws a row `top` pixels below the first.
fn draw_row(buffer: &Buffer, row: u16, top: usize, ground: Ground, out: &mut String) {
    let mut column = 0;
    let mut run: Option<(u16, Look, String)> = None;
    while column < buffer.area.width {
        let position = (buffer.area.x + column, buffer.area.y + row);
        let Some(cell) = buffer.cell(position) else { break };
        let (look, symbol) = (look(cell, ground), cell.symbol());
        let symbol = if symbol.is_empty() { " " } else { symbol };
        let wide = unicode_width::UnicodeWidthStr::width(symbol).max(1) as u16;
        // A wide character is a run of its own, so that its neighbours keep their columns.
        match &mut run {
            Some((_, current, text)) if *current == look && wide == 1 && goes_on(text, symbol) => {
                text.push_str(symbol);
            }
            _ => {
                finish(run.take(), column, top, ground, out);
                run = Some((column, look, symbol.to_owned()));
            }
        }
        column += wide;
        if wide > 1 {
            finish(run.take(), column, top, ground, out);
        }
    }
    finish(run, column, top, ground, out);
}

/// Returns true if a symbol can be added to the run: letters to letters, a full-width shape to the same shape.
fn goes_on(text: &str, symbol: &str) -> bool {
    let shape = |text: &str| SHAPES.iter().find(|(glyph, _)| text.starts_with(glyph)).map(|(_, [_, _, wide, _])| *wide);
    symbol.chars().count() == 1
        && match shape(text) {
            Some(wide) => wide >= 8.0 && text.starts_with(symbol),
            None => shape(symbol).is_none(),
        }
}

fn finish(run: Option<(u16, Look, String)>, end: u16, top: usize, ground: Ground, out: &mut String) {
    let Some((start, look, text)) = run else { return };
    let (x, y) = (MARGIN as f64 + pixels(start), MARGIN + top);
    let width = pixels(end - start);
    if look.ground != ground.ground {
        let _ = writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{y}\" width=\"{width:.1}\" height=\"{HEIGHT}\" fill=\"#{:06x}\"/>",
            look.ground
        );
    }
    if let Some((_, shape)) =
        text.chars().next().and_then(|first| SHAPES.iter().find(|(glyph, _)| glyph.starts_with(first)))
    {
        let [left, top, wide, high] = *shape;
        let eighth = (WIDTH / 8.0, HEIGHT as f64 / 8.0);
        // Full-width shapes are merged; others are drawn per cell.
        let across = if wide < 8.0 { wide * eighth.0 } else { width };
        let _ = writeln!(
            out,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{across:.1}\" height=\"{:.1}\" fill=\"#{:06x}\"/>",
            x + left * eighth.0,
            y as f64 + top * eighth.1,
            high * eighth.1,
            look.text
        );
        return;
    }
    let visible = text.trim_end();
    if visible.trim_start().is_empty() && !look.modifier.contains(Modifier::UNDERLINED) {
        return;
    }
    let lead = visible.chars().count() - visible.trim_start().chars().count();
    let (x, letters) = (x + pixels(lead as u16), visible.trim_start());
    let columns = unicode_width::UnicodeWidthStr::width(letters) as u16;
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{}\" fill=\"#{:06x}\" textLength=\"{:.1}\"{} xml:space=\"preserve\">{}</text>",
        y + 13,
        look.text,
        pixels(columns),
        attributes(look.modifier),
        escaped(letters)
    );
}

fn attributes(modifier: Modifier) -> String {
    let mut text = String::new();
    for (bit, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::CROSSED_OUT, " text-decoration=\"line-through\""),
        (Modifier::DIM, " opacity=\"0.6\""),
    ] {
        if modifier.contains(bit) {
            text.push_str(attribute);
        }
    }
    text
}

fn look(cell: &Cell, ground: Ground) -> Look {
    let (mut text, mut back) = (rgb(cell.fg).unwrap_or(ground.text), rgb(cell.bg).unwrap_or(ground.ground));
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut text, &mut back);
    }
    let shown = Modifier::BOLD | Modifier::ITALIC | Modifier::UNDERLINED | Modifier::CROSSED_OUT | Modifier::DIM;
    Look { text, ground: back, modifier: cell.modifier & shown }
}

/// xterm's sixteen colours.
const SIXTEEN: [u32; 16] = [
    0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5, 0x7f_7f7f, 0xff_0000,
    0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
];

fn rgb(color: Color) -> Option<u32> {
    let named = |at: usize| Some(SIXTEEN[at]);
    match color {
        Color::Reset => None,
        Color::Rgb(r, g, b) => Some(u32::from(r) << 16 | u32::from(g) << 8 | u32::from(b)),
        Color::Indexed(at) => Some(indexed(at)),
        Color::Black => named(0),
        Color::Red => named(1),
        Color::Green => named(2),
        Color::Yellow => named(3),
        Color::Blue => named(4),
        Color::Magenta => named(5),
        Color::Cyan => named(6),
        Color::Gray => named(7),
        Color::DarkGray => named(8),
        Color::LightRed => named(9),
        Color::LightGreen => named(10),
        Color::LightYellow => named(11),
        Color::LightBlue => named(12),
        Color::LightMagenta => named(13),
        Color::LightCyan => named(14),
        Color::White => named(15),
    }
}

/// Returns one of xterm's 256 colours: sixteen, a cube of six steps, greys.
fn indexed(at: u8) -> u32 {
    match at {
        0..=15 => SIXTEEN[usize::from(at)],
        16..=231 => {
            let step = |n: u8| if n == 0 { 0 } else { 55 + 40 * u32::from(n) };
            let n = at - 16;
            step(n / 36) << 16 | step(n / 6 % 6) << 8 | step(n % 6)
        }
        232..=255 => (8 + 10 * u32::from(at - 232)) * 0x01_0101,
    }
}

pub(super) fn pixels(columns: u16) -> f64 {
    f64::from(columns) * WIDTH
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn runs_keep_their_columns_colours_and_modifiers() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
        buffer.set_string(0, 0, "ab", Style::new().fg(Color::Rgb(1, 2, 3)).add_modifier(Modifier::BOLD));
        buffer.set_string(3, 0, "日<", Style::new().bg(Color::Indexed(16)));
        let text = svg(&buffer, Ground { text: 0xff_ffff, ground: 0x11_1111 }, "t");
        assert!(text.contains(r##"<text x="10.0" y="23" fill="#010203" textLength="16.8" font-weight="bold" xml:space="preserve">ab</text>"##));
        assert!(text.contains(r##"<rect x="35.2" y="10" width="16.8" height="18" fill="#000000"/>"##));
        assert!(
            text.contains(
                r##"<text x="52.0" y="23" fill="#ffffff" textLength="8.4" xml:space="preserve">&lt;</text>"##
            )
        );
    }
}
