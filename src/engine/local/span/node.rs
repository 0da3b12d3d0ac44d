//! A plan opened in one segment: finds documents that could match, and the spans in each.

use super::algebra::{self, Span, minimal};
use super::cursor::{Seek, Union, leap};
use super::layout::Layout;
use super::phrase::PostedPhrase;
use super::plan::Plan;
use super::posted::PostedWord;
use super::source::Places;
use crate::engine::local::schema::Fields;
use crate::engine::local::when::Wanted;
use crate::query::{Part, Unit};
use crate::text::TITLE_GAP;

use anyhow::Result;
use hashbrown::HashSet;
use tantivy::{DocId, SegmentReader};

/// A leaf of what matched, to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::engine::local) struct Piece {
    pub span: Span,
    pub kind: PieceKind,
}

/// What a piece is, since the span table knows the bytes of some.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::engine::local) enum PieceKind {
    Words,
    Mention,
    Date,
}

/// What a node is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine::local) enum Purpose {
    /// To find documents among all, and count in them.
    Select,
    /// To say what matches in a few hits, whose stored texts are read anyway.
    Mark,
}

/// The matches of nodes whose leaves have been told.
type Told = HashSet<(usize, Span)>;

/// Up to here the postings of dates are opened also to mark a few hits; the span table says the same.
const FEW_DATES: usize = 32;

/// In how many levels of distances, each a side of the one before, the gaps of a match are looked for: each
/// may double what there is to look at. Three serve a chain of five.
const GAP_LEVELS: u32 = 3;

/// Exponent of two of the most steps that a unit is taken to cost.
const MOST_STEPS: usize = 16;

/// A positional query in one segment. Documents are asked for in ascending order.
pub(in crate::engine::local) struct Node {
    kind: Kind,
    /// The document that could match, where the node is.
    document: DocId,
    /// Number of words that a match has at least, to tell how far apart they are.
    least_words: u32,
    /// The minimal matches in the document that was last evaluated.
    spans: Vec<Span>,
    /// What the words that took part weigh there.
    weight: f32,
}

enum Kind {
    Word(PostedWord),
    Phrase(PostedPhrase),
    Places(Union<Places>, PieceKind),
    /// Dates of documents that are known to match or are looked at one by one, from the span table.
    Listed(Wanted),
    Or(Union<Node>),
    /// All of these must be in the document.
    All(All, Join),
    Within(Box<Node>, Test),
}

/// Nodes that must all be in a document.
struct All {
    nodes: Vec<Node>,
    /// Their indices, rarest first.
    order: Vec<usize>,
}

/// How the spans of several nodes become one.
enum Join {
    Phrase,
    Loose { extra: u32 },
    Near { distance: u32, ordered: bool },
    Same(Unit),
}

/// What is asked of the spans of a node.
enum Test {
    In(Part),
    AtLeast(u32),
}

impl Node {
    /// Opens a plan in a segment.
    pub(in crate::engine::local) fn open(
        segment: &SegmentReader,
        fields: &Fields,
        plan: &Plan,
        purpose: Purpose,
    ) -> Result<Node> {
        let open = |plan: &Plan| Node::open(segment, fields, plan, purpose);
        let all = |plans: &[Plan], join| -> Result<Kind> {
            let nodes = plans.iter().map(open).collect::<Result<Vec<Node>>>()?;
            Ok(Kind::All(All::new(nodes), join))
        };
        let kind = match plan {
            Plan::Word(words) => Kind::Word(PostedWord::open(segment, fields, words)?),
            Plan::Mention(mentions) => {
                let mut places = Vec::new();
                for terms in &mentions.any {
                    let but = &mentions.but;
                    places.extend(Places::open(segment, fields.who, terms, but)?);
                }
                Kind::Places(Union::new(places), PieceKind::Mention)
            }
            Plan::Dates { wanted, terms }
                if purpose == Purpose::Mark && terms.len() > FEW_DATES =>
            {
                Kind::Listed(*wanted)
            }
            Plan::Dates { terms, .. } => {
                let mut places = Vec::new();
                for term in terms {
                    let term = std::slice::from_ref(term);
                    places.extend(Places::open(segment, fields.when, term, &[])?);
                }
                Kind::Places(Union::new(places), PieceKind::Date)
            }
            Plan::Or(parts) => {
                let nodes = parts.iter().map(open).collect::<Result<Vec<Node>>>()?;
                Kind::Or(Union::new(nodes))
            }
            Plan::Phrase(parts) => match PostedPhrase::open(segment, fields, parts)? {
                Some(phrase) => Kind::Phrase(phrase),
                None => all(parts, Join::Phrase)?,
            },
            Plan::Loose { words, extra } => all(words, Join::Loose { extra: *extra })?,
            Plan::Near {
                distance,
                ordered,
                left,
                right,
            } => {
                let join = Join::Near {
                    distance: *distance,
                    ordered: *ordered,
                };
                Kind::All(All::new(vec![open(left)?, open(right)?]), join)
            }
            Plan::Same { unit, parts } => all(parts, Join::Same(*unit))?,
            Plan::In { part, inner } => Kind::Within(Box::new(open(inner)?), Test::In(*part)),
            Plan::AtLeast { times, inner } => {
                Kind::Within(Box::new(open(inner)?), Test::AtLeast(*times))
            }
        };
        let mut node = Node {
            document: 0,
            least_words: kind.least_words(),
            kind,
            spans: Vec::new(),
            weight: 0.0,
        };
        node.document = node.kind.seek(0);
        Ok(node)
    }

