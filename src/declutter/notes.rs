//! Notes to which the shown text refers.

use super::roles::Roles;
use super::undecided::Scored;
use crate::document::Style;
use rustc_hash::FxHashSet;

/// Largest number of notes of a text.
const MAX_NOTES: usize = 20;

impl Scored<'_, '_> {
    /// Returns the hidden notes to which shown text refers, if they are few.
    pub(super) fn notes(&self, roles: &Roles) -> Vec<usize> {
        let blocks = &self.page.document.blocks;
        let shown = (0..blocks.len()).filter(|&at| Self::is_body(roles, at));
        let labels: FxHashSet<&str> = shown
            .flat_map(|at| &blocks[at].marks)
            .filter_map(|mark| match &mark.style {
                Style::Footnote(label) => Some(label.as_str()),
                _ => None,
            })
            .collect();
        // More of them, or dated ones, are a list of sources.
        let is_note = |&at: &usize| {
            let m = &self.page.stats[at];
            self.is_open(roles, at)
                && m.words >= 2.0
                && m.date == 0.0
                && m.phrases.any() < 0.3
                && blocks[at].footnote.as_deref().is_some_and(|label| labels.contains(label))
        };
        if labels.len() > MAX_NOTES { Vec::new() } else { (0..blocks.len()).filter(is_note).collect() }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::{Role, Verdict};
    use crate::declutter::calibration::Calibration;
    use crate::declutter::features::{Lexicons, MeasuredPage};
    use crate::declutter::wording::ClutterPhrases;
    use crate::declutter::{ClutterOptions, apply_scores};
    use crate::load::Source;
    use crate::parse::parse;

    const FERRY: &str = "The ferry company that has served the islands since the war will replace its oldest boat next \
        spring, the board decided on Tuesday after a debate of four hours, which was longer than any before.";

    /// True for each block that is shown; a block belongs to the article with the given probability.
    fn shown(body: &str, probabilities: &[f32]) -> Vec<bool> {
        let html = format!("<title>The ferry</title><body><div>{body}</div>").replace('@', FERRY);
        let document = parse(&Source { bytes: html.into_bytes(), charset: "utf-8".into(), ..Source::default() });
        let page = MeasuredPage::of(&document, &ClutterPhrases::bundled(), &Lexicons::default());
        let found = apply_scores(&page, probabilities.to_vec(), &Calibration::default(), &ClutterOptions::default());
        found.verdicts.iter().map(|verdict| *verdict == Verdict::Show(Role::Body)).collect()
    }

    #[test]
    fn note_of_shown_text_is_shown() {
        let body = "<p>One. @<a href='#n1'>1</a></p><p>Two. @</p><p>Three. @</p><ol><li id=n1>The fleet has nine boats of \
                    that kind.</li><li id=n2>The council has nine members.</li></ol>";
        assert_eq!(shown(body, &[0.9, 0.9, 0.9, 0.1, 0.1]), [true, true, true, true, false]);
    }
}
