//! Has the program linked so that opening an article takes little memory, on Linux: code that every article needs is in
//! one place. The kernel maps 64 KB around each function that runs, so that functions that lie apart take as much each.

use std::env::{var, var_os};
use std::path::Path;

/// The standard library, which was compiled with names of another form.
const STANDARD: &str = "*(.text._R* .text.unlikely._R*)";

/// The paths of code that an article runs.
const PATHS: &str = "assets/link/paths.txt";

fn main() {
    println!("cargo::rerun-if-changed=assets/link/build.rs");
    println!("cargo::rerun-if-changed={PATHS}");
    println!("cargo::rerun-if-env-changed=CARGO_ENCODED_RUSTFLAGS");
    let told = |name: &str| var(name).unwrap_or_default();
    let linux =
        ["OS", "ENV", "ARCH"].map(|what| told(&format!("CARGO_CFG_TARGET_{what}"))) == ["linux", "gnu", "x86_64"];
    // Only the linker that comes with the compiler is told, and only for a program that is optimized.
    let another_linker = var_os("RUSTC_LINKER").is_some() || told("CARGO_ENCODED_RUSTFLAGS").contains("link");
    let Ok(paths) = std::fs::read_to_string(Path::new(&told("CARGO_MANIFEST_DIR")).join(PATHS)) else { return };
    let script = Path::new(&told("OUT_DIR")).join("order.ld");
    if linux && told("OPT_LEVEL") == "3" && !another_linker && std::fs::write(&script, order(&paths)).is_ok() {
        println!("cargo::rustc-link-arg-bins=-Wl,-T,{}", script.display());
    }
}

/// Returns the linker's script for a list of paths.
fn order(paths: &str) -> String {
    let paths = paths.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let sections: String = paths.map(pattern).map(|one| format!("*(.text.{one} .text.unlikely.{one})\n")).collect();
    format!("SECTIONS {{ .text.article : {{\n{STANDARD}\n{sections}}} }}\nINSERT BEFORE .text;\n")
}

/// Returns the compiler's name for a path: each name behind its length, which differs where types are cut off.
fn pattern(path: &str) -> String {
    let length = |name: &str| if name.contains('$') { "*".into() } else { name.len().to_string() };
    let mangled: String =
        path.split("::").map(|name| length(name) + name + if name.contains('$') { "*" } else { "" }).collect();
    format!("_ZN{mangled}*")
}
