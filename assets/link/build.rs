//! How the program is linked.

use std::env::{self, var};

/// In which order a release's code is linked.
const ORDER: &str = "assets/link/near.ld";

fn main() {
    println!("cargo::rerun-if-changed=assets/link/build.rs");
    link();
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
