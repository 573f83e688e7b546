//! An animated SVG of several screens: the frames form a strip, which a CSS rule moves. Equal rows are drawn once.
//! With reduced motion the first frame is shown.

use super::svg::{Ground, HEIGHT, MARGIN, escaped, head, pixels, row};
use ratatui::buffer::Buffer;
use std::collections::HashMap;
use std::fmt::Write;

/// A frame of the animation.
#[derive(Clone, Debug)]
pub struct CastFrame {
    /// Start time in milliseconds.
    pub at: u32,
    /// Content of the screen.
    pub screen: Buffer,
    /// Keys pressed before it.
    pub keys: String,
    /// Description of the keys.
    pub words: String,
}

/// Height of the line below the screen that shows the keys, in pixels.
const CAPTION: usize = 30;

/// Draws the frames as an SVG document of that length in milliseconds; all screens have one size. `keys` is the
/// colour of the keys.
pub fn film(frames: &[CastFrame], length: u32, ground: Ground, keys: u32, title: &str) -> String {
    let Some(first) = frames.first() else { return String::new() };
    let area = first.screen.area;
    let width = pixels(area.width) + 2.0 * MARGIN as f64;
    let height = usize::from(area.height) * HEIGHT + 2 * MARGIN + CAPTION;
    let (mut rows, mut strip) = (HashMap::new(), String::new());
    let mut drawn = String::new();
    for (number, frame) in frames.iter().enumerate() {
        let _ = writeln!(strip, "<g transform=\"translate({:.1} 0)\">", number as f64 * width);
        for line in 0..area.height {
            let markup = row(&frame.screen, line, ground);
            if markup.is_empty() {
                continue;
            }
            let next = rows.len();
            let id = *rows.entry(markup).or_insert_with_key(|markup| {
                let _ = writeln!(drawn, "<g id=\"r{next}\">\n{markup}</g>");
                next
            });
            let _ = writeln!(strip, "<use href=\"#r{id}\" y=\"{}\"/>", usize::from(line) * HEIGHT);
        }
        caption(frame, height - CAPTION / 2, ground, keys, &mut strip);
        strip.push_str("</g>\n");
    }
    format!(
        "{}<style>{}</style>\n<defs>\n{drawn}</defs>\n<g class=\"strip\">\n{strip}</g>\n</svg>\n",
        head(width, height, ground, title),
        motion(frames, length, width)
    )
}

fn caption(frame: &CastFrame, y: usize, ground: Ground, keys: u32, out: &mut String) {
    let x = MARGIN as f64 + pixels(1);
    let words = x + pixels(frame.keys.chars().count() as u16 + 2);
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{y}\" fill=\"#{keys:06x}\" font-weight=\"bold\">{}</text>\n\
         <text x=\"{words:.1}\" y=\"{y}\" fill=\"#{:06x}\" opacity=\"0.7\">{}</text>",
        escaped(&frame.keys),
        ground.text,
        escaped(&frame.words)
    );
}

/// Returns the CSS animation that moves the strip frame by frame, in a loop.
fn motion(frames: &[CastFrame], length: u32, width: f64) -> String {
    let mut steps = String::new();
    for (number, frame) in frames.iter().enumerate() {
        let share = f64::from(frame.at) * 100.0 / f64::from(length.max(1));
        let _ = write!(steps, "{share:.3}%{{transform:translateX({:.1}px)}}", -(number as f64) * width);
    }
    format!(
        ".strip{{animation:film {length}ms step-end infinite}}@keyframes film{{{steps}}}\
         @media (prefers-reduced-motion:reduce){{.strip{{animation:none}}}}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_frames_are_drawn_once() {
        let frame = |at, line: &str| CastFrame {
            at,
            screen: Buffer::with_lines(["same", line]),
            keys: "n".into(),
            words: "next".into(),
        };
        let ground = Ground { text: 0xff_ffff, ground: 0 };
        let text = film(&[frame(0, "one"), frame(500, "two")], 1000, ground, 0xe0_b567, "t");
        assert_eq!(text.matches(">same<").count(), 1);
        assert_eq!(text.matches("href=\"#r0\"").count(), 2);
        assert!(text.contains("50.000%{transform:translateX(-53.6px)}"), "{text}");
    }
}
