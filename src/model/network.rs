//! The actors of a set of articles, and who of them stands with whom.

use super::{ActorKind, CopyTotals};
use serde::Serialize;
use std::collections::HashMap;

/// An actor, and how much is written of it in a set of articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tallied {
    /// Its id: `state:AZE`, `?per:jane-doe`.
    pub id: String,
    /// Its display name.
    pub name: String,
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// Its CAMEO codes, as in the one article of the set whose id comes first.
    pub codes: Vec<String>,
    /// Articles that mention it.
    pub articles: u64,
    /// How often they do; a mention within another counts, too, unless both are of this actor.
    pub mentions: u64,
}

/// The actors that the hits of a query mention, counted over all hits.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ActorList {
    /// The query as understood; parses to the same query.
    pub query: String,
    /// How many articles match, exact.
    pub total: u64,
    /// What the copies among them come to, where these were grouped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<CopyTotals>,
    /// How many articles the whole index has.
    pub archive: u64,
    /// How many different actors, of the kinds asked for, they mention.
    pub distinct: u64,
    /// How many of the articles searched are stale: analysed under other settings than today's.
    #[serde(skip)]
    pub stale: u64,
    /// The actors, in the order asked for.
    pub actors: Vec<ActorCount>,
}

/// An actor of the hits, against the whole index.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActorCount {
    /// The actor, and how much the hits have of it.
    #[serde(flatten)]
    pub actor: Tallied,
    /// How many articles of the whole index mention it.
    pub archive: u64,
    /// How much more the hits mention it than the other articles of the index do, see [`keyness`];
    /// below 0 where they do so less.
    pub keyness: f64,
}

/// Dunning's log-likelihood ratio G2 of the table of articles in and outside of the hits, with and
/// without the actor (Dunning 1993, "Accurate Methods for the Statistics of Surprise and
/// Coincidence"), with a minus where the hits have less of it. 3.84 is met by chance in one case of
/// twenty, 10.83 in one of a thousand. `archive` articles are in the index, hits included, of which
/// `with` mention the actor.
pub fn keyness((hits_with, hits): (u64, u64), (with, archive): (u64, u64)) -> f64 {
    let outside = archive.saturating_sub(hits);
    let outside_with = with.saturating_sub(hits_with).min(outside);
    let (all, all_with) = (hits + outside, hits_with + outside_with);
    if hits == 0 || outside == 0 {
        return 0.0;
    }
    let cell = |observed: u64, row: u64, column: u64| {
        let expected = row as f64 * column as f64 / all as f64;
        match observed {
            0 => 0.0,
            _ => observed as f64 * (observed as f64 / expected).ln(),
        }
    };
    let sum = cell(hits_with, hits, all_with)
        + cell(hits.saturating_sub(hits_with), hits, all - all_with)
        + cell(outside_with, outside, all_with)
        + cell(outside - outside_with, outside, all - all_with);
    let is_less = (hits_with as f64) * (outside as f64) < (outside_with as f64) * (hits as f64);
    // To a thousandth: what lies below is rounding.
    let rounded = (2000.0 * sum).round().max(0.0) / 1000.0;
    if is_less { -rounded } else { rounded }
}

/// What an actor is called in a set of articles.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActorNames {
    /// The query as understood whose hits were looked at; all articles where there is none.
    pub query: Option<String>,
    /// The actor, and how much they have of it.
    #[serde(flatten)]
    pub actor: Tallied,
    /// When the first of them was published, at its grain.
    pub first: Option<String>,
    /// When the last of them was published.
    pub last: Option<String>,
    /// How many different surfaces there are.
    pub distinct: u64,
    /// How it is called, most often first.
    pub surfaces: Vec<Surface>,
}

/// A mention as it stands in texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Surface {
    /// The words, with single spaces.
    pub text: String,
    /// How often they stand for the actor.
    pub mentions: u64,
    /// In how many articles.
    pub articles: u64,
}

/// In what two actors must stand to be joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Together {
    /// One sentence; the title is one.
    #[default]
    Sentence,
    /// One paragraph; the title is one.
    Paragraph,
    /// One article.
    Article,
}

impl Together {
    /// The name on the command line and in output.
    pub fn name(self) -> &'static str {
        match self {
            Together::Sentence => "sentence",
            Together::Paragraph => "paragraph",
            Together::Article => "article",
        }
    }
}

/// Who stands with whom in the hits of a query: an undirected graph.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Network {
    /// The query as understood; parses to the same query.
    pub query: String,
    /// How many articles match, exact.
    pub total: u64,
    /// What the copies among them come to, where these were grouped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<CopyTotals>,
    /// In what actors must stand to be joined; weights count these.
    pub by: Together,
    /// How many different actors, of the kinds asked for, the hits mention.
    pub distinct: u64,
    /// How many of the articles searched are stale: analysed under other settings than today's.
    #[serde(skip)]
    pub stale: u64,
    /// The actors that most articles mention, those with no edge among them.
    pub nodes: Vec<Tallied>,
    /// The pairs, the heaviest first.
    pub edges: Vec<Edge>,
}

impl Network {
    /// The nodes by their ids.
    pub fn by_id(&self) -> HashMap<&str, &Tallied> {
        let nodes = self.nodes.iter();
        nodes.map(|node| (node.id.as_str(), node)).collect()
    }
}

/// Two actors that stand together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edge {
    /// Id of the one that comes first among the nodes.
    pub source: String,
    /// Id of the other.
    pub target: String,
    /// In how many sentences, paragraphs or articles.
    pub weight: u64,
    /// In how many articles.
    pub articles: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keyness_is_the_log_likelihood_ratio_with_a_sign() {
        // Worked out by hand: 2 * (30 ln 3 + 70 ln(70/90) + 70 ln(70/90) + 830 ln(830/810)).
        let expected = 2.0
            * (30.0 * 3f64.ln() + 2.0 * 70.0 * (70f64 / 90.0).ln() + 830.0 * (830f64 / 810.0).ln());
        let found = keyness((30, 100), (100, 1000));
        assert!(
            (found - expected).abs() < 0.001,
            "{found} is not {expected}"
        );
        assert_eq!(keyness((10, 100), (100, 1000)), 0.0, "as everywhere");
        assert!(keyness((0, 100), (100, 1000)) < -10.0);
        assert!(keyness((5, 100), (100, 1000)) < 0.0);
        for (hits, archive) in [
            ((0, 0), (0, 0)),
            ((7, 7), (7, 7)),
            ((7, 9), (9, 9)),
            // Lead copies alone are hits, or the index changed between: no more than odd.
            ((7, 9), (3, 12)),
            ((9, 9), (9, 12)),
        ] {
            assert!(keyness(hits, archive).is_finite(), "{hits:?} {archive:?}");
        }
    }
}