    /// The minimal matches in the document that was last evaluated.
    pub(in crate::engine::local) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// What the words that took part weigh in the document that was last evaluated: the sum of
    /// their inverse document frequencies.
    pub(super) fn weight(&self) -> f32 {
        self.weight
    }

    /// Number of words that a match has at least, to tell how far apart they are.
    pub(super) fn least_words(&self) -> u32 {
        self.least_words
    }

    /// Whether the document matches; its spans are there afterwards. After the deadline none does.
    pub(in crate::engine::local) fn matches(
        &mut self,
        document: DocId,
        layout: &mut Layout,
    ) -> bool {
        self.spans.clear();
        self.weight = 0.0;
        if !layout.is_over() && self.seek(document) == document {
            self.weight = self.kind.evaluate(document, layout, &mut self.spans);
        }
        !self.spans.is_empty()
    }

    /// Calls `is_it` with gaps of a match, the places between its sides where nothing of it stands, until
    /// it says so; whether it did. The match must be one of [`Node::spans`]; only distances and pairs in a
    /// unit have gaps. Those with none of `wanted` in them are left out.
    fn any_gap(
        &mut self,
        span: Span,
        wanted: &[Span],
        levels: u32,
        is_it: &mut dyn FnMut(Span) -> bool,
    ) -> bool {
        let wanted = algebra::within(wanted, (span.start, span.end));
        if wanted.is_empty() {
            return false;
        }
        match &mut self.kind {
            Kind::All(all, join) => {
                let Some(levels) = levels.checked_sub(1) else {
                    return false;
                };
                let (distance, ordered) = match *join {
                    Join::Near { distance, ordered } => (distance, ordered),
                    Join::Same(_) => (u32::MAX, false),
                    Join::Phrase | Join::Loose { .. } => return false,
                };
                let [left, right] = &mut all.nodes[..] else {
                    return false;
                };
                let mut made = sides(left, right, span, distance);
                let (mut first, mut second) = (&mut *left, &mut *right);
                if made.is_none() && !ordered {
                    (first, second) = (second, first);
                    made = sides(first, second, span, distance);
                }
                if let Some((one, other)) = made {
                    let (one, other) = (first.spans[one], second.spans[other]);
                    let (start, end) = (one.end, other.start);
                    return has_any(wanted, Span { start, end }) && is_it(Span { start, end })
                        || first.any_gap(one, wanted, levels, is_it)
                        || second.any_gap(other, wanted, levels, is_it);
                }
                !ordered
                    && (any_gap_left(left, right, span, wanted, levels, is_it)
                        || any_gap_left(right, left, span, wanted, levels, is_it))
            }
            Kind::Or(union) => {
                let mut is_found = false;
                union.each(|node| {
                    is_found = is_found
                        || node.spans.binary_search(&span).is_ok()
                            && node.any_gap(span, wanted, levels, is_it);
                });
                is_found
            }
            Kind::Within(inner, _) => inner.any_gap(span, wanted, levels, is_it),
            _ => false,
        }
    }

