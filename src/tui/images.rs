//! Pictures in the terminal: fetched on request, decoded within limits, drawn by the best available protocol.
//!
//! The protocol is derived from the terminal's name and version, from the environment where it has not told them, and from
//! the terminal's size in pixels. [`Canvas::fetch`] does the slow part (network, decoding, scaling, encoding) and
//! belongs on a worker thread; a [`Picture`] is then drawn row by row, so that it scrolls like text.

use crate::config::Protocol;
use crate::load;
use crate::load::{BookPictures, Failure, Limits, Trust};
use crate::tui::terminal_name::TerminalName;
use crate::tui::theme::Depth;
use crate::web_address;
use image::{DynamicImage, ImageReader};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget;
use ratatui_image::picker::{Picker, ProtocolType};
use ratatui_image::sliced::{SignedPosition, SlicedImage, SlicedProtocol};
use ratatui_image::{FontSize, Resize};
use std::io::Cursor;
use std::path::Path;

/// Maximum size of a picture file, in bytes.
const MAX_BYTES: usize = 12 * 1024 * 1024;

/// Maximum width and height, in pixels.
const MAX_SIDE: u32 = 12_000;

/// Maximum memory for decoding one picture, in bytes.
const MAX_MEMORY: u64 = 160 * 1024 * 1024;

/// Cell size in pixels assumed if the terminal reports none.
const USUAL_CELL: (u16, u16) = (10, 20);

/// A terminal that can show pictures.
#[derive(Clone, Debug)]
pub struct Canvas {
    picker: Picker,
}

impl Canvas {
    /// Chooses the protocol: the one in the settings, or else the best one of the terminal. `None` if no pictures can be shown.
    pub fn new(
        protocol: Protocol,
        depth: Depth,
        name: &TerminalName,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Option<Self> {
        let protocol = match protocol {
            Protocol::Auto => best_protocol(depth, name, environment)?,
            Protocol::None => return None,
            Protocol::Kitty => ProtocolType::Kitty,
            Protocol::Iterm => ProtocolType::Iterm2,
            Protocol::Sixel => ProtocolType::Sixel,
            Protocol::Blocks => ProtocolType::Halfblocks,
        };
        let mut picker =
            if protocol == ProtocolType::Halfblocks { Picker::halfblocks() } else { picker(cell_pixels()) };
        picker.set_protocol_type(protocol);
        Some(Self { picker })
    }

    /// Returns true if pictures of the other canvas look right on this one.
    pub fn is_like(&self, other: &Self) -> bool {
        let of = |canvas: &Self| {
            let cell = canvas.picker.font_size();
            (canvas.picker.protocol_type(), cell.width, cell.height)
        };
        of(self) == of(other)
    }

    /// Fetches a picture of the page at `location` and scales it to fit `room` cells; one in a book, a mail or a saved page
    /// comes from its file.
    /// Slow.
    ///
    /// # Errors
    ///
    /// A clause with the reason why the picture cannot be shown.
    pub fn fetch(&self, address: &str, location: &str, room: Size, options: &load::Options) -> Result<Picture, String> {
        if address.starts_with(load::BOOK_SCHEME) {
            return self.picture(&in_book(address, location)?, room);
        }
        if address.starts_with(load::INSIDE_SCHEME) {
            return self.picture(&in_file(address, location)?, room);
        }
        let address = url::Url::parse(address).map_err(|_| "no URL to load it from".to_owned())?;
        let limits = Limits { bytes: options.limits.bytes.min(MAX_BYTES), ..options.limits };
        let options = load::Options { trust: Trust::Page, limits, ..options.clone() };
        let fetched = load::fetch(&address, &options).map_err(|error| error.failure.to_string())?;
        self.picture(&fetched.bytes, room)
    }

    /// Decodes a picture (PNG, JPEG, GIF, WebP) and scales it down to fit `room` cells; it is never enlarged.
    ///
    /// # Errors
    ///
    /// A clause with the reason why the picture cannot be shown.
    pub fn picture(&self, bytes: &[u8], room: Size) -> Result<Picture, String> {
        let image = scaled(decoded(bytes)?, room, self.picker.font_size());
        let cell = self.picker.font_size();
        let cells = |pixels: u32, cell: u16| pixels.div_ceil(u32::from(cell.max(1))).clamp(1, 1000) as u16;
        let size = Size::new(cells(image.width(), cell.width), cells(image.height(), cell.height));
        let protocol = SlicedProtocol::new_with_resize(&self.picker, image, size, Resize::Fit(None));
        protocol
            .map(|protocol| Picture { protocol, bytes: bytes.into() })
            .map_err(|_| "the terminal can't show it".to_owned())
    }
}

/// A picture encoded for the terminal, ready to be drawn.
pub struct Picture {
    protocol: SlicedProtocol,
    /// The file, for another encoding.
    bytes: Box<[u8]>,
}

impl Picture {
    /// Returns the size in cells.
    pub fn size(&self) -> Size {
        self.protocol.size()
    }

