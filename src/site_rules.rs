//! The user's rules by host ([`overrides`]) in a small text file beside the settings, which can be edited by hand.
//!
//! `SAYSO_RULES` names another file. Invalid lines and comments are kept when a rule is added or removed.

use crate::article::Article;
use crate::atomic_write::{self, Permissions};
use crate::bounded_read;
use crate::declutter::overrides::{self, Action, SiteRule};
use crate::library::BlockOverrides;
use crate::load::Source;
use crate::parse::parse;
use crate::paths;
use crate::sanitize;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Comment at the top of a new file.
const HEAD: &str = "\
# Blocks to hide or show on the pages of a site. Pressing X in the reader adds lines here.
#
#   example.org  hide  p.promo < div.article-body        blocks of this element within that one
#   example.org  hide  \"Read more of our coverage\"       blocks with exactly this text (… at the end: that start with it)
#   example.org  show  *                                 the whole page
#
# A rule also applies to subdomains. If several rules match a block, the last one wins.

";

/// Returns the path of the file, even if it does not exist; `None` without a home directory.
pub fn file() -> Option<PathBuf> {
    let named = std::env::var_os("SAYSO_RULES").filter(|name| !name.is_empty()).map(PathBuf::from);
    named.or_else(|| paths::config_folder().map(|folder| folder.join("clutter.txt")))
}

/// Returns the rules, and the numbers of invalid lines; none for a missing file.
///
/// # Errors
/// The file exists and can't be read.
pub fn read(file: &Path) -> std::io::Result<(Vec<SiteRule>, Vec<usize>)> {
    Ok(overrides::parse(&text(file)?))
}

fn text(file: &Path) -> std::io::Result<String> {
    match bounded_read::read_text(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        read => read,
    }
}

/// Adds a rule at the end and removes an earlier one about the same blocks. If that one said the opposite, nothing is
/// added: the two cancel each other out.
///
/// # Errors
/// The file can't be read or written; then it has not changed.
pub fn add(file: &Path, rule: &SiteRule) -> std::io::Result<()> {
    let old = text(file)?;
    let mut contrary = false;
    let mut new = if old.is_empty() { HEAD.to_owned() } else { String::with_capacity(old.len() + 80) };
    for line in old.lines() {
        let held = overrides::parse(line).0.pop();
        match held.filter(|held| held.host == rule.host && held.pattern == rule.pattern) {
            Some(held) => contrary |= held.action != rule.action,
            None => new.extend([line, "\n"]),
        }
    }
    if !contrary {
        new.extend([sanitize::line(&rule.to_string()).as_ref(), "\n"]);
    }
    write(file, &new)
}

/// Removes a rule.
///
/// # Errors
/// The file can't be read or written; then it has not changed.
pub fn remove(file: &Path, rule: &SiteRule) -> std::io::Result<()> {
    let old = text(file)?;
    let keep = |line: &&str| overrides::parse(line).0.first() != Some(rule);
    let new: String = old.lines().filter(keep).flat_map(|line| [line, "\n"]).collect();
    if new == old { Ok(()) } else { write(file, &new) }
}

/// Returns the rule that makes the same decision about a block on other pages; `moves` holds all decisions on this
/// page. `None` for a page without an address.
pub fn learn(
    source: &Source,
    article: &Article,
    moves: &BlockOverrides,
    order: u32,
    action: Action,
) -> Option<SiteRule> {
    let document = parse(source);
    let in_article = |order: u32| article.blocks.binary_search_by_key(&order, |placed| placed.order).is_ok();
    let shown =
        |order: u32| if in_article(order) { !moves.hidden.contains(&order) } else { moves.shown.contains(&order) };
    overrides::rule_for_block(&document, order as usize, action, |other| {
        other == order as usize || shown(other as u32) == (action == Action::Show)
    })
}

/// Writes the file atomically.
fn write(file: &Path, text: &str) -> std::io::Result<()> {
    paths::make_folder(atomic_write::folder(file))?;
    atomic_write::write(file, Permissions::Private, |out| out.write_all(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_added_and_cancel_each_other_out() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deeper/clutter.txt");
        assert_eq!(read(&file).unwrap(), (vec![], vec![]));
        let rule = |line: &str| overrides::parse(line).0.pop().unwrap();
        add(&file, &rule("a.example hide p.promo < div.x")).unwrap();
        add(&file, &rule("b.example hide \"Buy now\"")).unwrap();
        std::fs::write(&file, std::fs::read_to_string(&file).unwrap() + "# mine\nnonsense\n").unwrap();
        add(&file, &rule("a.example hide p.promo < div.x")).unwrap();
        let (rules, wrong) = read(&file).unwrap();
        let shown: Vec<_> = rules.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["b.example  hide  \"Buy now\"", "a.example  hide  p.promo < div.x"]);
        assert_eq!(wrong.len(), 1);
        add(&file, &rule("b.example show \"Buy now\"")).unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("# Blocks to hide or show") && text.contains("# mine\nnonsense\n"), "{text}");
        assert!(!text.contains("Buy now"), "{text}");
    }
}