    /// Adds the matches that have one of another node in a gap: not yet minimal.
    fn around(&mut self, inner: &Node, layout: &mut Layout, out: &mut Vec<Span>) {
        if !self.kind.has_gaps() {
            return;
        }
        for index in 0..self.spans.len() {
            if layout.is_late(1 << GAP_LEVELS) {
                return;
            }
            let span = self.spans[index];
            if self.any_gap(span, &inner.spans, GAP_LEVELS, &mut |_| true) {
                out.push(span);
            }
        }
    }

    /// Adds the leaves of a match, which must be one of [`Node::spans`].
    pub(in crate::engine::local) fn pieces(&mut self, span: Span, out: &mut Vec<Piece>) {
        self.pieces_but(&mut Told::new(), span, out);
    }

    /// Adds the leaves of a match, save those of matches that are told already.
    fn pieces_but(&mut self, told: &mut Told, span: Span, out: &mut Vec<Piece>) {
        if let Kind::All(..) = self.kind
            && !told.insert((std::ptr::from_ref(self).addr(), span))
        {
            return;
        }
        let piece = |kind| Piece { span, kind };
        match &mut self.kind {
            Kind::Word(_) | Kind::Phrase(_) => out.push(piece(PieceKind::Words)),
            Kind::Places(_, kind) => out.push(piece(*kind)),
            Kind::Listed(_) => out.push(piece(PieceKind::Date)),
            Kind::Or(union) => union.each(|node| {
                if node.spans.binary_search(&span).is_ok() {
                    node.pieces_but(told, span, out);
                }
            }),
            Kind::All(_, Join::Phrase) => out.push(piece(PieceKind::Words)),
            Kind::All(all, Join::Near { distance, ordered }) => {
                if let [left, right] = &mut all.nodes[..] {
                    near_pieces([left, right], span, *distance, told, out);
                    if !*ordered {
                        near_pieces([right, left], span, *distance, told, out);
                        inside_pieces([left, right], span, told, out);
                        inside_pieces([right, left], span, told, out);
                    }
                }
            }
            Kind::All(all, _) => {
                for node in &mut all.nodes {
                    for index in 0..node.spans.len() {
                        let inner = node.spans[index];
                        if inner.lies_in(span.start, span.end) {
                            node.pieces_but(told, inner, out);
                        }
                    }
                }
            }
            Kind::Within(inner, _) => inner.pieces_but(told, span, out),
        }
    }
}

impl Seek for Node {
    fn doc(&self) -> DocId {
        self.document
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.document < target {
            self.document = self.kind.seek(target);
        }
        self.document
    }

    fn cost(&self) -> u64 {
        match &self.kind {
            Kind::Word(word) => word.cost(),
            Kind::Phrase(phrase) => phrase.cost(),
            Kind::Places(union, _) => union.cost(),
            Kind::Listed(_) => u64::MAX,
            Kind::Or(union) => union.cost(),
            Kind::All(all, _) => all.nodes.iter().map(Node::cost).min().unwrap_or(0),
            Kind::Within(inner, _) => inner.cost(),
        }
    }
}

impl Kind {
    /// Whether something can stand between the sides of its matches.
    fn has_gaps(&self) -> bool {
        match self {
            Kind::All(all, Join::Near { .. } | Join::Same(_)) => all.nodes.len() == 2,
            Kind::Or(union) => !union.all(|node| !node.kind.has_gaps()),
            Kind::Within(inner, _) => inner.kind.has_gaps(),
            _ => false,
        }
    }

    fn least_words(&self) -> u32 {
        match self {
            Kind::Word(_) | Kind::Places(..) | Kind::Listed(_) | Kind::Or(_) => 1,
            Kind::Phrase(phrase) => phrase.len(),
            Kind::All(all, _) => all.nodes.iter().map(Node::least_words).sum(),
            Kind::Within(inner, _) => inner.least_words(),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Kind::Word(word) => word.seek(target),
            Kind::Phrase(phrase) => phrase.seek(target),
            Kind::Places(union, _) => union.seek(target),
            Kind::Listed(_) => target,
            Kind::Or(union) => union.seek(target),
            Kind::All(all, _) => all.seek(target),
            Kind::Within(inner, _) => inner.seek(target),
        }
    }

