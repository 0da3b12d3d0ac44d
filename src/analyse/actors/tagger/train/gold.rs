//! Articles with names marked in the text: `[Jane Roe|PER|per:jane-roe]`, `{[Russian|MISC] troops|RUSMIL}`.

use super::sample::{Marked, Sample};

/// Reads a file: each document begins with `=== id | date | genre`, then its headline or `-`.
pub fn read(text: &str) -> Vec<Sample> {
    let mut samples: Vec<Sample> = Vec::new();
    let mut headline = false;
    let mut blank = false;
    for line in text.lines() {
        if let Some(head) = line.strip_prefix("===") {
            let id = head.split('|').next().unwrap_or("").trim();
            samples.push(Sample {
                id: id.to_owned(),
                weight: 1.0,
                ..Sample::default()
            });
            headline = true;
            continue;
        }
        let Some(sample) = samples.last_mut() else {
            continue;
        };
        if line.trim().is_empty() {
            blank = true;
            continue;
        }
        if headline {
            headline = false;
            if line.trim() != "-" {
                mark(line, &mut sample.title);
            }
        } else {
            let body = &mut sample.body;
            if !body.text.is_empty() {
                body.text.push_str(if blank { "\n\n" } else { " " });
            }
            mark(line, body);
        }
        blank = false;
    }
    samples
}

/// Adds a line to a text, its marks taken off.
fn mark(line: &str, marked: &mut Marked) {
    let mut open: Option<usize> = None;
    let mut rest = line.trim();
    while let Some(at) = rest.find(['[', ']', '{', '}', '|']) {
        let (before, after) = rest.split_at(at);
        marked.text.push_str(before);
        match after.chars().next() {
            Some('[') => open = Some(marked.text.len()),
            Some('|') => {
                // What follows belongs to the mark, up to its end.
                let end = after.find([']', '}']).unwrap_or(after.len());
                let kind = after
                    .get(1..end)
                    .unwrap_or("")
                    .split('|')
                    .next()
                    .unwrap_or("");
                if after.get(end..).is_some_and(|end| end.starts_with(']'))
                    && let (Some(start), Some(label)) = (open.take(), super::label(kind))
                {
                    marked.names.push((start..marked.text.len(), label));
                }
                rest = after.get(end + 1..).unwrap_or("");
                continue;
            }
            _ => {}
        }
        rest = after.get(1..).unwrap_or("");
    }
    marked.text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Label;

    #[test]
    fn marks_come_off() {
        let text = "=== a-1 | 2014-03-18 | wire\n{[Utopian|MISC|state:UTO] troops|UTOMIL} leave\n\n\
                    [ORVILLE|LOC], May 1 - {[Utopia|LOC|state:UTO]'s [Defence Ministry|ORG]|UTOGOVMIL} said so.\nMore.\n\nEnd.\n";
        let samples = read(text);
        assert_eq!(samples.len(), 1);
        let Sample {
            id, title, body, ..
        } = &samples[0];
        assert_eq!(
            (id.as_str(), title.text.as_str()),
            ("a-1", "Utopian troops leave")
        );
        assert_eq!(title.names, [(0..7, Label::Misc)]);
        assert_eq!(
            body.text,
            "ORVILLE, May 1 - Utopia's Defence Ministry said so. More.\n\nEnd."
        );
        let names: Vec<&str> = body
            .names
            .iter()
            .map(|(bytes, _)| &body.text[bytes.clone()])
            .collect();
        assert_eq!(names, ["ORVILLE", "Utopia", "Defence Ministry"]);
    }

    #[test]
    fn broken_marks_lose_nothing_else() {
        let samples = read("=== b | | \n-\n\n[Jane|PER and ] more [Roe|PER] | [x\n");
        assert_eq!(samples[0].body.names.len(), 1);
    }
}
