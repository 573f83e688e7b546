//! Classes of signs that the tokens are cut by.

/// Quote marks of all languages, single and double, straight and curly.
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

/// Full-width stops, commas and colons, which no white space follows.
pub const fn is_wide(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '，' | '、' | '：' | '；')
}

/// Signs of scripts without spaces between words, each of which is a token: Han and Hiragana.
pub const fn stands_alone(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309f}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '々')
}

/// The straight and the curly apostrophe.
pub const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}
