//! Pictures of an exported book: those that are at hand, inside books, mails and saved pages on this computer.

use crate::load::{BOOK_SCHEME, BookPictures, INSIDE_SCHEME, picture_inside};
use image::{ImageFormat, ImageReader};
use std::collections::HashMap;
use std::io::Cursor;
use std::path::Path;

/// Most bytes of a picture.
const MAX_PICTURE: usize = 12 * 1024 * 1024;

/// Formats that each reader of EPUB 3 shows: name of the type, ending.
const FORMATS: [(ImageFormat, &str, &str); 3] = [
    (ImageFormat::Png, "image/png", "png"),
    (ImageFormat::Jpeg, "image/jpeg", "jpg"),
    (ImageFormat::Gif, "image/gif", "gif"),
];

/// The pictures of a book that is being written.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    /// Files and types of those that are in the book, in order.
    files: Vec<(String, &'static str)>,
    /// Index in `files` by address; `None` for those that cannot be had.
    known: HashMap<String, Option<usize>>,
    /// The book opened last, with its location.
    open: Option<(String, Option<BookPictures>)>,
    /// Number of pictures that stay links, or words.
    pub(super) linked: usize,
}

impl Pictures {
    /// Returns the file of the picture at an address in the text of `location`, and its bytes the first time; `None` if it
    /// is not at hand.
    pub(super) fn take(&mut self, address: &str, location: &str) -> Option<(String, Option<Vec<u8>>)> {
        let known = self.known.get(address).copied();
        let (index, bytes) = match known {
            Some(index) => (index, None),
            None => {
                let found = self.read(address, location);
                let index = found.as_ref().map(|(_, media_type, ending)| {
                    self.files.push((format!("pictures/{}.{ending}", self.files.len() + 1), *media_type));
                    self.files.len() - 1
                });
                self.known.insert(address.to_owned(), index);
                (index, found.map(|(bytes, ..)| bytes))
            }
        };
        self.linked += usize::from(index.is_none());
        let (file, _) = self.files.get(index?)?;
        Some((file.clone(), bytes))
    }

    /// Reads a picture and tells its type.
    fn read(&mut self, address: &str, location: &str) -> Option<(Vec<u8>, &'static str, &'static str)> {
        let bytes = self.bytes(address, location).filter(|bytes| bytes.len() <= MAX_PICTURE)?;
        let reader = ImageReader::new(Cursor::new(&bytes)).with_guessed_format().ok()?;
        let (_, media_type, ending) = FORMATS.into_iter().find(|(format, ..)| reader.format() == Some(*format))?;
        reader.into_dimensions().ok()?;
        Some((bytes, media_type, ending))
    }

    /// Reads the bytes of a picture in a book, a mail or a saved page.
    fn bytes(&mut self, address: &str, location: &str) -> Option<Vec<u8>> {
        if address.starts_with(INSIDE_SCHEME) {
            return picture_inside(location, address).ok()?;
        }
        if !address.starts_with(BOOK_SCHEME) {
            return None;
        }
        if self.open.as_ref().is_none_or(|(held, _)| held != location) {
            self.open = Some((location.to_owned(), BookPictures::open(Path::new(location)).ok()));
        }
        self.open.as_mut()?.1.as_mut()?.picture(address, MAX_PICTURE).ok()
    }

    /// Returns the entries of the package's manifest.
    pub(super) fn items(&self) -> String {
        let item = |(number, (file, media_type)): (usize, &(String, &str))| {
            format!("<item id=\"p{number}\" href=\"{file}\" media-type=\"{media_type}\"/>\n")
        };
        self.files.iter().enumerate().map(item).collect()
    }
}
