//! The terminal's own name and version, and what follows from them where terminals differ.
//!
//! `TERM` says little: kitty sends the same one in every version, Konsole and VTE call themselves xterm. The reply to
//! XTVERSION (`CSI > q`) names the program that draws the cells, also over ssh.

/// The query for name and version (XTVERSION).
pub const QUERY: &str = "\x1b[>0q";

/// Name and version of a terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TerminalName {
    /// Name in lower case; empty if unknown.
    pub name: String,
    /// Major and minor version; `None` if unknown.
    pub version: Option<(u32, u32)>,
}

/// Order in which a row with right-to-left letters has to be written, so that it reads as the layout has set it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RightToLeft {
    /// Cell by cell, as set: terminals that leave the order alone, or do so after `CSI 8 l`.
    #[default]
    AsSet,
    /// The terminal reverses each run of letters again (kitty): the letters of a run are written in reading order.
    RunsReversed,
    /// The terminal reorders the row again (Konsole): a left-to-right mark after each letter prevents it.
    RowReordered,
}

/// Emoji that are joined from several, or have a tone of skin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum JoinedEmoji {
    /// Written as set.
    #[default]
    AsSet,
    /// The terminal gives them the cells of all their parts (foot), over what follows: only the first part is written.
    FirstOnly,
}

/// Characters that are written for the cells as the layout has set them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellWriting {
    /// Order of right-to-left letters.
    pub order: RightToLeft,
    /// Joined emoji.
    pub joined: JoinedEmoji,
}

impl TerminalName {
    /// Parses the reply to [`QUERY`], such as `kitty(0.26.5)` or `Konsole 22.12.3`.
    pub fn of_reply(reply: &str) -> Self {
        let name = reply.split(['(', ' ']).next().unwrap_or_default().to_ascii_lowercase();
        let numbers: Vec<u32> = reply[name.len()..]
            .trim_matches(['(', ' ', ')'])
            .split(['.', '-'])
            .map_while(|number| number.parse().ok())
            .collect();
        let version = numbers.first().map(|major| (*major, numbers.get(1).copied().unwrap_or(0)));
        Self { name, version }
    }

    /// Names the terminal by environment variables, until it replies. Empty inside tmux and screen, whose variables may be
    /// those of another terminal.
    pub fn of_environment(environment: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| environment(name).filter(|value| !value.is_empty());
        if set("TMUX").is_some() || set("STY").is_some() {
            return Self::default();
        }
        if set("TERM").is_some_and(|term| term == "xterm-kitty") {
            return Self { name: "kitty".into(), version: None };
        }
        // Such as 221203 for 22.12.3.
        match set("KONSOLE_VERSION").map(|version| version.parse::<u32>().ok()) {
            Some(number) => {
                Self { name: "konsole".into(), version: number.map(|number| (number / 10_000, number / 100 % 100)) }
            }
            None => Self::default(),
        }
    }

    /// Returns the characters that the terminal needs for cells with right-to-left letters and joined emoji.
    pub fn writing(&self) -> CellWriting {
        let order = match self.name.as_str() {
            "kitty" => RightToLeft::RunsReversed,
            "konsole" => RightToLeft::RowReordered,
            _ => RightToLeft::AsSet,
        };
        let joined = if self.name == "foot" { JoinedEmoji::FirstOnly } else { JoinedEmoji::AsSet };
        CellWriting { order, joined }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reply_names_terminal_and_version() {
        for (reply, name, version) in [
            ("kitty(0.26.5)", "kitty", Some((0, 26))),
            ("Konsole 22.12.3", "konsole", Some((22, 12))),
            ("XTerm(379)", "xterm", Some((379, 0))),
            ("WezTerm 20240203-110809-5046fc22", "wezterm", Some((20_240_203, 110_809))),
            ("tmux 3.3a", "tmux", Some((3, 0))),
            ("ghostty", "ghostty", None),
            ("", "", None),
        ] {
            let found = TerminalName::of_reply(reply);
            assert_eq!((found.name.as_str(), found.version), (name, version), "{reply}");
        }
    }

    #[test]
    fn environment_names_terminal_outside_multiplexers() {
        let of = |all: &'static [(&str, &str)]| {
            TerminalName::of_environment(|name| {
                all.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(of(&[("TERM", "xterm-kitty")]).writing().order, RightToLeft::RunsReversed);
        let konsole = of(&[("TERM", "xterm-256color"), ("KONSOLE_VERSION", "221203")]);
        assert_eq!((konsole.writing().order, konsole.version), (RightToLeft::RowReordered, Some((22, 12))));
        assert_eq!(of(&[("KONSOLE_VERSION", "221203"), ("TMUX", "/tmp/tmux-0/default,1,0")]), TerminalName::default());
        assert_eq!(of(&[("TERM", "xterm-256color")]).writing().order, RightToLeft::AsSet);
    }
}
