//! RTF: its text. A small reader of our own: what is needed of the format is little, and the libraries
//! for it know no other encodings than one.

use super::super::input::Input;
use super::super::{About, Delivery, ReadError, Reader};
use super::deliver;
use encoding_rs::{Encoding, WINDOWS_1252};
use std::collections::HashMap;

/// Reads `.rtf`.
pub(in crate::read) struct Rtf;

impl Reader for Rtf {
    fn name(&self) -> &'static str {
        "rtf"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["rtf"]
    }

    fn recognise(&self, head: &[u8], _name: &str) -> u8 {
        if head.trim_ascii_start().starts_with(b"{\\rtf") {
            95
        } else {
            0
        }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn about(&self) -> About {
        About {
            what: "a document in Rich Text Format; of Nexis or Factiva, with many articles in it",
            fields: "as for docx",
            example: "{\\rtf1\\ansi Pier closed\\par The harbour ...}",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let bytes = input.all(input.raw_bound())?;
        let limits = input.limits;
        let (text, is_whole) = text(&bytes);
        deliver(text, limits, out, &|mut article| {
            article.encoding = Some("rtf");
            article
        })?;
        match is_whole {
            true => Ok(()),
            false => Err(ReadError::content("RTF ends early")),
        }
    }
}

/// What a group sets, until it ends.
#[derive(Clone, Copy)]
struct State {
    /// Whether its text is none of the document's.
    hidden: bool,
    /// Whether it is the table of fonts.
    fonts: bool,
    /// Characters to pass over after each given by number.
    fallback: usize,
    encoding: &'static Encoding,
}

/// Groups whose text is none of the document's.
const HIDDEN: [&str; 22] = [
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "fldinst",
    "themedata",
    "colorschememapping",
    "datastore",
    "latentstyles",
    "listtable",
    "listoverridetable",
    "xmlnstbl",
    "generator",
];

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    out: String,
    /// Bytes of an encoding of several bytes, gathered until they are a whole.
    pending: Vec<u8>,
    state: State,
    stack: Vec<State>,
    /// Encoding of each font.
    fonts: HashMap<i32, &'static Encoding>,
    font: i32,
    /// Characters still to be passed over.
    skip: usize,
    /// First half of a character given in two.
    high: Option<u16>,
}

/// The text of a document, and whether it is whole: no group is left open.
fn text(bytes: &[u8]) -> (String, bool) {
    let mut scanner = Scanner {
        bytes,
        at: 0,
        out: String::with_capacity(bytes.len() / 2),
        pending: Vec::new(),
        state: State {
            hidden: false,
            fonts: false,
            fallback: 1,
            encoding: WINDOWS_1252,
        },
        stack: Vec::new(),
        fonts: HashMap::new(),
        font: 0,
        skip: 0,
        high: None,
    };
    scanner.run();
    (scanner.out, scanner.stack.is_empty())
}

