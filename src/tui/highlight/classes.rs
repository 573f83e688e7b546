//! Scopes of grammars to tokens.

use crate::layout::Token;
use std::str::FromStr;
use syntect::parsing::Scope;

/// Beginnings of scopes (the naming conventions of Sublime Text and `TextMate`) and what they are; of those that begin a
/// scope the longest counts. None: plain.
const CLASSES: [(&str, Option<Token>); 28] = [
    ("comment", Some(Token::Comment)),
    ("punctuation.definition.comment", Some(Token::Comment)),
    ("string", Some(Token::String)),
    ("punctuation.definition.string", Some(Token::String)),
    ("markup.raw", Some(Token::String)),
    ("markup.inserted", Some(Token::String)),
    ("markup.deleted", Some(Token::Number)),
    ("markup.heading", Some(Token::Keyword)),
    ("constant", Some(Token::Number)),
    ("constant.character.escape", Some(Token::Number)),
    ("keyword", Some(Token::Keyword)),
    ("keyword.operator", None),
    ("keyword.operator.word", Some(Token::Keyword)),
    ("keyword.operator.logical.python", Some(Token::Keyword)),
    ("storage", Some(Token::Keyword)),
    ("variable.language", Some(Token::Keyword)),
    ("entity.name.function", Some(Token::Function)),
    ("support.function", Some(Token::Function)),
    ("support.macro", Some(Token::Function)),
    ("variable.function", Some(Token::Function)),
    ("entity.name.tag", Some(Token::Keyword)),
    ("entity.other.attribute-name", Some(Token::Function)),
    ("entity.name", Some(Token::Type)),
    ("entity.other.inherited-class", Some(Token::Type)),
    ("support.type", Some(Token::Type)),
    ("support.class", Some(Token::Type)),
    ("storage.type.numeric", Some(Token::Number)),
    ("punctuation.section.interpolation", None),
];

/// The classes, ready to be compared.
pub struct Classes(Vec<(Scope, Option<Token>)>);

impl Default for Classes {
    fn default() -> Self {
        let read = |(name, token): (&str, _)| Scope::from_str(name).ok().map(|scope| (scope, token));
        let mut classes: Vec<_> = CLASSES.into_iter().filter_map(read).collect();
        classes.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
        Self(classes)
    }
}

impl Classes {
    /// What the words under a stack of scopes are: the innermost that says something.
    pub fn of(&self, stack: &[Scope]) -> Option<Token> {
        let class =
            |scope: &Scope| self.0.iter().find(|(class, _)| class.is_prefix_of(*scope)).map(|(_, token)| *token);
        stack.iter().rev().find_map(class).flatten()
    }
}
