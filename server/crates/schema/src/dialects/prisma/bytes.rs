//! Bytes, which Prisma writes in base 64 and PostgreSQL in base 16.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The bytes that `text`, in base 64, stands for; `None` if it is no such text.
pub(super) fn decoded(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let digits = text.trim_end_matches('=');
    let (mut bits, mut count, mut bytes) = (0_u32, 0_u32, Vec::new());
    for digit in digits.bytes() {
        let value = DIGITS.iter().position(|it| *it == digit)?;
        bits = (bits << 6 | u32::try_from(value).ok()?) & 0xFFFF;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.extend(u8::try_from(bits >> count & 0xFF));
        }
    }
    (text.len() - digits.len() <= 2).then_some(bytes)
}

/// `bytes` in base 64.
pub(super) fn encoded(bytes: &[u8]) -> String {
    let mut text = String::new();
    for part in bytes.chunks(3) {
        let bits = (0..3).fold(0_usize, |bits, at| bits << 8 | usize::from(part.get(at).copied().unwrap_or(0)));
        for place in 0..4 {
            let digit = DIGITS.get(bits >> (18 - 6 * place) & 63).copied().unwrap_or(b'=');
            text.push(if place > part.len() { '=' } else { char::from(digit) });
        }
    }
    text
}

/// `bytes` in base 16.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

/// The bytes that `text`, in base 16, stands for; `None` if it is no such text.
pub(super) fn of_hexadecimal(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|it| u8::from_str_radix(std::str::from_utf8(it).ok().filter(|it| it.len() == 2)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_the_same_in_both_bases() {
        for (text, base64) in [("", ""), ("h", "aA=="), ("he", "aGU="), ("hel", "aGVs"), ("hello", "aGVsbG8=")] {
            assert_eq!(encoded(text.as_bytes()), base64);
            assert_eq!(decoded(base64).as_deref(), Some(text.as_bytes()));
            assert_eq!(of_hexadecimal(&hexadecimal(text.as_bytes())).as_deref(), Some(text.as_bytes()));
        }
        assert_eq!((decoded("aGU"), decoded("a*=="), decoded("a==="), of_hexadecimal("abc")), (None, None, None, None));
    }
}
