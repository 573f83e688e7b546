//! Digests that records carry: `sha1:` and 32 characters of base 32 (RFC 4648).

use sha1_smol::Sha1;

/// Returns true if `bytes` have that digest; `None` for another kind of digest than SHA-1.
pub(super) fn is_right(told: &str, bytes: &[u8]) -> Option<bool> {
    let (kind, value) = told.split_once(':')?;
    if !kind.eq_ignore_ascii_case("sha1") {
        return None;
    }
    let digest = Sha1::from(bytes).digest();
    Some(value.eq_ignore_ascii_case(&base32(&digest.bytes())) || value.eq_ignore_ascii_case(&digest.to_string()))
}

fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut text, mut held, mut bits) = (String::new(), 0_u32, 0);
    for &byte in bytes {
        held = held << 8 | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            let letter = ALPHABET.get((held >> bits & 31) as usize).copied().unwrap_or_default();
            text.push(char::from(letter));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha1_is_compared_in_base_32_and_in_hexadecimal() {
        // The digest of an empty block, as every crawler writes it.
        assert_eq!(is_right("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", b""), Some(true));
        assert_eq!(is_right("SHA1:da39a3ee5e6b4b0d3255bfef95601890afd80709", b""), Some(true));
        assert_eq!(is_right("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", b"x"), Some(false));
        assert_eq!(is_right("md5:abc", b""), None);
    }
}