    /// Returns the bytes of the file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns true if the picture must not reach the last row of the screen: sixels there scroll the terminal by a line.
    pub fn spares_last_row(&self) -> bool {
        matches!(self.protocol, SlicedProtocol::Sixel(_))
    }

    /// Draws the rows from `skip` on into `area`, as many as fit.
    pub fn draw(&self, skip: u16, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        if area.is_empty() || skip >= self.size().height {
            return;
        }
        let position = SignedPosition::from((0, -i16::try_from(skip).unwrap_or(i16::MAX)));
        SlicedImage::new(&self.protocol, position).render(area, buffer);
    }
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Picture").field("size", &self.size()).finish_non_exhaustive()
    }
}

/// Reads a picture in a book.
fn in_book(address: &str, location: &str) -> Result<Vec<u8>, String> {
    if web_address::has_web_scheme(location) {
        return Err("save the book as a file and open that".to_owned());
    }
    let gone = |failure: Failure| match failure {
        Failure::NoSuchFile => format!("the book is no longer at {location}"),
        Failure::Damaged(_) => "the book has changed".to_owned(),
        other => other.to_string(),
    };
    let mut book = BookPictures::open(Path::new(location)).map_err(gone)?;
    book.picture(address, MAX_BYTES).map_err(gone)
}

/// Reads a picture in a mail or a saved page.
fn in_file(address: &str, location: &str) -> Result<Vec<u8>, String> {
    if web_address::has_web_scheme(location) || location == "-" {
        return Err("save the page as a file and open that".to_owned());
    }
    let found = load::picture_inside(location, address).map_err(|error| match error.failure {
        Failure::NoSuchFile => format!("the file is no longer at {location}"),
        other => other.to_string(),
    })?;
    found.ok_or_else(|| "the file has changed".to_owned())
}

/// Decodes within the limits of size and memory.
fn decoded(bytes: &[u8]) -> Result<DynamicImage, String> {
    let no_picture = |_| "no picture to show here".to_owned();
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|error| error.to_string())?;
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    reader.decode().map_err(no_picture)
}

/// Scales a picture down to fit `room` cells.
fn scaled(image: DynamicImage, room: Size, cell: FontSize) -> DynamicImage {
    let width = u32::from(room.width.max(1)) * u32::from(cell.width.max(1));
    let height = u32::from(room.height.max(1)) * u32::from(cell.height.max(1));
    if image.width() <= width && image.height() <= height {
        return image;
    }
    image.resize(width, height, image::imageops::FilterType::Triangle)
}

