//! Writes the table of `src/letters.rs`: which characters are letters and which are numbers, by the standard library of the
//! compiler at hand. A constant can't ask it: its answers are no constants.
//!
//! First a byte for each 256 characters, the number of their page; then the pages, a bit for each character that is a letter
//! and a bit for each that is a number. Most pages are the same as others.

const CHARACTERS: u32 = 0x11_0000;

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let (mut index, mut pages) = (Vec::new(), Vec::new());
    for start in (0..CHARACTERS).step_by(256) {
        let page = [bits(start, char::is_alphabetic), bits(start, char::is_numeric)].concat();
        let number = pages.iter().position(|known| *known == page).unwrap_or(pages.len());
        if number == pages.len() {
            pages.push(page);
        }
        index.push(u8::try_from(number).map_err(std::io::Error::other)?);
    }
    let folder = std::env::var_os("OUT_DIR").unwrap_or_default();
    std::fs::write(std::path::Path::new(&folder).join("letters"), [index, pages.concat()].concat())
}

fn bits(start: u32, is: fn(char) -> bool) -> Vec<u8> {
    let bit = |code: u32| u8::from(char::from_u32(code).is_some_and(is)) << (code % 8);
    (start..start + 256).step_by(8).map(|eight| (eight..eight + 8).map(bit).sum()).collect()
}
