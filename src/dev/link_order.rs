//! `dev link-order CALLGRIND`: writes assets/link/link_order.ld, the order in which code is linked, from a record of what ran.
//!
//! ```sh
//! cargo build --release --config 'profile.release.strip="none"'
//! valgrind --tool=callgrind --demangle=no --callgrind-out-file=/tmp/ran target/release/sayso article.html
//! ```
//!
//! In it, an article is opened, paged through with `j`, Space, `n` and `G`, and left. A function that is gone or renamed
//! since does no harm: it stands where the compiler left it.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

const HEAD: &str = "\
/* Code that opening and reading an article runs, out of all the crates in which it lies, in one place: the kernel maps
   64 KB around each function that runs, so that those that stand alone take as much memory. Read by build.rs beside it;
   written by `sayso dev link-order`. */
SECTIONS
{
  .text.near :
  {
";
const TAIL: &str = "  }\n}\nINSERT BEFORE .text;\n";

/// Longer names are cut there: the rest is types.
const LONGEST: usize = 150;

/// Writes the file.
///
/// # Errors
///
/// The record can't be read, or the file not be written.
pub fn link_order(words: &[String]) -> Result<(), String> {
    let [record] = words else { return Err("usage: dev link-order CALLGRIND".into()) };
    let record = std::fs::read_to_string(record).map_err(|error| format!("{record}: {error}"))?;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/link/link_order.ld");
    std::fs::write(&file, script(&record)).map_err(|error| format!("{}: {error}", file.display()))
}

/// The linker's script for what a record names.
fn script(record: &str) -> String {
    let named = record.lines().filter_map(|line| line.strip_prefix("fn=").or_else(|| line.strip_prefix("cfn=")));
    let symbols = named.filter_map(|name| name.split_once(' ')).map(|(_, symbol)| symbol);
    let patterns: BTreeSet<String> = symbols.filter_map(pattern).collect();
    let mut script = HEAD.to_owned();
    for pattern in patterns {
        let _ = writeln!(script, "    *(.text.{pattern} .text.unlikely.{pattern})");
    }
    script + TAIL
}

/// A symbol of Rust without what differs from one build to the next: hashes, and the numbers of clones.
fn pattern(symbol: &str) -> Option<String> {
    let symbol = symbol.split('\'').next()?;
    if symbol.starts_with("_ZN") {
        let end = symbol.rfind("17h")? + "17h".len();
        return Some(format!("{}*", &symbol[..end.min(symbol.floor_char_boundary(LONGEST))]));
    }
    let mut rest = symbol.strip_prefix("_R")?;
    let mut out = "_R".to_owned();
    while let Some((before, after)) = rest.split_once("Cs") {
        let (_, name) = after.split_once('_')?;
        out.push_str(before);
        out.push_str("Cs*_");
        rest = name;
    }
    out.push_str(rest);
    out.truncate(out.floor_char_boundary(LONGEST));
    out.push('*');
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::script;

    #[test]
    fn names_lose_what_differs_between_builds() {
        let record = "ob=(1) /x/sayso\nfn=(1) _ZN5sayso4parse5parse17h0123456789abcdefE\n+3 1\ncfn=(2) _RNvNtCsk2_3std2io4read'2\n\
                      cfn=(3) malloc\nfn=(1)\nfn=(4) _ZN5sayso4parse5parse17hfedcba9876543210E.llvm.7\n";
        let script = script(record);
        let lines: Vec<_> = script.lines().filter_map(|line| line.strip_prefix("    *(.text.")).collect();
        let line = |name: &str| format!("{name} .text.unlikely.{name})");
        assert_eq!(lines, [line("_RNvNtCs*_3std2io4read*"), line("_ZN5sayso4parse5parse17h*")]);
        assert!(script.ends_with("INSERT BEFORE .text;\n"));
    }
}