    /// Fills `spans`, which is empty, and gives the weight of the words that took part.
    fn evaluate(&mut self, document: DocId, layout: &mut Layout, spans: &mut Vec<Span>) -> f32 {
        match self {
            Kind::Word(word) => {
                let positions = word.positions(layout).iter();
                spans.extend(positions.map(|&position| Span::word(position)));
                word.idf
            }
            Kind::Phrase(phrase) => {
                if !phrase.find(layout) {
                    return 0.0;
                }
                spans.extend(phrase.spans());
                phrase.idf()
            }
            Kind::Places(union, _) => {
                union.each(|places| places.spans(spans));
                minimal(spans);
                0.0
            }
            Kind::Listed(wanted) => {
                layout.dates(document, wanted, spans);
                minimal(spans);
                0.0
            }
            Kind::Or(union) => {
                let mut weight = 0.0f32;
                union.each(|node| {
                    if node.matches(document, layout) {
                        weight = weight.max(node.weight);
                        spans.extend_from_slice(&node.spans);
                    }
                });
                minimal(spans);
                weight
            }
            Kind::All(all, join) => {
                if !all.evaluate(document, layout) {
                    return 0.0;
                }
                join.spans(&mut all.nodes, document, layout, spans);
                all.nodes.iter().map(|node| node.weight).sum()
            }
            Kind::Within(inner, test) => {
                if inner.matches(document, layout) {
                    test.spans(&inner.spans, document, layout, spans);
                }
                inner.weight
            }
        }
    }
}

impl All {
    fn new(nodes: Vec<Node>) -> All {
        let mut order: Vec<usize> = (0..nodes.len()).collect();
        order.sort_by_key(|&index| nodes[index].cost());
        All { nodes, order }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let All { nodes, order } = self;
        leap(order.iter().copied(), target, |index, target| {
            nodes[index].seek(target)
        })
    }

    /// Whether every node matches the document.
    fn evaluate(&mut self, document: DocId, layout: &mut Layout) -> bool {
        let nodes = &mut self.nodes;
        self.order
            .iter()
            .all(|&index| nodes[index].matches(document, layout))
    }
}

impl Join {
    /// Adds the matches, minimal.
    fn spans(&self, nodes: &mut [Node], document: DocId, layout: &mut Layout, out: &mut Vec<Span>) {
        if let (Join::Near { ordered: false, .. } | Join::Same(_), [left, right]) =
            (self, &mut *nodes)
        {
            left.around(right, layout, out);
            right.around(left, layout, out);
            let unit = match self {
                Join::Same(unit) => Some(*unit),
                _ => None,
            };
            if let Some(unit) = unit {
                let starts = starts(unit, document, layout);
                out.retain(|span| {
                    let next = starts.partition_point(|&start| start <= span.start);
                    starts.get(next).is_none_or(|&start| span.end <= start)
                });
            }
        }
        let nodes = &*nodes;
        let steps: usize = nodes.iter().map(|node| node.spans.len()).sum();
        if layout.is_late(steps) {
            return;
        }
        let lists: Vec<&[Span]> = nodes.iter().map(|node| node.spans.as_slice()).collect();
        match *self {
            Join::Phrase => algebra::phrase(&lists, out),
            Join::Loose { extra } => {
                let longest = nodes.len() as u32 + extra;
                for (start, end) in texts(document, layout, longest) {
                    algebra::together(&lists, (start, end), longest, out);
                }
            }
            Join::Near { distance, ordered } => {
                let [left, right] = lists[..] else { return };
                if distance <= TITLE_GAP {
                    algebra::near(left, right, distance, ordered, out);
                    return;
                }
                let body = layout.body_start(document);
                let halves = |list: &[Span]| list.partition_point(|span| span.start < body);
                let (left_title, left_body) = left.split_at(halves(left));
                let (right_title, right_body) = right.split_at(halves(right));
                let mut in_body = Vec::new();
                algebra::near(left_title, right_title, distance, ordered, out);
                algebra::near(left_body, right_body, distance, ordered, &mut in_body);
                out.append(&mut in_body);
            }
            Join::Same(unit) => {
                let starts = starts(unit, document, layout).to_vec();
                // The title is a unit of its own. Only units that hold something of the shortest
                // list are looked at.
                let shortest = lists.iter().min_by_key(|list| list.len());
                let mut before = u32::MAX;
                for span in shortest.copied().unwrap_or_default() {
                    let after = starts.partition_point(|&start| start <= span.start);
                    let start = after.checked_sub(1).map_or(0, |index| starts[index]);
                    let end = starts.get(after).copied().unwrap_or(u32::MAX);
                    if start != before {
                        if layout.is_late(1 << nodes.len().min(MOST_STEPS)) {
                            return;
                        }
                        algebra::together(&lists, (start, end), u32::MAX, out);
                    }
                    before = start;
                }
            }
        }
        minimal(out);
    }
}

