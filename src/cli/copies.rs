//! `dateline copies`, and the options about copies of other verbs.

use super::open::Opened;
use super::within::Patience;
use super::{Common, Outcome, open, output};
use crate::engine::Searcher;
use crate::export;
use crate::model::{CopyMode, CopyRule, Lead};
use crate::present::copies;
use crate::present::info::counted;
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use std::io::Write;

/// What becomes of copies among hits.
#[derive(Debug, Args)]
pub(super) struct CopyArgs {
    /// What becomes of copies: articles with the same words (of fewer than 24 words: and the same
    /// headline), and articles of which the longer has most of the shorter
    ///
    /// Nothing is deleted: copies are found anew among the hits of each query. Copies of copies are in
    /// one group as long as each shares three quarters as much with the longest of the group.
    #[arg(
        long,
        value_name = "WHAT",
        default_value = "show",
        hide_default_value = true
    )]
    copies: What,
    /// How much of the shorter article must stand in the longer one, in percent of its sequences of
    /// four words, 30 to 100; it has two fifths or more of the words of the longer one, and 24 or more
    #[arg(long, value_name = "PERCENT", default_value = "65", value_parser = percent())]
    copies_threshold: u8,
    /// Which article of a group is its lead copy
    #[arg(long, value_name = "WHICH", default_value = "earliest")]
    lead: WhichLead,
}

fn percent() -> clap::builder::RangedI64ValueParser<u8> {
    clap::value_parser!(u8).range(30..=100)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// All are hits, as if there were none (default)
    Show,
    /// One hit a group, its lead copy, which says how many copies it has; counts count groups, and an
    /// article without copies is a group of its own
    Collapse,
    /// Only articles that have copies are hits
    Only,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum WhichLead {
    /// The one published first, undated last; of several the longest
    Earliest,
    /// The one with the most words; of several the earliest
    Longest,
}

impl CopyArgs {
    /// The rule, unless all articles are to be shown alike.
    pub(super) fn rule(&self) -> Option<CopyRule> {
        let mode = match self.copies {
            What::Show => return None,
            What::Collapse => CopyMode::Collapse,
            What::Only => CopyMode::Only,
        };
        Some(CopyRule {
            mode,
            threshold: self.copies_threshold,
            lead: match self.lead {
                WhichLead::Earliest => Lead::Earliest,
                WhichLead::Longest => Lead::Longest,
            },
        })
    }

    /// An index whose hits are grouped as was asked for.
    pub(super) fn grouping(&self, mut opened: Opened) -> Opened {
        if let Some(rule) = self.rule() {
            opened.searcher = opened.searcher.with_copies(rule);
        }
        opened
    }

    /// A number of what hits are.
    pub(super) fn counted(&self, number: u64) -> String {
        counted(
            number,
            match self.copies {
                What::Collapse => "group",
                What::Show | What::Only => "article",
            },
        )
    }
}

/// List the copies of an article, and what differs
///
/// Looks in the whole index for articles with the same words, and for those of which the longer has
/// most of the shorter: reprints with another headline, updates, cuts. Takes dateline's id, as search
/// prints it, or the id that the source gave. Each copy comes with its date, outlet and length, with
/// how much is in common, and with how many words it adds and lacks, the longest passage of each
/// first.
///
/// schema/copies.schema.json describes the JSON.
///
/// Exit codes: 0 copies, 1 none, 2 trouble.
#[derive(Debug, Args)]
pub(super) struct CopiesArgs {
    /// Id of the article
    #[arg(value_name = "ID")]
    id: String,
    /// How much of the shorter article must stand in the longer one, in percent of its sequences of
    /// four words, 30 to 100; it has two fifths or more of the words of the longer one, and 24 or more
    #[arg(long, value_name = "PERCENT", default_value = "65", value_parser = percent())]
    copies_threshold: u8,
    #[command(flatten)]
    patience: Patience,
    /// For people or for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One object a line
    Json,
}

pub(super) fn run(args: &CopiesArgs, common: &Common) -> Result<Outcome> {
    let (opened, _) = open::to_search(common, None, None, open::searcher)?;
    let opened = args.patience.limiting(opened);
    let threshold = args.copies_threshold;
    let share = f32::from(threshold) / 100.0;
    let lists = opened.searcher.copies(&args.id, share)?;
    if lists.is_empty() {
        bail!("{}: no article with this id", args.id);
    }
    let mut out = output::stdout();
    for (number, list) in lists.iter().enumerate() {
        match args.format {
            Format::Text => {
                if number > 0 {
                    writeln!(out)?;
                }
                copies::list(&mut out, list, threshold, &output::style(common))?;
            }
            Format::Json => {
                export::copies_json(&mut out, list, threshold)?;
                writeln!(out)?;
            }
        }
    }
    output::finish(out)?;
    Ok(match lists.iter().all(|list| list.copies.is_empty()) {
        true => Outcome::Nothing,
        false => Outcome::Good,
    })
}
