//! How right the analysis is, and the ranking.
//!
//! **What.** Articles are analysed by the calls that `dateline annotate` makes, and the answers
//! counted against gold: date expressions (relaxed, strict, type and value F1, as TempEval-3
//! counts, for all documents and for the odd and the even ones alone), the day of publication of
//! web pages (F1 and accuracy as htmldate's evaluation counts) and how often it is wrong where it
//! claims to be sure, the main text of pages (F1 of four-word
//! shingles), names of persons (exact spans), names of all kinds by the tagger alone, the ranking of two test collections (nDCG@10, beside
//! plain BM25 of tantivy in the same run), copies planted among news (recall and precision of pairs,
//! and what they cost), words broken at the ends of lines and the estimate of how well a text was read, and
//! the corpus's own gold.
//!
//! **On what.** The folder that `DATELINE_DATA` names, or `../shared/data` beside the repository:
//! TimeBank, AQUAINT, WikiWars, the pages of htmldate and of the article-extraction-benchmark, the
//! development part of CoNLL-2003, the web treebank's names, Cranfield and CISI, the sample of daily Reuters stories and
//! Reuters-21578. Where it is missing, the corpus alone, and copies planted
//! among articles made of it.
//!
//! **How.** `cargo bench --bench accuracy`, or parts of it, by name: `cargo bench --bench accuracy
//! -- dates published html persons names ranking copies scans corpus`. With `DATELINE_DUMP=DIR` the answers are written
//! there in the formats of those sets; with `DATELINE_ARTICLES=4000` copies are planted among so many articles instead of 20,000; with `DATELINE_ERRORS` (`1`, `odd` or `even`) the errors in
//! date expressions are listed by kind.
//!
//! The counting was checked on such answers against the reference scorers that lie beside the data
//! (`score/`): dates and main text agree in every digit shown, persons to three (names that do not
//! end where a token ends cannot be written in that format).

mod common;
mod score;

use common::{Outcome, data, heading, wanted};

/// A part of the bench: its name, its heading and what it runs.
type Part = (&'static str, &'static str, fn() -> Outcome<()>);

const PARTS: [Part; 9] = [
    ("dates", "dates: TempEval-3 F1", score::dates::run),
    (
        "published",
        "publication date: html/dates",
        score::html::dates,
    ),
    ("html", "main text: html/articles", score::html::articles),
    (
        "persons",
        "persons: CoNLL-2003 development",
        score::persons::run,
    ),
    (
        "names",
        "names: exact spans, the tagger alone",
        score::names::run,
    ),
    ("ranking", "ranking", score::ranking::run),
    ("copies", "copies: planted pairs", score::copies::run),
    (
        "scans",
        "scanned print: broken words, quality",
        score::scans::run,
    ),
    ("corpus", "corpus", score::corpus::run),
];

fn main() -> Outcome<()> {
    if data().is_none() {
        println!(
            "no data sets (DATELINE_DATA names their folder): the corpus alone is scored, and copies of it"
        );
    }
    for (name, title, run) in PARTS {
        if wanted(name)
            && (data().is_some() || matches!(name, "corpus" | "copies" | "names" | "scans"))
        {
            heading(title);
            run()?;
        }
    }
    Ok(())
}
