//! Actors and their mentions.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What sort of actor it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActorKind {
    /// A human being.
    Person,
    /// A country or territory.
    State,
    /// A government or a part of one.
    Government,
    /// An intergovernmental organisation.
    Igo,
    /// A non-governmental organisation.
    Ngo,
    /// Any other organisation.
    Organisation,
    /// A business.
    Company,
    /// An armed group or movement.
    ArmedGroup,
    /// A people.
    EthnicGroup,
    /// A place that is not a state.
    Place,
    /// None of the others.
    Other,
}

impl ActorKind {
    /// All of them.
    pub const ALL: [ActorKind; 11] = [
        ActorKind::Person,
        ActorKind::State,
        ActorKind::Government,
        ActorKind::Igo,
        ActorKind::Ngo,
        ActorKind::Organisation,
        ActorKind::Company,
        ActorKind::ArmedGroup,
        ActorKind::EthnicGroup,
        ActorKind::Place,
        ActorKind::Other,
    ];

    /// The name used in JSON output: `person`, `armed-group`, ...
    pub fn name(self) -> &'static str {
        match self {
            ActorKind::Person => "person",
            ActorKind::State => "state",
            ActorKind::Government => "government",
            ActorKind::Igo => "igo",
            ActorKind::Ngo => "ngo",
            ActorKind::Organisation => "organisation",
            ActorKind::Company => "company",
            ActorKind::ArmedGroup => "armed-group",
            ActorKind::EthnicGroup => "ethnic-group",
            ActorKind::Place => "place",
            ActorKind::Other => "other",
        }
    }

    /// The kind of a name, the inverse of [`ActorKind::name`].
    pub fn from_name(name: &str) -> Option<ActorKind> {
        ActorKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// The class of a name as such, as in CoNLL-2003. A demonym is `MISC`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Label {
    /// A person's name, without title.
    Per,
    /// An organisation's name.
    Org,
    /// A place's name.
    Loc,
    /// Any other name, demonyms among them.
    Misc,
}

impl Label {
    /// The label of a name in gold: `PER`, `ORG`, `LOC` or `MISC`.
    pub fn from_name(name: &str) -> Option<Label> {
        Some(match name {
            "PER" => Label::Per,
            "ORG" => Label::Org,
            "LOC" => Label::Loc,
            "MISC" => Label::Misc,
            _ => return None,
        })
    }
}

/// One place in the text where an actor is named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Which text the span is in.
    pub field: super::TextField,
    /// First byte of the mention.
    pub start: usize,
    /// First byte after the mention.
    pub end: usize,
    /// The mention as it stands in the text.
    pub text: String,
    /// The actor's id: `state:AZE`, `igo:UNO`, or `?per:ilham-aliyev` for a name that no
    /// dictionary has.
    pub actor: String,
    /// The actor's display name.
    pub name: String,
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// Class of the name as such; `None` for what was composed or resolved ("he").
    pub label: Option<Label>,
    /// CAMEO codes without dots, most specific first; empty where none is known.
    pub codes: Vec<String>,
    /// How it was found: `dictionary`, `title`, `tagger`, `composed`, ... as in
    /// `schema/article.schema.json`.
    pub method: Cow<'static, str>,
    /// 0 to 1.
    pub confidence: f32,
}

impl Mention {
    /// The method of who is named because they report, not because they act: the agency in "BAKU
    /// (Reuters) -", the names in "(Reporting by ...)". Such a mention is annotated and not searched.
    pub const SOURCE: &'static str = "source";
}

/// A CAMEO code and its ancestors, longest first: `RUSGOVMIL` gives `RUSGOVMIL`, `RUSGOV`, `RUS`.
/// CAMEO codes are built from groups of three characters.
pub fn ancestors(code: &str) -> impl Iterator<Item = &str> {
    (1..=code.len().div_ceil(3))
        .rev()
        .map(move |groups| code.get(..(groups * 3).min(code.len())).unwrap_or(code))
}