/// Chooses the best protocol by the terminal's name and version, or else by environment variables. Half-blocks inside tmux
/// and screen, which forward graphics only in part.
fn best_protocol(
    depth: Depth,
    name: &TerminalName,
    environment: impl Fn(&str) -> Option<String>,
) -> Option<ProtocolType> {
    let get = |name: &str| environment(name).unwrap_or_default().to_ascii_lowercase();
    let (term, program) = (get("TERM"), get("TERM_PROGRAM"));
    let one_of = |value: &str, names: &[&str]| names.iter().any(|name| value.contains(name));
    if depth == Depth::None {
        return None;
    }
    let blocks = (depth == Depth::True).then_some(ProtocolType::Halfblocks);
    if one_of(&term, &["tmux", "screen"]) || program == "tmux" || name.name == "tmux" {
        return blocks;
    }
    match (name.name.as_str(), name.version) {
        // Pictures are shown by Unicode placeholders, which kitty has since 0.28.
        ("kitty", Some(version)) if version < (0, 28) => return blocks,
        ("kitty" | "ghostty", _) => return Some(ProtocolType::Kitty),
        ("iterm2" | "wezterm" | "mintty" | "rio", _) => return Some(ProtocolType::Iterm2),
        ("foot" | "mlterm" | "contour", _) => return Some(ProtocolType::Sixel),
        // Another terminal, whatever TERM says.
        ("xterm" | "vte" | "konsole" | "alacritty", _) => return blocks,
        _ => {}
    }
    if one_of(&term, &["kitty", "ghostty"]) {
        return Some(ProtocolType::Kitty);
    }
    if one_of(&program, &["iterm", "wezterm", "mintty", "rio", "warpterminal"]) {
        return Some(ProtocolType::Iterm2);
    }
    if one_of(&term, &["foot", "mlterm", "contour", "sixel"]) {
        return Some(ProtocolType::Sixel);
    }
    blocks
}

/// Returns width and height of a cell in pixels.
fn cell_pixels() -> (u16, u16) {
    let Ok(window) = crossterm::terminal::window_size() else { return USUAL_CELL };
    match (window.width.checked_div(window.columns), window.height.checked_div(window.rows)) {
        (Some(width), Some(height)) if width > 0 && height > 0 => (width, height),
        _ => USUAL_CELL,
    }
}

