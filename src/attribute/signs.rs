//! Character classes for the tokenizer.

/// Returns true for quote marks of all languages: single and double, straight and curly.
pub const fn is_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '\''
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '`'
            | '″'
            | '＂'
            | '「'
            | '」'
            | '『'
            | '』'
            | '《'
            | '》'
    )
}

/// Returns true for full-width stops, commas and colons, which no white space follows.
pub const fn is_wide(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '，' | '、' | '：' | '；')
}

/// Returns true for characters of scripts without spaces (Han and Hiragana), each of which is a token.
pub const fn stands_alone(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309f}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '々')
}

/// Returns true for the straight and the curly apostrophe.
pub const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}
