//! Maps typed keys to commands, with sequences, counts and contexts.

use crate::tui::keys::table::{Command, CommandEntry, KeyContext, TABLE};
use crate::tui::keys::{Key, parse_sequence, show_sequence};

/// The key bindings in effect: the defaults of the table, changed by the settings.
#[derive(Clone, Debug)]
pub struct Keymap {
    bindings: Vec<Bound>,
    user_commands: Vec<UserBound>,
}

/// Keys of a command of the user's, in effect while an article is open or a passage is selected.
#[derive(Clone, Debug)]
struct UserBound {
    keys: Vec<Key>,
    /// Index of the command in the settings.
    index: usize,
}

/// The contexts in which the user's commands have keys.
const USER_CONTEXTS: [KeyContext; 2] = [KeyContext::Reader, KeyContext::Passage];

#[derive(Clone, Debug)]
struct Bound {
    context: KeyContext,
    keys: Vec<Key>,
    command: Command,
}

/// Meaning of the keys typed so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// They are bound to this command.
    Command(Command),
    /// They are bound to the user's command of this index.
    UserCommand(usize),
    /// They start at least one longer sequence.
    Prefix,
    /// They are not bound.
    Nothing,
}

/// Returns true if a binding of the library applies in a context.
fn applies_in(bound: &Bound, context: KeyContext) -> bool {
    context == KeyContext::Library || bound.command.entry().works_beside(context)
}

impl Default for Keymap {
    fn default() -> Self {
        let bound = |entry: &CommandEntry| {
            let (context, command) = (entry.context, entry.command);
            entry.keys.iter().filter_map(move |k| Some(Bound { context, keys: parse_sequence(k)?, command }))
        };
        Self { bindings: TABLE.iter().flat_map(bound).collect(), user_commands: Vec::new() }
    }
}

impl Keymap {
    /// Replaces the sequences of a command. Another command of the same context that had one of them loses it.
    pub fn rebind(&mut self, command: Command, sequences: &[Vec<Key>]) {
        let context = command.entry().context;
        let taken = |b: &Bound| b.context == context && sequences.contains(&b.keys);
        self.bindings.retain(|b| b.command != command && !taken(b));
        self.bindings.extend(sequences.iter().map(|keys| Bound { context, keys: keys.clone(), command }));
    }

    /// Binds a sequence of one context to a command and removes its previous binding; with `None` it is only removed.
    pub fn bind(&mut self, context: KeyContext, keys: Vec<Key>, command: Option<Command>) {
        self.bindings.retain(|b| b.context != context || b.keys != keys);
        self.bindings.extend(command.map(|command| Bound { context, keys, command }));
    }

    /// Looks up `keys` in a context, then in [`KeyContext::Everywhere`]. The latter is skipped in lists, since letters
    /// are typed there.
    pub fn find(&self, context: KeyContext, keys: &[Key]) -> Match {
        let mut prefix = false;
        for bound in self.bound_in(context).filter(|b| b.keys.starts_with(keys)) {
            if bound.keys.len() == keys.len() {
                return Match::Command(bound.command);
            }
            prefix = true;
        }
        for bound in self.user_bound_in(context).filter(|bound| bound.keys.starts_with(keys)) {
            if bound.keys.len() == keys.len() {
                return Match::UserCommand(bound.index);
            }
            prefix = true;
        }
        if prefix { Match::Prefix } else { Match::Nothing }
    }

    /// The bindings that count in a context, in the order in which they are looked up.
    fn bound_in(&self, context: KeyContext) -> impl Iterator<Item = &Bound> {
        let counts = move |bound: &Bound, place| {
            bound.context == place && (place != KeyContext::Library || applies_in(bound, context))
        };
        places(context).flat_map(move |place| self.bindings.iter().filter(move |bound| counts(bound, place)))
    }

    /// Returns the keys that may follow `keys` in a context, each with its command: one of the table or one of the user's.
    pub fn following(&self, context: KeyContext, keys: &[Key]) -> Vec<(String, Match)> {
        let mut found: Vec<(String, Match)> = Vec::new();
        let bound = self.bound_in(context).map(|bound| (&bound.keys, Match::Command(bound.command)));
        let of_user = self.user_bound_in(context).map(|bound| (&bound.keys, Match::UserCommand(bound.index)));
        for (all, target) in bound.chain(of_user) {
            let Some(rest) = all.strip_prefix(keys).filter(|rest| !rest.is_empty()) else { continue };
            let rest = show_sequence(rest);
            if !found.iter().any(|(keys, _)| *keys == rest) {
                found.push((rest, target));
            }
        }
        found
    }

    fn user_bound_in(&self, context: KeyContext) -> impl Iterator<Item = &UserBound> {
        self.user_commands.iter().filter(move |_| USER_CONTEXTS.contains(&context))
    }

    /// Binds a sequence to the user's command of this index.
    ///
    /// # Errors
    /// It is in use, or begins a sequence that is in use, or goes on from one; the command that has it, and the keys.
    pub fn bind_user_command(&mut self, keys: Vec<Key>, index: usize) -> Result<(), (Match, String)> {
        let collides = |other: &[Key]| other.starts_with(&keys) || keys.starts_with(other);
        let of_user = self.user_commands.iter().map(|bound| (&bound.keys, Match::UserCommand(bound.index)));
        let bound = USER_CONTEXTS.into_iter().flat_map(|context| self.bound_in(context));
        let bound = bound.map(|bound| (&bound.keys, Match::Command(bound.command)));
        if let Some((taken, target)) = of_user.chain(bound).find(|(taken, _)| collides(taken)) {
            return Err((target, show_sequence(taken)));
        }
        self.user_commands.push(UserBound { keys, index });
        Ok(())
    }

