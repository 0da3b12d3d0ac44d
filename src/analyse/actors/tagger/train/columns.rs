//! Files of one token a line, the tag in the last column: BIO, or IOB1 as in CoNLL-2003.

use super::sample::{Builder, Sample};
use crate::model::Label;

/// Reads a file. Documents begin at `-DOCSTART-`; without any, each sentence is one.
pub fn read(text: &str) -> Vec<Sample> {
    let documents = text.contains("-DOCSTART-");
    let mut samples = Vec::new();
    let mut builder = Builder::default();
    let finish = |builder: &mut Builder, samples: &mut Vec<Sample>| {
        let body = std::mem::take(builder).finish();
        if !body.text.is_empty() {
            samples.push(Sample {
                body,
                id: samples.len().to_string(),
                weight: 1.0,
                ..Sample::default()
            });
        }
    };
    let mut outside = true;
    for line in text.lines() {
        let mut columns = line.split_whitespace();
        let token = columns.next();
        match (token, columns.next_back()) {
            (Some("-DOCSTART-"), _) => finish(&mut builder, &mut samples),
            (Some(token), Some(tag)) => {
                let tag = read_tag(tag, outside);
                outside = tag.is_none();
                builder.token(token, tag);
            }
            _ => {
                outside = true;
                builder.sentence();
                if !documents {
                    finish(&mut builder, &mut samples);
                }
            }
        }
    }
    builder.sentence();
    finish(&mut builder, &mut samples);
    samples
}

/// Whether a name begins, and its label. In IOB1 a name after none begins with `I-`.
fn read_tag(tag: &str, outside: bool) -> Option<(bool, Label)> {
    let (place, kind) = tag.split_once('-')?;
    let label = Label::from_name(kind)?;
    Some((place == "B" || outside, label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_tagging_are_read() {
        let iob1 = "-DOCSTART- -X- O O\n\nJane NNP I-NP I-PER\nRoe NNP I-NP I-PER\nof IN I-PP O\nAcme NNP I-NP I-ORG\nBolt NNP I-NP B-ORG\n\n";
        let bio = "Jane B-PER\nRoe I-PER\nof O\nAcme B-ORG\nBolt B-ORG\n";
        let names = |text: &str| {
            let samples = read(text);
            assert_eq!(samples.len(), 1);
            let body = samples[0].body.clone();
            let mut names = Vec::new();
            for (bytes, label) in body.names {
                names.push((body.text[bytes].to_owned(), label));
            }
            names
        };
        assert_eq!(
            names(iob1),
            [
                ("Jane Roe".to_owned(), Label::Per),
                ("Acme".to_owned(), Label::Org),
                ("Bolt".to_owned(), Label::Org)
            ]
        );
        assert_eq!(names(iob1), names(bio));
    }
}
