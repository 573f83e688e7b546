//! Maps the scopes of grammars to tokens.

use crate::layout::CodeToken;
use crate::small_sort::SmallSort;
use std::str::FromStr;
use syntect::parsing::Scope;

/// Scope prefixes (naming conventions of Sublime Text and `TextMate`) and their tokens; `None` is plain text. The
/// longest matching prefix wins.
const CLASSES: [(&str, Option<CodeToken>); 28] = [
    ("comment", Some(CodeToken::Comment)),
    ("punctuation.definition.comment", Some(CodeToken::Comment)),
    ("string", Some(CodeToken::String)),
    ("punctuation.definition.string", Some(CodeToken::String)),
    ("markup.raw", Some(CodeToken::String)),
    ("markup.inserted", Some(CodeToken::String)),
    ("markup.deleted", Some(CodeToken::Number)),
    ("markup.heading", Some(CodeToken::Keyword)),
    ("constant", Some(CodeToken::Number)),
    ("constant.character.escape", Some(CodeToken::Number)),
    ("keyword", Some(CodeToken::Keyword)),
    ("keyword.operator", None),
    ("keyword.operator.word", Some(CodeToken::Keyword)),
    ("keyword.operator.logical.python", Some(CodeToken::Keyword)),
    ("storage", Some(CodeToken::Keyword)),
    ("variable.language", Some(CodeToken::Keyword)),
    ("entity.name.function", Some(CodeToken::Function)),
    ("support.function", Some(CodeToken::Function)),
    ("support.macro", Some(CodeToken::Function)),
    ("variable.function", Some(CodeToken::Function)),
    ("entity.name.tag", Some(CodeToken::Keyword)),
    ("entity.other.attribute-name", Some(CodeToken::Function)),
    ("entity.name", Some(CodeToken::Type)),
    ("entity.other.inherited-class", Some(CodeToken::Type)),
    ("support.type", Some(CodeToken::Type)),
    ("support.class", Some(CodeToken::Type)),
    ("storage.type.numeric", Some(CodeToken::Number)),
    ("punctuation.section.interpolation", None),
];

/// The table parsed into scopes.
pub struct Classes(Vec<(Scope, Option<CodeToken>)>);

impl Default for Classes {
    fn default() -> Self {
        let read = |(name, token): (&str, _)| Scope::from_str(name).ok().map(|scope| (scope, token));
        let mut classes: Vec<_> = CLASSES.into_iter().filter_map(read).collect();
        classes.small_sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
        Self(classes)
    }
}

impl Classes {
    /// Returns the token for a stack of scopes: that of the innermost scope with an entry in the table.
    pub fn of(&self, stack: &[Scope]) -> Option<CodeToken> {
        let class =
            |scope: &Scope| self.0.iter().find(|(class, _)| class.is_prefix_of(*scope)).map(|(_, token)| *token);
        stack.iter().rev().find_map(class).flatten()
    }
}
