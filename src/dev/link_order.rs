//! `dev link-order CALLGRIND SYMBOLS`: writes `assets/link/paths.txt`, the code that stands together in the program, from
//! a record of what opening an article runs.
//!
//! ```sh
//! cargo build --profile dist --config 'profile.dist.strip="none"'
//! nm -S target/dist/sayso > /tmp/symbols
//! valgrind --tool=callgrind --demangle=no --callgrind-out-file=/tmp/ran target/dist/sayso article.html
//! ```
//!
//! In it, an article is opened, paged through with `j`, Space, `n` and `G`, and left. A path that is gone or renamed
//! since does no harm: its code is where the compiler left it.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

const HEAD: &str = "\
# Modules and functions that opening and reading an article runs, as the compiler names them. The build script beside
# this file has their code linked in one place. Written by `sayso dev link-order`. Licence: MIT, like the program.
";

/// Modules and functions by their names.
#[derive(Debug, Default)]
struct Code {
    /// Bytes of all functions.
    all: u64,
    /// Bytes of those that ran.
    ran: u64,
    within: BTreeMap<String, Self>,
}

/// Writes the file.
///
/// # Errors
///
/// A record can't be read, or the file not be written.
pub fn write(words: &[String]) -> Result<(), String> {
    let [record, symbols] = words else { return Err("usage: dev link-order CALLGRIND SYMBOLS".into()) };
    let read = |name: &String| std::fs::read_to_string(name).map_err(|error| format!("{name}: {error}"));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/link/paths.txt");
    let text = HEAD.to_owned() + &paths(&read(record)?, &read(symbols)?);
    std::fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))
}

/// Returns the lines of the file.
fn paths(record: &str, symbols: &str) -> String {
    let named = record.lines().filter_map(|line| line.strip_prefix("fn=").or_else(|| line.strip_prefix("cfn=")));
    let name = |line: &str| Some(line.split_once(' ')?.1.split('\'').next()?.to_owned());
    let ran: HashSet<String> = named.filter_map(name).collect();
    let mut root = Code::default();
    for line in symbols.lines() {
        let [_, size, "t" | "T" | "w" | "W", symbol] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            continue;
        };
        let (Ok(size), Some(pieces)) = (u64::from_str_radix(size, 16), pieces(symbol)) else { continue };
        let mut at = &mut root;
        for piece in pieces {
            at = at.within.entry(piece).or_default();
            at.all += size;
            at.ran += if ran.contains(symbol) { size } else { 0 };
        }
    }
    let mut out = BTreeSet::new();
    for (name, code) in &root.within {
        code.list(name, &mut out);
    }
    out.into_iter().map(|path| path + "\n").collect()
}

impl Code {
    /// Adds the paths of code of which three quarters ran.
    fn list(&self, path: &str, out: &mut BTreeSet<String>) {
        let is_path = !path.ends_with("$LT$");
        if is_path && self.ran > 0 && (self.ran * 4 >= self.all * 3 || self.within.is_empty()) {
            out.insert(path.to_owned());
        } else {
            for (name, code) in &self.within {
                code.list(&format!("{path}{name}"), out);
            }
        }
    }
}

/// Cuts a mangled name into pieces that make up its path: `sayso`, `::parse`, `::parse`. Of a generic's types only the
/// first is kept, behind `$LT$`. Returns `None` for names of other languages and forms.
fn pieces(symbol: &str) -> Option<Vec<String>> {
    let mut rest = symbol.strip_prefix("_ZN")?;
    let mut out: Vec<String> = Vec::new();
    while let Some(end) = rest.find(|c: char| !c.is_ascii_digit()).filter(|&end| end > 0) {
        let length: usize = rest[..end].parse().ok()?;
        let name = rest.get(end..end + length)?;
        rest = &rest[end + length..];
        let is_hash = length == 17 && name.starts_with('h') && rest.starts_with('E');
        if is_hash || name.starts_with("_$u7b$") {
            break;
        }
        let before = if out.is_empty() { "" } else { "::" };
        match name.split_once("$LT$") {
            Some((name, types)) if !types.starts_with('$') => {
                out.push(format!("{before}{name}$LT$"));
                let first = types.split('$').next().unwrap_or_default();
                out.extend(first.split_inclusive("..").map(str::to_owned));
            }
            _ => out.push(format!("{before}{name}")),
        }
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::paths;

    #[test]
    fn modules_of_which_most_ran_are_listed_whole() {
        let record = "fn=(1) _ZN5sayso5parse4html17h0123456789abcdefE\n+3 1\ncfn=(2) _ZN5sayso3cli3run17h0123456789abcdefE'2\n\
                      cfn=(3) malloc\nfn=(4) _ZN42_$LT$sayso..page..Page$u20$as$u20$Drop$GT$4drop17h0123456789abcdefE\n";
        let symbols = "01 10 T _ZN5sayso5parse4html17h0123456789abcdefE\n02 05 t _ZN5sayso5parse3pdf17h0123456789abcdefE\n\
                       03 10 t _ZN5sayso3cli3run17h0123456789abcdefE\n04 40 t _ZN5sayso3cli4list17h0123456789abcdefE\n\
                       05 40 t _ZN42_$LT$sayso..page..Page$u20$as$u20$Drop$GT$4drop17h0123456789abcdefE\n06 99 T malloc\n";
        assert_eq!(paths(record, symbols), "_$LT$sayso..\nsayso::cli::run\nsayso::parse\n");
    }
}
