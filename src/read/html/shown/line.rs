//! Lines of text: whether one may hold a date, and parts of it.

/// Where a line may hold a whole date: a year with the number of a day near it, or three short
/// numbers parted by signs. Digits of any script count.
pub(super) fn date_in(line: &str) -> Option<usize> {
    if !line
        .bytes()
        .any(|byte| byte.is_ascii_digit() || byte >= FIRST_OTHER)
    {
        return None;
    }
    let numbers = numbers(line);
    let near = |first: &Number, second: &Number| second.start - first.end <= 30;
    let signed = |first: &Number, second: &Number| {
        let between = line.get(first.end..second.start).unwrap_or("");
        between.len() <= 5 && !between.contains([':', ','])
    };
    numbers.windows(2).enumerate().find_map(|(at, pair)| {
        let (first, second) = (&pair[0], &pair[1]);
        let named = matches!((first.digits, second.digits), (1 | 2, 4) | (4, 1 | 2));
        let third = numbers.get(at + 2);
        let short = third.is_some_and(|third| {
            matches!(
                (first.digits, second.digits, third.digits),
                (1 | 2, 1 | 2, 2)
            ) && signed(first, second)
                && signed(second, third)
        });
        let inner = third.is_some_and(|third| {
            matches!(
                (first.digits, second.digits, third.digits),
                (1 | 2, 1 | 2, 4)
            ) && signed(first, second)
        });
        (named && near(first, second) || short || inner).then_some(first.start)
    })
}

/// First byte of the digits of other scripts in UTF-8.
const FIRST_OTHER: u8 = 0xD9;

#[derive(Clone, Copy, Debug)]
struct Number {
    start: usize,
    end: usize,
    digits: usize,
}

/// The first numbers of a line.
fn numbers(line: &str) -> Vec<Number> {
    let mut numbers: Vec<Number> = Vec::new();
    for (at, c) in line.char_indices().filter(|(_, c)| c.is_numeric()) {
        let full = numbers.len() == 16;
        match numbers.last_mut() {
            Some(last) if last.end == at => {
                last.end = at + c.len_utf8();
                last.digits += 1;
            }
            _ if full => break,
            _ => numbers.push(Number {
                start: at,
                end: at + c.len_utf8(),
                digits: 1,
            }),
        }
    }
    numbers
}

pub(super) fn collapsed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The text from a byte on, or from the next place where a character starts.
pub(super) fn rest(text: &str, from: usize) -> &str {
    let mut from = from.min(text.len());
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..).unwrap_or("")
}
