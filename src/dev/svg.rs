//! A drawn screen as SVG: every cell's character and colours as the terminal would show them. Knows nothing of sayso.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use std::fmt::Write;

/// Width of a cell in pixels; type of 14 pixels in a common monospaced font is as wide.
const WIDTH: f64 = 8.4;
/// Height of a cell in pixels.
const HEIGHT: usize = 18;
/// Space around the screen in pixels.
const MARGIN: usize = 10;

/// What a terminal shows where nothing else is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ground {
    /// Text, 0xRRGGBB.
    pub text: u32,
    /// Ground, 0xRRGGBB.
    pub ground: u32,
}

/// How a run of cells looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    text: u32,
    ground: u32,
    modifier: Modifier,
}

/// The buffer as an SVG document.
pub fn svg(buffer: &Buffer, ground: Ground, title: &str) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let width = pixels(columns) + 2.0 * MARGIN as f64;
    let height = usize::from(rows) * HEIGHT + 2 * MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"ui-monospace,'JetBrains Mono','DejaVu Sans Mono',Menlo,Consolas,monospace\" font-size=\"14\">\n\
         <title>{}</title>\n<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#{:06x}\"/>\n",
        escaped(title),
        ground.ground
    );
    for row in 0..rows {
        draw_row(buffer, row, ground, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

fn draw_row(buffer: &Buffer, row: u16, ground: Ground, out: &mut String) {
    let mut column = 0;
    let mut run: Option<(u16, Look, String)> = None;
    while column < buffer.area.width {
        let position = (buffer.area.x + column, buffer.area.y + row);
        let Some(cell) = buffer.cell(position) else { break };
        let (look, symbol) = (look(cell, ground), cell.symbol());
        let symbol = if symbol.is_empty() { " " } else { symbol };
        let wide = unicode_width::UnicodeWidthStr::width(symbol).max(1) as u16;
        // A wide character gets a run of its own, so that its neighbours keep their columns.
        match &mut run {
            Some((_, current, text)) if *current == look && wide == 1 && symbol.chars().count() == 1 => {
                text.push_str(symbol);
            }
            _ => {
                finish(run.take(), column, row, ground, out);
                run = Some((column, look, symbol.to_owned()));
            }
        }
        column += wide;
        if wide > 1 {
            finish(run.take(), column, row, ground, out);
        }
    }
    finish(run, column, row, ground, out);
}

fn finish(run: Option<(u16, Look, String)>, end: u16, row: u16, ground: Ground, out: &mut String) {
    let Some((start, look, text)) = run else { return };
    let (x, y) = (MARGIN as f64 + pixels(start), MARGIN + usize::from(row) * HEIGHT);
    let width = pixels(end - start);
    if look.ground != ground.ground {
        let _ = writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{y}\" width=\"{width:.1}\" height=\"{HEIGHT}\" fill=\"#{:06x}\"/>",
            look.ground
        );
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

/// The sixteen colours as xterm has them.
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

/// The 256 colours as xterm has them: sixteen, a cube of six steps, greys.
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

fn pixels(columns: u16) -> f64 {
    f64::from(columns) * WIDTH
}

fn escaped(text: &str) -> String {
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