#[expect(deprecated, reason = "the other way asks the terminal, while keys are being read")]
fn picker((width, height): (u16, u16)) -> Picker {
    Picker::from_fontsize(FontSize::new(width, height))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let image = image::RgbImage::from_fn(width, height, |x, _| image::Rgb([(x % 256) as u8, 0, 128]));
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::from(image).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    fn blocks() -> Canvas {
        Canvas::new(Protocol::Blocks, Depth::True, &TerminalName::default(), |_| None).unwrap()
    }

    #[test]
    fn picture_protocol_follows_environment() {
        let protocol = |environment: &[(&str, &str)], depth| {
            let get =
                |name: &str| environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            best_protocol(depth, &TerminalName::default(), get)
        };
        assert_eq!(protocol(&[("TERM", "xterm-kitty")], Depth::True), Some(ProtocolType::Kitty));
        assert_eq!(protocol(&[("TERM_PROGRAM", "WezTerm")], Depth::True), Some(ProtocolType::Iterm2));
        assert_eq!(protocol(&[("TERM", "foot-extra")], Depth::True), Some(ProtocolType::Sixel));
        assert_eq!(protocol(&[("TERM", "xterm-256color")], Depth::True), Some(ProtocolType::Halfblocks));
        assert_eq!(protocol(&[("TERM", "xterm-256color")], Depth::Indexed), None);
        assert_eq!(protocol(&[("TERM", "xterm-kitty")], Depth::None), None);
        let in_tmux = [("TERM", "tmux-256color"), ("TERM_PROGRAM", "tmux")];
        assert_eq!(protocol(&in_tmux, Depth::True), Some(ProtocolType::Halfblocks));
    }

    #[test]
    fn picture_protocol_follows_what_the_terminal_says_of_itself() {
        let protocol = |reply: &str| {
            let name = TerminalName::of_reply(reply);
            best_protocol(Depth::True, &name, |name| (name == "TERM").then(|| "xterm-kitty".to_owned()))
        };
        assert_eq!(protocol("kitty(0.26.5)"), Some(ProtocolType::Halfblocks));
        assert_eq!(protocol("kitty(0.28.0)"), Some(ProtocolType::Kitty));
        assert_eq!(protocol("foot(1.13.1)"), Some(ProtocolType::Sixel));
        assert_eq!(protocol("XTerm(379)"), Some(ProtocolType::Halfblocks));
        assert_eq!(protocol(""), Some(ProtocolType::Kitty));
    }

    #[test]
    fn picture_fits_room_and_scrolls() {
        let picture = blocks().picture(&png(400, 200), Size::new(20, 10)).unwrap();
        assert_eq!(picture.size(), Size::new(20, 5));
        for (skip, rows) in [(0, 5), (2, 3), (9, 0)] {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 30, 8));
            picture.draw(skip, Rect::new(2, 1, 20, 7), &mut buffer);
            let drawn = (0..8).filter(|y| buffer[(2, *y)].bg != ratatui::style::Color::Reset).count();
            assert_eq!(drawn, rows, "without its first {skip} rows");
        }
    }

    #[test]
    fn small_picture_is_not_enlarged() {
        let picture = blocks().picture(&png(20, 20), Size::new(60, 30)).unwrap();
        assert_eq!(picture.size(), Size::new(2, 1));
    }

    #[test]
    fn non_picture_is_reported() {
        for bytes in [&b""[..], b"<html>", &png(4, 4)[..40], b"\x89PNG\r\n\x1a\n"] {
            assert!(blocks().picture(bytes, Size::new(10, 10)).is_err());
        }
        let huge = png(12_001, 1);
        assert!(blocks().picture(&huge, Size::new(10, 10)).is_err(), "too wide");
    }

    #[test]
    fn picture_in_a_saved_page_is_read_from_its_file() {
        use base64::prelude::{BASE64_STANDARD, Engine};
        let image =
            image::RgbImage::from_fn(90, 60, |x, y| image::Rgb([(x * y % 251) as u8, (x * 7) as u8, (y * 9) as u8]));
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::from(image).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        let page =
            format!("<p>A page.</p><img src='data:image/png;base64,{}'>", BASE64_STANDARD.encode(bytes.into_inner()));
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("saved.html");
        std::fs::write(&file, &page).unwrap();
        let source = load::from_bytes("saved.html", page.into(), &load::Options::default()).unwrap();
        let document = crate::parse::parse(&source);
        let picture = |block: &crate::document::Block| match &block.kind {
            crate::document::BlockKind::Image(image) => image.url.clone(),
            _ => None,
        };
        let address = document.blocks.iter().find_map(picture).unwrap();
        let options = load::Options::default();
        let shown = blocks().fetch(&address, file.to_str().unwrap(), Size::new(10, 10), &options).unwrap();
        assert_eq!(shown.size().width, 9);
        std::fs::write(&file, "<p>Another page.</p>").unwrap();
        let gone = blocks().fetch(&address, file.to_str().unwrap(), Size::new(10, 10), &options);
        assert_eq!(gone.unwrap_err(), "the file has changed");
        let web = blocks().fetch(&address, "https://news.example/", Size::new(10, 10), &options);
        assert_eq!(web.unwrap_err(), "save the page as a file and open that");
    }

    #[test]
    fn picture_outside_the_web_is_refused() {
        let options = load::Options::default();
        for address in [
            "file:///etc/passwd",
            "http://127.0.0.1:1/x.png",
            "nonsense",
            "data:image/png;base64,AA",
            "epub:a.png#0",
            "inside:0",
        ] {
            assert!(blocks().fetch(address, "a.html", Size::new(10, 10), &options).is_err(), "{address}");
        }
    }
}
