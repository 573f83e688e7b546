//! Has the program linked so that opening an article takes little memory, on Linux: code that every text needs stands
//! together. Only the linker that comes with the compiler is told.

use std::env::{var, var_os};

/// In which order a release's code is linked.
const ORDER: &str = "assets/link/link_order.ld";

fn main() {
    println!("cargo::rerun-if-changed=assets/link/build.rs");
    println!("cargo::rerun-if-changed={ORDER}");
    println!("cargo::rerun-if-env-changed=CARGO_ENCODED_RUSTFLAGS");
    let told = |name: &str| var(name).unwrap_or_default();
    let linux =
        ["OS", "ENV", "ARCH"].map(|what| told(&format!("CARGO_CFG_TARGET_{what}"))) == ["linux", "gnu", "x86_64"];
    let another_linker = var_os("RUSTC_LINKER").is_some() || told("CARGO_ENCODED_RUSTFLAGS").contains("link");
    if linux && told("OPT_LEVEL") == "3" && !another_linker {
        println!("cargo::rustc-link-arg-bins=-Wl,-T,{}/{ORDER}", told("CARGO_MANIFEST_DIR"));
    }
}