/// Where the sentences or paragraphs of the body start.
fn starts(unit: Unit, document: DocId, layout: &mut Layout) -> &[u32] {
    match unit {
        Unit::Sentence => layout.sentences(document),
        Unit::Paragraph => layout.paragraphs(document),
    }
}

impl Test {
    fn spans(&self, inner: &[Span], document: DocId, layout: &mut Layout, out: &mut Vec<Span>) {
        match *self {
            Test::AtLeast(times) => {
                if inner.len() >= times as usize {
                    out.extend_from_slice(inner);
                }
            }
            Test::In(part) => {
                if part == Part::Opening {
                    Test::In(Part::Title).spans(inner, document, layout, out);
                }
                if let Some((start, end)) = layout.stretch(document, part) {
                    let inside = inner.iter().filter(|span| span.lies_in(start, end));
                    out.extend(inside.copied());
                }
            }
        }
    }
}

/// Title and body as stretches of positions; as one, where nothing so short spans both.
fn texts(document: DocId, layout: &mut Layout, longest: u32) -> Vec<(u32, u32)> {
    if longest <= TITLE_GAP {
        return vec![(0, u32::MAX)];
    }
    let body = layout.body_start(document);
    vec![(0, body), (body, u32::MAX)]
}

/// The matches of `first pre/distance second` that make up this match, by their indices.
fn sides(first: &Node, second: &Node, span: Span, distance: u32) -> Option<(usize, usize)> {
    let starts = first
        .spans
        .binary_search_by_key(&span.start, |one| one.start);
    let ends = second.spans.binary_search_by_key(&span.end, |one| one.end);
    let (one, other) = (starts.ok()?, ends.ok()?);
    let (left, right) = (first.spans[one], second.spans[other]);
    let is_near = left.end <= right.start && right.start - left.end < distance;
    is_near.then_some((one, other))
}

/// Whether one of these lies in a stretch.
fn has_any(wanted: &[Span], gap: Span) -> bool {
    !algebra::within(wanted, (gap.start, gap.end)).is_empty()
}

/// As [`Node::any_gap`], with what is left of the gaps of a match of the outer node where one of the inner
/// stands in them.
fn any_gap_left(
    outer: &mut Node,
    inner: &Node,
    span: Span,
    wanted: &[Span],
    levels: u32,
    is_it: &mut dyn FnMut(Span) -> bool,
) -> bool {
    if outer.spans.binary_search(&span).is_err() {
        return false;
    }
    outer.any_gap(span, wanted, levels, &mut |Span { start, end }| {
        let within = algebra::within(&inner.spans, (start, end));
        let (Some(first), Some(last)) = (within.first(), within.last()) else {
            return false;
        };
        // Whichever stands there: what is before the last, and after the first.
        let (before, after) = (last.start, first.end);
        let mut left = [Span { start, end: before }, Span { start: after, end }].into_iter();
        left.any(|gap| has_any(wanted, gap) && is_it(gap))
    })
}

/// The leaves of `first pre/distance second` that make up this match.
fn near_pieces(
    [first, second]: [&mut Node; 2],
    span: Span,
    distance: u32,
    told: &mut Told,
    out: &mut Vec<Piece>,
) {
    if let Some((one, other)) = sides(first, second, span, distance) {
        first.pieces_but(told, first.spans[one], out);
        second.pieces_but(told, second.spans[other], out);
    }
}

/// The leaves of this match, if it is one of the outer node with one of the inner between its sides.
fn inside_pieces(
    [outer, inner]: [&mut Node; 2],
    span: Span,
    told: &mut Told,
    out: &mut Vec<Piece>,
) {
    if outer.spans.binary_search(&span).is_err() {
        return;
    }
    let mut within: Vec<Span> = Vec::new();
    outer.any_gap(span, &inner.spans, GAP_LEVELS, &mut |gap| {
        within.extend(algebra::within(&inner.spans, (gap.start, gap.end)));
        false
    });
    within.sort_unstable();
    within.dedup();
    if !within.is_empty() {
        outer.pieces_but(told, span, out);
        within
            .into_iter()
            .for_each(|one| inner.pieces_but(told, one, out));
    }
}
