//! How right the names are that a model finds: exact spans.

use super::super::{KINDS, Tagger, labels};
use super::sample::Sample;
use crate::analyse::actors::view::View;
use crate::model::Label;
use crate::text::Scanner;
use std::fmt;

/// Names by kind: of the gold, of the system, and of both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// For each kind: how many the gold has, the system has, and how many agree.
    pub kinds: [[usize; 3]; 4],
}

/// Precision, recall and F1 in percent.
fn f1([gold, system, right]: [usize; 3]) -> [f64; 3] {
    let share = |of: usize| 100.0 * right as f64 / (of.max(1)) as f64;
    let both = gold + system;
    [
        share(system),
        share(gold),
        200.0 * right as f64 / both.max(1) as f64,
    ]
}

impl Report {
    /// Precision, recall and F1 in percent over some kinds of name.
    pub fn over(&self, wanted: &[Label]) -> [f64; 3] {
        let mut sum = [0; 3];
        for (label, counts) in KINDS.iter().zip(&self.kinds) {
            if wanted.contains(label) {
                for (sum, count) in sum.iter_mut().zip(counts) {
                    *sum += count;
                }
            }
        }
        f1(sum)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let three = [Label::Per, Label::Org, Label::Loc];
        for (name, [precision, recall, f1]) in [
            ("all", self.over(&KINDS)),
            ("PER ORG LOC", self.over(&three)),
        ] {
            write!(f, "{name}: P {precision:.1} R {recall:.1} F1 {f1:.1}  ")?;
        }
        for (label, counts) in KINDS.iter().zip(&self.kinds) {
            write!(f, " {:?} {:.1}", label, f1(*counts)[2])?;
        }
        Ok(())
    }
}

/// Counts the names that a model finds in samples.
pub fn evaluate(tagger: &Tagger, samples: &[Sample]) -> Report {
    let mut report = Report::default();
    let mut scanner = Scanner::new(|_| 0);
    for sample in samples {
        let prepared = sample.prepare(&mut scanner);
        let [title, body] = &prepared.tokens;
        let found = tagger.tag(
            &View::new(&sample.title.text, title),
            &View::new(&sample.body.text, body),
        );
        let mut gold = labels::spans(&prepared.labels);
        for (kind, lost) in prepared.lost.iter().enumerate() {
            report.kinds[kind][0] += lost;
        }
        gold.iter()
            .for_each(|name| report.kinds[usize::from(name.2)][0] += 1);
        let [in_title, in_body] = found;
        let base = title.tokens.len();
        let bases = in_title
            .iter()
            .map(|name| (0, name))
            .chain(in_body.iter().map(|name| (base, name)));
        for (base, name) in bases {
            let span = (
                base + name.from,
                base + name.until,
                labels::kind_index(name.label),
            );
            let counts = &mut report.kinds[usize::from(span.2)];
            counts[1] += 1;
            if let Some(at) = gold.iter().position(|&name| name == span) {
                gold.swap_remove(at);
                counts[2] += 1;
            }
        }
    }
    report
}