impl Scanner<'_> {
    fn run(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => {
                    self.flush();
                    self.stack.push(self.state);
                    self.skip = 0;
                }
                b'}' => {
                    self.flush();
                    self.skip = 0;
                    if let Some(state) = self.stack.pop() {
                        self.state = state;
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                byte => self.byte(byte),
            }
        }
        self.flush();
    }

    fn control(&mut self) {
        let Some(&first) = self.bytes.get(self.at) else {
            return;
        };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            match first {
                b'\'' => {
                    let digits = self.bytes.get(self.at..self.at + 2).unwrap_or_default();
                    let digits = std::str::from_utf8(digits).unwrap_or_default();
                    self.at = (self.at + 2).min(self.bytes.len());
                    if let Ok(byte) = u8::from_str_radix(digits, 16) {
                        self.byte(byte);
                    }
                }
                b'*' => self.state.hidden = true,
                b'~' => self.push('\u{a0}'),
                b'_' => self.push('-'),
                b'\\' | b'{' | b'}' => self.byte(first),
                b'\r' | b'\n' => self.push_str("\n\n"),
                _ => {}
            }
            return;
        }
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic) {
            self.at += 1;
        }
        let bytes = self.bytes;
        let word = std::str::from_utf8(bytes.get(start..self.at).unwrap_or_default()).unwrap_or("");
        let start = self.at;
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        let number = std::str::from_utf8(bytes.get(start..self.at).unwrap_or_default());
        let number: Option<i32> = number.ok().and_then(|number| number.parse().ok());
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.word(word, number);
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        match (word, number) {
            ("par" | "sect" | "page", _) => self.push_str("\n\n"),
            ("line" | "row", _) => self.push('\n'),
            ("tab" | "cell" | "nestcell", _) => self.push('\t'),
            ("emdash", _) => self.push('—'),
            ("endash", _) => self.push('–'),
            ("lquote", _) => self.push('‘'),
            ("rquote", _) => self.push('’'),
            ("ldblquote", _) => self.push('“'),
            ("rdblquote", _) => self.push('”'),
            ("bullet", _) => self.push('•'),
            ("u", Some(number)) => self.unicode(number),
            ("uc", Some(number)) => {
                self.state.fallback = usize::try_from(number).unwrap_or(1).min(8)
            }
            ("ansicpg", Some(number)) => {
                self.state.encoding = code_page(number).unwrap_or(WINDOWS_1252);
            }
            ("mac", _) => self.state.encoding = encoding_rs::MACINTOSH,
            ("fonttbl", _) => {
                self.state.hidden = true;
                self.state.fonts = true;
            }
            ("f", Some(number)) => {
                self.flush();
                self.font = number;
                if !self.state.fonts
                    && let Some(encoding) = self.fonts.get(&number)
                {
                    self.state.encoding = encoding;
                }
            }
            ("fcharset", Some(number)) if self.state.fonts => {
                if let Some(encoding) = charset(number) {
                    self.fonts.insert(self.font, encoding);
                }
            }
            ("bin", Some(number)) => {
                let length = usize::try_from(number).unwrap_or(0);
                self.at = self.at.saturating_add(length).min(self.bytes.len());
            }
            (word, _) if HIDDEN.contains(&word) => self.state.hidden = true,
            _ => {}
        }
    }

    /// A character given by its number, in two halves where it takes two.
    fn unicode(&mut self, number: i32) {
        self.flush();
        let unit = (number & 0xffff) as u16;
        self.skip = self.state.fallback;
        let skip = std::mem::take(&mut self.skip);
        match (self.high.take(), unit) {
            (_, 0xd800..=0xdbff) => self.high = Some(unit),
            (Some(high), 0xdc00..=0xdfff) => {
                for c in char::decode_utf16([high, unit]) {
                    self.push(c.unwrap_or('\u{fffd}'));
                }
            }
            (_, unit) => self.push(char::from_u32(u32::from(unit)).unwrap_or('\u{fffd}')),
        }
        self.skip = skip;
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if !self.state.hidden && byte != 0 {
            self.pending.push(byte);
        }
    }

    fn push(&mut self, c: char) {
        self.flush();
        self.skip = 0;
        if !self.state.hidden && c != '\0' {
            self.out.push(c);
        }
    }

    fn push_str(&mut self, text: &str) {
        self.flush();
        self.skip = 0;
        if !self.state.hidden {
            self.out.push_str(text);
        }
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let (text, _) = self
                .state
                .encoding
                .decode_without_bom_handling(&self.pending);
            self.out.push_str(&text);
            self.pending.clear();
        }
    }
}

fn code_page(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        10000 => "macintosh".to_owned(),
        65001 => "utf-8".to_owned(),
        number => format!("windows-{number}"),
    };
    Encoding::for_label(label.as_bytes())
}

fn charset(number: i32) -> Option<&'static Encoding> {
    code_page(match number {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_taken_from_the_marks() {
        let cases = [
            (
                r"{\rtf1\ansi Pier closed\par Two\line three\tab x}",
                "Pier closed\n\nTwo\nthree\tx",
            ),
            (
                r"{\rtf1{\fonttbl{\f0\fcharset0 Times;}}{\*\generator x;}{\info{\title y}}A{\b b}c}",
                "Abc",
            ),
            (
                r"{\rtf1\ansicpg1252 caf\'e9 \u8211? \u-10179?\u-8704? \{x\}}",
                "café – 😀 {x}",
            ),
            (
                r"{\rtf1{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f1 \'cf\'ee\'f0\'f2{\f0 \'e9}\'e0}",
                "Портéа",
            ),
            (r"{\rtf1\uc2\u1055??x{\uc0\u1055 y}}", "ПxПy"),
            ("{\\rtf1 one\r\ntwo\\'zz\\", "onetwo"),
            (r"{\rtf1 a{\pict\bin3 }}}} b}", "a b"),
            (r"}}}{\rtf1 x", "x"),
        ];
        for (rtf, expected) in cases {
            let (text, is_whole) = text(rtf.as_bytes());
            assert_eq!(
                (text.as_str(), is_whole),
                (expected, rtf.ends_with('}')),
                "{rtf}"
            );
        }
    }
}
