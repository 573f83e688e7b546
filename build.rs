//! What is made before the compiler begins: the table of letters, and how the program is linked.

use std::env::{self, var};
use std::io;
use std::path::Path;

const CHARACTERS: u32 = 0x11_0000;

/// In which order a release's code is linked.
const ORDER: &str = "assets/link/near.ld";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    link();
    letters()
}

/// Writes the table of `src/letters.rs`: which characters are letters and which are numbers, by the standard library of the
/// compiler at hand. A constant can't ask it: its answers are no constants.
///
/// First a byte for each 256 characters, the number of their page; then the pages, a bit for each character that is a letter
/// and a bit for each that is a number. Most pages are the same as others.
fn letters() -> io::Result<()> {
    let (mut index, mut pages) = (Vec::new(), Vec::new());
    for start in (0..CHARACTERS).step_by(256) {
        let page = [bits(start, char::is_alphabetic), bits(start, char::is_numeric)].concat();
        let number = pages.iter().position(|known| *known == page).unwrap_or(pages.len());
        if number == pages.len() {
            pages.push(page);
        }
        index.push(u8::try_from(number).map_err(io::Error::other)?);
    }
    let folder = env::var_os("OUT_DIR").unwrap_or_default();
    std::fs::write(Path::new(&folder).join("letters"), [index, pages.concat()].concat())
}

fn bits(start: u32, is: fn(char) -> bool) -> Vec<u8> {
    let bit = |code: u32| u8::from(char::from_u32(code).is_some_and(is)) << (code % 8);
    (start..start + 256).step_by(8).map(|eight| (eight..eight + 8).map(bit).sum()).collect()
}

/// Has the program linked so that opening an article takes little memory, on Linux. What a linker can't do it is not asked.
///
/// - Its 30,000 relative relocations are packed: a table of 11 KB for one of 800 KB, all of which is read before the program
///   begins. Linkers that know no packing ignore the wish.
/// - Code that every text needs stands together. Only the linker that comes with the compiler is told.
fn link() {
    println!("cargo::rerun-if-changed={ORDER}");
    println!("cargo::rerun-if-env-changed=CARGO_ENCODED_RUSTFLAGS");
    let told = |name: &str| var(name).unwrap_or_default();
    if told("CARGO_CFG_TARGET_OS") != "linux" || told("CARGO_CFG_TARGET_ENV") != "gnu" {
        return;
    }
    println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    let another_linker = env::var_os("RUSTC_LINKER").is_some() || told("CARGO_ENCODED_RUSTFLAGS").contains("link");
    if told("CARGO_CFG_TARGET_ARCH") == "x86_64" && told("OPT_LEVEL") == "3" && !another_linker {
        println!("cargo::rustc-link-arg-bins=-Wl,-T,{}/{ORDER}", told("CARGO_MANIFEST_DIR"));
    }
}
