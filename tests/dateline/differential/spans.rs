//! The algebra of spans, from its definitions. All of it within one text: title or body.

use super::store::Span;

/// Whether the second span lies in the first.
fn contains(outer: Span, inner: Span) -> bool {
    outer.0 <= inner.0 && inner.1 <= outer.1
}

fn overlap(one: Span, other: Span) -> bool {
    one.0 < other.1 && other.0 < one.1
}

/// From the first token of the two to the last.
fn hull(one: Span, other: Span) -> Span {
    (one.0.min(other.0), one.1.max(other.1))
}

/// The spans that contain no other, each once, in order.
pub fn minimal(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup();
    // From the last start to the first: a span that ends no earlier than one that starts no
    // earlier contains it.
    let mut earliest = u32::MAX;
    let mut kept = Vec::new();
    while let Some(start) = spans.last().map(|span| span.0) {
        let first = spans.partition_point(|span| span.0 < start);
        // Of those that start here the shortest comes first.
        let shortest = spans[first];
        if shortest.1 < earliest {
            earliest = shortest.1;
            kept.push(shortest);
        }
        spans.truncate(first);
    }
    kept.reverse();
    kept
}

/// Whether the second one follows the first, neighbours being one step apart.
fn follows(one: Span, other: Span, distance: u32) -> bool {
    one.1 <= other.0 && other.0 - one.1 < distance
}

/// `left w/distance right`, or `pre/distance` if ordered.
pub fn near(distance: u32, ordered: bool, left: &[Span], right: &[Span]) -> Vec<Span> {
    let mut found = Vec::new();
    for &one in left {
        for &other in right {
            if follows(one, other, distance) || !ordered && follows(other, one, distance) {
                found.push(hull(one, other));
            }
        }
    }
    found
}

/// Matches of the one, each with its gaps, that have one of the other in a gap.
pub fn around(outer: &[(Span, Vec<Span>)], inner: &[Span]) -> Vec<Span> {
    let has_one = |gap: &Span| inner.iter().any(|&one| contains(*gap, one));
    let found = outer.iter().filter(|(_, gaps)| gaps.iter().any(has_one));
    found.map(|(span, _)| *span).collect()
}

/// The first match of the one list and of the other after it that make up a span.
pub fn sides(distance: u32, left: &[Span], right: &[Span], whole: Span) -> Option<(Span, Span)> {
    let pairs = left
        .iter()
        .flat_map(|&one| right.iter().map(move |&other| (one, other)));
    let mut pairs = pairs.filter(|&(one, other)| follows(one, other, distance));
    pairs.find(|&(one, other)| hull(one, other) == whole)
}

/// What is left of a gap beside any of these.
pub fn beside(gap: Span, inner: &[Span]) -> Vec<Span> {
    let there = inner.iter().filter(|&&one| contains(gap, one));
    there
        .flat_map(|one| [(gap.0, one.0), (one.1, gap.1)])
        .collect()
}

/// Of spans, those that lie in a unit.
pub fn in_units(units: &[Span], spans: Vec<Span>) -> Vec<Span> {
    let lies_in_one = |span: &Span| units.iter().any(|&unit| contains(unit, *span));
    spans.into_iter().filter(lies_in_one).collect()
}

/// One span of each part, all in one unit, no two with a token in common.
pub fn same(units: &[Span], parts: &[Vec<Span>]) -> Vec<Span> {
    let mut found = Vec::new();
    for &unit in units {
        let within: Vec<Vec<Span>> = parts
            .iter()
            .map(|spans| {
                spans
                    .iter()
                    .copied()
                    .filter(|&span| contains(unit, span))
                    .collect()
            })
            .collect();
        if within.iter().all(|spans: &Vec<Span>| !spans.is_empty()) {
            choose(&within, &mut Vec::new(), &mut found);
        }
    }
    minimal(found)
}

/// Every choice of one span a part goes into `found`, save those that contain what is there.
fn choose(parts: &[Vec<Span>], chosen: &mut Vec<Span>, found: &mut Vec<Span>) {
    let joined = chosen.iter().copied().reduce(hull);
    if joined.is_some_and(|joined| found.iter().any(|&other| contains(joined, other))) {
        return;
    }
    let Some(part) = parts.get(chosen.len()) else {
        found.extend(joined);
        return;
    };
    for &span in part {
        if !chosen.iter().any(|&other| overlap(span, other)) {
            chosen.push(span);
            choose(parts, chosen, found);
            chosen.pop();
        }
    }
}

/// Words that follow one another; of each the tokens that are it, ascending.
pub fn in_a_row(words: &[&[u32]]) -> Vec<Span> {
    let starts = words.first().copied().unwrap_or_default().iter();
    starts
        .filter(|&&start| {
            let mut places = (start..).zip(words);
            places.all(|(token, word)| word.binary_search(&token).is_ok())
        })
        .map(|&start| (start, start + words.len() as u32))
        .collect()
}

/// All the words, in any order and each at a token of its own, among at most `words + slop` tokens
/// of a text of so many.
pub fn sloppy(words: &[&[u32]], slop: usize, tokens: usize) -> Vec<Span> {
    // A minimal one starts with one of the words.
    let mut starts: Vec<u32> = words.concat();
    starts.sort_unstable();
    starts.dedup();
    let mut found = Vec::new();
    for start in starts {
        let least = start as usize + words.len();
        let mut ends = (least..=tokens.min(least + slop)).map(|end| (start, end as u32));
        found.extend(ends.find(|&span| assign(words, span, &mut Vec::new())));
    }
    minimal(found)
}

/// Whether each word finds a token of its own in a span, none of those that are taken.
fn assign(words: &[&[u32]], span: Span, taken: &mut Vec<u32>) -> bool {
    let Some((first, others)) = words.split_first() else {
        return true;
    };
    first.iter().any(|&token| {
        if !(span.0..span.1).contains(&token) || taken.contains(&token) {
            return false;
        }
        taken.push(token);
        let done = assign(others, span, taken);
        taken.pop();
        done
    })
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    #[test]
    fn minimal_is_what_contains_no_other() {
        let mut random = Random(5);
        for _ in 0..2000 {
            let mut spans: Vec<Span> = (0..random.below(12))
                .map(|_| {
                    let from = random.below(10) as u32;
                    (from, from + 1 + random.below(6) as u32)
                })
                .collect();
            let found = minimal(spans.clone());
            spans.sort_unstable();
            spans.dedup();
            let holds_no_other = |span: &Span| {
                !spans
                    .iter()
                    .any(|other| other != span && contains(*span, *other))
            };
            let expected: Vec<Span> = spans.iter().copied().filter(holds_no_other).collect();
            assert_eq!(found, expected, "{spans:?}");
        }
    }
}
