//! Right-to-left text: a file draws it from left to right, so the characters of a line are put in the order in which
//! they are read. This undoes rule L2 of the Unicode Bidirectional Algorithm (UAX #9) for two levels.

use super::lines::TextRun;

/// Puts the characters of a line in logical order, if some of them are written from right to left.
pub fn to_logical(runs: Vec<TextRun>) -> Vec<TextRun> {
    let (rtl, ltr) = runs.iter().flat_map(|run| run.text.chars()).fold((0, 0), |(rtl, ltr), c| {
        let right = is_rtl(c);
        (rtl + usize::from(right), ltr + usize::from(!right && c.is_alphabetic()))
    });
    if rtl == 0 {
        return runs;
    }
    let mut chars: Vec<(char, usize)> =
        runs.iter().enumerate().flat_map(|(at, run)| run.text.chars().map(move |c| (c, at))).collect();
    if rtl >= ltr {
        chars.reverse();
        reverse_stretches(&mut chars, |c| !is_rtl(c) && c.is_alphanumeric());
    } else {
        reverse_stretches(&mut chars, is_rtl);
    }
    rebuilt(&runs, &chars)
}

/// Reverses each stretch of characters of one direction, with the signs and spaces inside it.
fn reverse_stretches(chars: &mut [(char, usize)], belongs: impl Fn(char) -> bool) {
    let mut at = 0;
    while at < chars.len() {
        if !belongs(chars[at].0) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        let mut next = end;
        while next < chars.len() && (belongs(chars[next].0) || !chars[next].0.is_alphanumeric()) {
            next += 1;
            if belongs(chars[next - 1].0) {
                end = next;
            }
        }
        chars[at..end].reverse();
        at = end;
    }
}

/// Returns runs of these characters, each with the number of the run that it had.
fn rebuilt(runs: &[TextRun], chars: &[(char, usize)]) -> Vec<TextRun> {
    let mut out: Vec<TextRun> = Vec::new();
    let mut last = None;
    for &(c, from) in chars {
        match out.last_mut().filter(|_| last == Some(from)) {
            Some(run) => run.text.push(c),
            None => out.extend(runs.get(from).map(|run| TextRun { text: c.to_string(), ..run.clone() })),
        }
        last = Some(from);
    }
    out
}

/// Returns true for letters of Hebrew, Arabic, Syriac, Thaana and N'Ko.
pub const fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
        && !matches!(c, '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::pdf::fragments::FontLook;

    fn logical(visual: &str) -> String {
        let run = TextRun { text: visual.into(), look: FontLook::default(), raised: false, link: None };
        to_logical(vec![run]).iter().map(|run| run.text.as_str()).collect()
    }

    #[test]
    fn lines_drawn_from_left_are_read_from_right() {
        assert_eq!(logical("םולש"), "שלום");
        assert_eq!(logical("2024 תנשב ninja םולש"), "שלום ninja בשנת 2024");
        assert_eq!(logical("He said םולש to them"), "He said שלום to them");
        assert_eq!(logical("Only Latin, 12"), "Only Latin, 12");
    }
}
