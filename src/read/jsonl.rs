//! JSONL: one object a line, each an article of its own, numbered by its line.

use super::input::Input;
use super::json::{self, Charset};
use super::{About, Delivery, ReadError, Reader, has_extension};
use std::io::BufRead;

/// Reads `.jsonl` and `.ndjson`.
pub(super) struct Jsonl;

/// Whether a text starts like an array of objects.
fn opens_an_array(text: &[u8]) -> bool {
    let inside = text.strip_prefix(b"[").unwrap_or_default();
    inside.trim_ascii_start().starts_with(b"{")
}

impl Reader for Jsonl {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson", "jsonlines", "jl"]
    }

    fn recognise(&self, head: &[u8], name: &str) -> u8 {
        let mut lines = head
            .split(|byte| *byte == b'\n')
            .map(<[u8]>::trim_ascii)
            .filter(|line| !line.is_empty());
        let first = lines.next().unwrap_or_default();
        let second = lines.next().unwrap_or_default();
        let whole = first.starts_with(b"{")
            && first.ends_with(b"}")
            && serde_json::from_slice::<serde::de::IgnoredAny>(first).is_ok();
        if whole && second.starts_with(b"{") {
            return 95;
        }
        // Objects written over several lines are JSON, whatever the file is called.
        let spread = first == b"{" || first == b"[";
        match has_extension(self, name) && !spread {
            true if first.starts_with(b"{") => 95,
            true if second.starts_with(b"{") => 90,
            // A first line longer than what is looked at, and not the start of an array of objects.
            true if first.len() == head.trim_ascii().len() && !opens_an_array(first) => 96,
            _ => 0,
        }
    }

    fn about(&self) -> About {
        About {
            what: "one JSON object a line",
            fields: "as for json",
            example: "{\"title\": \"Pier closed\", \"body\": \"The harbour ...\", \"date\": \"2023-09-20\"}",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let (limits, charset) = (input.limits, Charset::of(input));
        let bound = input.raw_bound();
        let mut line = Vec::new();
        let mut number = 0;
        while !out.stopped() {
            let state = match next_line(input.source, &mut line, bound) {
                Ok(state) => state,
                Err(error) => return out.finish(Some(error)),
            };
            number += 1;
            match state {
                Line::End => break,
                Line::TooLong => {
                    out.record(number, Err(ReadError::too_long(limits.max_article)), limits);
                }
                Line::Whole if line.trim_ascii().is_empty() => {}
                Line::Whole => out.record(number, json::one(line.trim_ascii(), &charset), limits),
            }
        }
        out.finish(None)
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Line {
    Whole,
    TooLong,
    End,
}

/// Reads a line. One longer than the bound is passed over without being held in memory.
fn next_line(
    source: &mut dyn BufRead,
    line: &mut Vec<u8>,
    bound: usize,
) -> Result<Line, ReadError> {
    line.clear();
    // What one long line needed is not kept for all the others.
    line.shrink_to(1 << 20);
    let mut too_long = false;
    let mut begun = false;
    loop {
        let bytes = source.fill_buf()?;
        if bytes.is_empty() {
            return Ok(match (begun, too_long) {
                (false, _) => Line::End,
                (true, true) => Line::TooLong,
                (true, false) => Line::Whole,
            });
        }
        begun = true;
        let end = memchr::memchr(b'\n', bytes);
        let taken = end.unwrap_or(bytes.len());
        too_long |= line.len() + taken > bound;
        if too_long {
            *line = Vec::new();
        } else {
            line.extend_from_slice(&bytes[..taken]);
        }
        source.consume(taken + usize::from(end.is_some()));
        if end.is_some() {
            return Ok(if too_long { Line::TooLong } else { Line::Whole });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_the_bound() {
        for capacity in [1, 3, 100] {
            let text = b"one\n\nthree is long\nfour\r\nfive";
            let mut source = std::io::BufReader::with_capacity(capacity, &text[..]);
            let mut lines = Vec::new();
            let mut line = Vec::new();
            loop {
                match next_line(&mut source, &mut line, 8).unwrap() {
                    Line::End => break,
                    Line::TooLong => lines.push("-".to_owned()),
                    Line::Whole => lines.push(String::from_utf8_lossy(&line).into_owned()),
                }
            }
            assert_eq!(lines, ["one", "", "-", "four\r", "five"]);
        }
    }
}
