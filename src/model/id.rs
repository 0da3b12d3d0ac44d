//! Ids of articles: 64 bits, written as 13 characters of Crockford's base 32 in lower case.

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 13;

/// The text of an id.
///
/// ```
/// use dateline::model::{id_number, id_text};
/// assert_eq!(id_text(u64::MAX), "fzzzzzzzzzzzz");
/// assert_eq!(id_number("fzzzzzzzzzzzz"), Some(u64::MAX));
/// ```
pub fn id_text(number: u64) -> String {
    (0..LENGTH)
        .rev()
        .map(|digit| char::from(DIGITS[(number >> (5 * digit) & 31) as usize]))
        .collect()
}

/// The number of an id, or `None` if the text is no id. Case is ignored.
pub fn id_number(text: &str) -> Option<u64> {
    if text.len() != LENGTH {
        return None;
    }
    let mut number: u64 = 0;
    for byte in text.bytes() {
        let digit = DIGITS
            .iter()
            .position(|&digit| digit == byte.to_ascii_lowercase())?;
        if number >> 59 != 0 {
            return None;
        }
        number = number << 5 | digit as u64;
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_as_written_and_nothing_else_is_an_id() {
        for number in [0, 1, 31, 32, 0x0123_4567_89ab_cdef, u64::MAX] {
            assert_eq!(id_number(&id_text(number)), Some(number));
        }
        for text in [
            "",
            "abc",
            "zzzzzzzzzzzzz",
            "000000000000u",
            "0000000000000é",
        ] {
            assert_eq!(id_number(text), None, "{text}");
        }
    }
}
