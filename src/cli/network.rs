//! `dateline network`

use super::copies::CopyArgs;
use super::within::InArgs;
use super::{Common, Outcome, open, output, search};
use crate::engine::{NetworkRequest, Searcher};
use crate::export::{self, OutputFile};
use crate::model::{ActorKind, Network, Together};
use crate::present::info::counted;
use crate::present::{Style, network as present};
use anyhow::{Context, Result};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::PathBuf;

/// Which kinds of actors.
#[derive(Debug, Args)]
pub(super) struct Kinds {
    /// Only actors of this kind, or of these, separated by commas
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kinds())]
    kind: Vec<ActorKind>,
}

impl Kinds {
    pub(super) fn kinds(&self) -> Vec<ActorKind> {
        let mut kinds = self.kind.clone();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}

fn kinds() -> impl TypedValueParser<Value = ActorKind> {
    let names = ActorKind::ALL.map(ActorKind::name);
    let parser = PossibleValuesParser::new(names);
    parser.try_map(|name| ActorKind::from_name(&name).ok_or("no such kind"))
}

/// Write who is mentioned together with whom, as a network
///
/// Takes the actors that most hits of the query mention (--top, of the kinds asked for) and joins
/// two of them for every sentence, paragraph or article that mentions both. The title counts as a
/// sentence and a paragraph of its own. The weight of an edge is the number of sentences,
/// paragraphs or articles. Two mentions that share a word join nobody: "Russian peacekeepers" does
/// not make a pair of Russia and its peacekeepers.
///
/// Everything is counted over all hits, exactly. Memory is bounded by --top: some kilobytes for each
/// actor, some twenty bytes for each pair that occurs, beside the list of the hits and of their
/// actors. Actors without an edge stay among the nodes.
///
/// Nodes have name, kind, codes, and how many articles and mentions the hits have of them; edges
/// have their weight and how many articles it comes from. GEXF is what Gephi reads best, GraphML
/// what most others do; the CSV has the edges alone, and `dateline actors --format csv` the nodes.
/// The format follows from the ending of FILE, where --format does not say.
///
/// schema/actors.schema.json describes the JSON and the CSV.
///
/// Exit codes: 0 pairs, 1 none, 2 trouble.
#[derive(Debug, Args)]
pub(super) struct NetworkArgs {
    /// The query, as for search; * for every article
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    #[command(flatten)]
    within: InArgs,
    /// In what two actors must stand
    #[arg(long, value_name = "UNIT", default_value = "sentence")]
    by: By,
    /// Only pairs with at least this weight
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u64).range(1..))]
    min: u64,
    #[command(flatten)]
    kinds: Kinds,
    /// How many actors: those that most articles mention, up to 5000
    #[arg(long, value_name = "N", default_value = "100", value_parser = clap::value_parser!(u16).range(2..=5000))]
    top: u16,
    #[command(flatten)]
    copies: CopyArgs,
    /// For people or for programs [default: by the ending of FILE, else text]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Write to a file instead of standard output; it appears only when it is whole
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// One sentence
    Sentence,
    /// One paragraph
    Paragraph,
    /// One article
    Article,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The strongest pairs
    Text,
    /// A row for each pair
    Csv,
    /// GEXF 1.3
    Gexf,
    /// GraphML
    Graphml,
    /// One object with nodes and edges
    Json,
}

impl By {
    fn together(self) -> Together {
        match self {
            By::Sentence => Together::Sentence,
            By::Paragraph => Together::Paragraph,
            By::Article => Together::Article,
        }
    }
}

pub(super) fn run(args: &NetworkArgs, common: &Common) -> Result<Outcome> {
    let file = output::file(args.output.as_deref());
    let format = output::format(args.format, file, Format::Text)?;
    let query = search::parse(common, &args.within.asking, &args.query)?;
    let (opened, scopes) = args.within.open(common)?;
    let opened = args.copies.grouping(opened);
    let mut found = opened.searcher.network(&NetworkRequest {
        query,
        scopes,
        kinds: args.kinds.kinds(),
        by: args.by.together(),
        least: args.min,
        actors: usize::from(args.top),
    })?;
    let stale = open::stale(&opened)?;
    match format {
        Format::Text => found.stale = stale,
        _ => output::stale(common, stale),
    }
    match file {
        None => {
            let mut out = output::stdout();
            print(format, &found, &output::page(common), &mut out)?;
            output::finish(out)?;
        }
        Some(path) => {
            let style = Style {
                color: false,
                ..output::page(common)
            };
            let mut file = OutputFile::create(path)?;
            print(format, &found, &style, &mut file)
                .with_context(|| format!("{}: not written", path.display()))?;
            file.commit()?;
            let nodes = counted(found.nodes.len() as u64, "actor");
            let edges = counted(found.edges.len() as u64, "pair");
            let total = args.copies.counted(found.total);
            let path = path.display();
            output::say(
                common,
                &format!("{edges} of {nodes} in {total} written to {path}"),
            );
        }
    }
    Ok(match found.edges.is_empty() {
        true => Outcome::Nothing,
        false => Outcome::Good,
    })
}

fn print(format: Format, found: &Network, style: &Style, out: &mut dyn Write) -> Result<()> {
    match format {
        Format::Text => present::network(out, found, style)?,
        Format::Csv => export::network_csv(out, found)?,
        Format::Gexf => export::network_gexf(out, found)?,
        Format::Graphml => export::network_graphml(out, found)?,
        Format::Json => export::network_json(out, found)?,
    }
    Ok(())
}