    /// Returns the sequence of a command of the user's; empty if it has none.
    pub fn key_of_user_command(&self, index: usize) -> String {
        let found = self.user_commands.iter().find(|bound| bound.index == index);
        found.map(|bound| show_sequence(&bound.keys)).unwrap_or_default()
    }

    /// Returns the sequences of a command in text form, in the order of the table.
    pub fn keys_of(&self, command: Command) -> Vec<String> {
        self.bindings.iter().filter(|b| b.command == command).map(|b| show_sequence(&b.keys)).collect()
    }

    /// Returns the sequences in text form that run a command in a context; those that run another one there are left out.
    pub fn keys_in(&self, context: KeyContext, command: Command) -> Vec<String> {
        let runs =
            |bound: &&Bound| bound.command == command && self.find(context, &bound.keys) == Match::Command(command);
        self.bindings.iter().filter(runs).map(|bound| show_sequence(&bound.keys)).collect()
    }

    /// Returns the first sequence of a command; empty if it has none.
    pub fn key_of(&self, command: Command) -> String {
        self.bindings.iter().find(|b| b.command == command).map(|b| show_sequence(&b.keys)).unwrap_or_default()
    }

    /// Returns the first sequence of a command if it is a single key.
    pub fn single(&self, command: Command) -> Option<Key> {
        let [key] = *self.bindings.iter().find(|b| b.command == command)?.keys.as_slice() else { return None };
        Some(key)
    }
}

/// The contexts whose keys count in a context, the first before the second.
fn places(context: KeyContext) -> impl Iterator<Item = KeyContext> {
    let further = match context {
        KeyContext::List => [None, None],
        KeyContext::Speakers | KeyContext::Views => [Some(KeyContext::List), None],
        KeyContext::Feeds => [Some(KeyContext::Library), Some(KeyContext::Everywhere)],
        _ => [Some(KeyContext::Everywhere), None],
    };
    std::iter::once(context).chain(further.into_iter().flatten())
}

/// Pending input: a count and the start of a sequence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeySequence {
    count: Option<u32>,
    keys: Vec<Key>,
}

/// Result of a key press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Run a command with the count typed before it.
    Run(Command, Option<u32>),
    /// Run the user's command of this index.
    RunUserCommand(usize),
    /// Wait for more keys.
    Wait,
    /// The keys are not bound here.
    Unknown,
}

impl KeySequence {
    /// Adds a key to the pending input.
    pub fn press(&mut self, key: Key, keymap: &Keymap, context: KeyContext) -> Outcome {
        // In a list, digits are typed like letters.
        if self.keys.is_empty()
            && !context.accepts_text()
            && let Some(digit) = key.typed().and_then(|c| c.to_digit(10))
            && (digit > 0 || self.count.is_some())
            && keymap.find(context, &[key]) == Match::Nothing
        {
            let count = self.count.unwrap_or(0).saturating_mul(10).saturating_add(digit);
            self.count = Some(count.min(999_999));
            return Outcome::Wait;
        }
        self.keys.push(key);
        match keymap.find(context, &self.keys) {
            Match::Prefix => Outcome::Wait,
            Match::Command(command) => Outcome::Run(command, std::mem::take(self).count),
            Match::UserCommand(index) => {
                *self = Self::default();
                Outcome::RunUserCommand(index)
            }
            Match::Nothing => {
                *self = Self::default();
                Outcome::Unknown
            }
        }
    }

    /// The keys of a sequence that has begun.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// Clears the pending input. Returns true if there was any.
    pub fn clear(&mut self) -> bool {
        std::mem::take(self) != Self::default()
    }

    /// Returns the pending input as shown in the footer.
    pub fn shown(&self) -> String {
        let count = self.count.map(|n| n.to_string()).unwrap_or_default();
        format!("{count}{}", show_sequence(&self.keys))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(typed: &mut KeySequence, keys: &str) -> Outcome {
        let map = Keymap::default();
        let mut last = Outcome::Unknown;
        for key in keys.split(' ') {
            last = typed.press(Key::parse(key).unwrap(), &map, KeyContext::Reader);
        }
        last
    }

    #[test]
    fn count_is_passed_to_next_command() {
        let mut typed = KeySequence::default();
        assert_eq!(press(&mut typed, "1 2"), Outcome::Wait);
        assert_eq!(typed.shown(), "12");
        assert_eq!(press(&mut typed, "0 j"), Outcome::Run(Command::LineDown, Some(120)));
        assert_eq!(press(&mut typed, "j"), Outcome::Run(Command::LineDown, None));
    }

    #[test]
    fn digit_in_list_is_typed() {
        let mut typed = KeySequence::default();
        let digit = Key::parse("7").unwrap();
        assert_eq!(typed.press(digit, &Keymap::default(), KeyContext::List), Outcome::Unknown);
    }

    #[test]
    fn rebinding_removes_previous_binding() {
        let mut map = Keymap::default();
        map.rebind(Command::LineDown, &[parse_sequence("g g").unwrap(), parse_sequence("k").unwrap()]);
        let at = |keys: &str| map.find(KeyContext::Reader, &parse_sequence(keys).unwrap());
        assert_eq!(at("k"), Match::Command(Command::LineDown));
        assert_eq!(at("j"), Match::Nothing);
        assert_eq!(map.keys_of(Command::LineDown), ["g g", "k"]);
    }
}
