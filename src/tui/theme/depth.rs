//! Detects the terminal's colour depth from the environment.

use crate::tui::theme::Depth;

/// Terminals with 24-bit colours regardless of `COLORTERM`, which ssh does not pass on.
const TRUE_TERMS: [&str; 10] =
    ["alacritty", "contour", "direct", "foot", "ghostty", "iterm", "kitty", "rio", "truecolor", "wezterm"];

impl Depth {
    /// Detects the colour depth. `environment` maps a variable's name to its value: a non-empty `NO_COLOR` means none,
    /// then `COLORTERM` decides, then `TERM`.
    pub fn detect(environment: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| environment(name).filter(|value| !value.is_empty());
        if set("NO_COLOR").is_some() {
            return Self::None;
        }
        Self::of_terminal(set)
    }

    /// Like [`Self::detect`], but ignores `NO_COLOR`, for users who asked for colours.
    pub fn of_terminal(environment: impl Fn(&str) -> Option<String>) -> Self {
        let term = environment("TERM").unwrap_or_default().to_ascii_lowercase();
        // GNU screen passes on what the terminal outside of it says, and has no 24-bit colours itself.
        let in_screen = environment("STY").is_some_and(|value| !value.is_empty());
        let colours = environment("COLORTERM").filter(|_| !in_screen).unwrap_or_default().to_ascii_lowercase();
        let windows = environment("WT_SESSION").is_some();
        if matches!(colours.as_str(), "truecolor" | "24bit") || windows {
            return Self::True;
        }
        if TRUE_TERMS.iter().any(|name| term.contains(name)) || term == "st" || term.starts_with("st-") {
            return Self::True;
        }
        match term.as_str() {
            "dumb" | "vt100" | "vt102" | "vt220" => Self::None,
            _ if term.contains("256") => Self::Indexed,
            // xterm itself has 256 colours, whatever TERM says.
            "xterm" if environment("XTERM_VERSION").is_some_and(|version| !version.is_empty()) => Self::Indexed,
            _ if term.ends_with("-mono") || term.ends_with("-m") => Self::None,
            _ => Self::Sixteen,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Depth;

    #[test]
    fn depth_follows_environment() {
        let cases: [(&[(&str, &str)], Depth); 12] = [
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], Depth::True),
            (&[("TERM", "xterm-kitty")], Depth::True),
            (&[("TERM", "tmux-256color")], Depth::Indexed),
            (&[("TERM", "linux")], Depth::Sixteen),
            (&[("TERM", "xterm")], Depth::Sixteen),
            (&[("TERM", "xterm"), ("XTERM_VERSION", "XTerm(379)")], Depth::Indexed),
            (&[("TERM", "st-256color")], Depth::True),
            (&[("TERM", "screen"), ("STY", "1.pts"), ("COLORTERM", "truecolor")], Depth::Sixteen),
            (&[("TERM", "screen-256color"), ("STY", "1.pts"), ("COLORTERM", "truecolor")], Depth::Indexed),
            (&[("TERM", "dumb")], Depth::None),
            (&[("TERM", "xterm-kitty"), ("NO_COLOR", "1")], Depth::None),
            (&[("TERM", "xterm-kitty"), ("NO_COLOR", "")], Depth::True),
        ];
        for (environment, depth) in cases {
            let look_up =
                |name: &str| environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(Depth::detect(look_up), depth, "{environment:?}");
        }
    }
}
