//! The algebra of spans: pure functions over sorted lists, as the design defines them.
//!
//! Every list is an *antichain* in ascending order: no span contains another, so that starts and
//! ends both ascend strictly. Every function gives such a list, the minimal ones of its matches.

/// A half-open range of positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::engine::local) struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub(super) fn word(position: u32) -> Span {
        Span {
            start: position,
            end: position + 1,
        }
    }

    /// Whether it lies wholly within `start..end`.
    pub(super) fn lies_in(self, start: u32, end: u32) -> bool {
        start <= self.start && self.end <= end
    }
}

/// Keeps the spans that contain no other, each once, in order.
pub(super) fn minimal(spans: &mut Vec<Span>) {
    if spans
        .windows(2)
        .all(|pair| pair[0].start < pair[1].start && pair[0].end < pair[1].end)
    {
        return;
    }
    // From the back, what starts no earlier has been seen; of equal starts the shortest comes first.
    spans.sort_unstable_by(|a, b| a.start.cmp(&b.start).then(b.end.cmp(&a.end)));
    let mut least_end = u32::MAX;
    let mut kept = spans.len();
    for index in (0..spans.len()).rev() {
        let span = spans[index];
        if span.end < least_end {
            least_end = span.end;
            kept -= 1;
            spans[kept] = span;
        }
    }
    spans.drain(..kept);
}

/// `left pre/distance right`, added to `out`: not yet minimal.
fn ordered(left: &[Span], right: &[Span], distance: u32, out: &mut Vec<Span>) {
    let mut next = 0;
    for one in left {
        // The first that starts after it ends is also the one that ends first.
        while right.get(next).is_some_and(|other| other.start < one.end) {
            next += 1;
        }
        let Some(other) = right.get(next) else { break };
        if other.start - one.end < distance {
            out.push(Span {
                start: one.start,
                end: other.end,
            });
        }
    }
}

/// `left w/distance right`, or in this order only.
pub(super) fn near(
    left: &[Span],
    right: &[Span],
    distance: u32,
    is_ordered: bool,
    out: &mut Vec<Span>,
) {
    ordered(left, right, distance, out);
    if !is_ordered {
        ordered(right, left, distance, out);
    }
    minimal(out);
}

/// Those of a list that lie in a stretch.
pub(super) fn within(list: &[Span], (start, end): (u32, u32)) -> &[Span] {
    let from = list.partition_point(|span| span.start < start);
    let to = list.partition_point(|span| span.end <= end);
    list.get(from..to).unwrap_or_default()
}

/// One span of each list, no two of which share a position, all within `start..end`, the whole no
/// longer than `longest`.
///
/// From each start, the least end by which every subset of the lists can be served: two to the
/// power of the number of lists, which is therefore bounded by the language.
pub(super) fn together(
    lists: &[&[Span]],
    (start, end): (u32, u32),
    longest: u32,
    out: &mut Vec<Span>,
) {
    let within: Vec<&[Span]> = lists
        .iter()
        .map(|list| within(list, (start, end)))
        .collect();
    if within.iter().any(|list| list.is_empty()) {
        return;
    }
    if let [left, right] = within[..] {
        let from = out.len();
        ordered(left, right, u32::MAX, out);
        ordered(right, left, u32::MAX, out);
        let mut found = out.split_off(from);
        found.retain(|span| span.end - span.start <= longest);
        out.append(&mut found);
        return;
    }
    let mut starts: Vec<u32> = within
        .iter()
        .flat_map(|list| list.iter().map(|span| span.start))
        .collect();
    starts.sort_unstable();
    starts.dedup();
    let all = (1usize << within.len()) - 1;
    let mut ends = vec![u32::MAX; all + 1];
    for first in starts {
        ends.fill(u32::MAX);
        ends[0] = first;
        for served in 0..all {
            let from = ends[served];
            if from == u32::MAX {
                continue;
            }
            for (index, list) in within.iter().enumerate() {
                let with = served | 1 << index;
                if with == served {
                    continue;
                }
                if let Some(next) = list.get(list.partition_point(|span| span.start < from)) {
                    ends[with] = ends[with].min(next.end);
                }
            }
        }
        let last = ends[all];
        if last == u32::MAX {
            break;
        }
        if last - first <= longest {
            out.push(Span {
                start: first,
                end: last,
            });
        }
    }
}

/// All lists in a row: the words of a phrase, each one position after the last one.
pub(super) fn phrase(lists: &[&[Span]], out: &mut Vec<Span>) {
    let Some((first, rest)) = lists.split_first() else {
        return;
    };
    let mut next = vec![0usize; rest.len()];
    'starts: for one in *first {
        let mut end = one.end;
        for (list, next) in rest.iter().zip(&mut next) {
            while list.get(*next).is_some_and(|span| span.start < end) {
                *next += 1;
            }
            match list.get(*next) {
                Some(span) if span.start == end => end = span.end,
                Some(_) => continue 'starts,
                None => return,
            }
        }
        out.push(Span {
            start: one.start,
            end,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(pairs: &[(u32, u32)]) -> Vec<Span> {
        let pairs = pairs.iter();
        pairs.map(|&(start, end)| Span { start, end }).collect()
    }

    #[test]
    fn what_contains_another_is_dropped() {
        for (given, expected) in [
            (vec![], vec![]),
            (vec![(3, 5), (1, 9), (3, 5), (3, 8)], vec![(3, 5)]),
            (vec![(1, 4), (2, 6), (5, 7)], vec![(1, 4), (2, 6), (5, 7)]),
            (vec![(1, 2), (1, 3), (0, 2)], vec![(1, 2)]),
        ] {
            let mut given = spans(&given);
            minimal(&mut given);
            assert_eq!(given, spans(&expected));
        }
    }

    /// The definition: every choice of one span a list, tried out.
    fn by_definition(lists: &[Vec<Span>], holds: &dyn Fn(&[Span]) -> bool) -> Vec<Span> {
        let mut chosen: Vec<Vec<Span>> = vec![Vec::new()];
        for list in lists {
            let longer = chosen.iter().flat_map(|before| {
                list.iter()
                    .map(move |&span| [before.as_slice(), &[span]].concat())
            });
            chosen = longer.collect();
        }
        let disjoint = |chosen: &[Span]| {
            let mut sorted = chosen.to_vec();
            sorted.sort();
            sorted.windows(2).all(|pair| pair[0].end <= pair[1].start)
        };
        let mut found: Vec<Span> = chosen
            .iter()
            .filter(|chosen| disjoint(chosen) && holds(chosen))
            .filter_map(|chosen| {
                let start = chosen.iter().map(|span| span.start).min()?;
                let end = chosen.iter().map(|span| span.end).max()?;
                Some(Span { start, end })
            })
            .collect();
        minimal(&mut found);
        found
    }

    /// Small and the same everywhere: splitmix64.
    struct Random(u64);

    impl Random {
        fn below(&mut self, bound: u32) -> u32 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = self.0;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((mixed ^ (mixed >> 31)) % u64::from(bound)) as u32
        }

        fn list(&mut self) -> Vec<Span> {
            let mut list: Vec<Span> = (0..self.below(6))
                .map(|_| {
                    let start = self.below(20);
                    let end = start + 1 + self.below(3) * self.below(2);
                    Span { start, end }
                })
                .collect();
            minimal(&mut list);
            list
        }
    }

    #[test]
    fn operators_find_what_their_definitions_say() {
        let mut random = Random(5);
        for _ in 0..3000 {
            let lists: Vec<Vec<Span>> = (0..2 + random.below(3)).map(|_| random.list()).collect();
            let slices: Vec<&[Span]> = lists.iter().map(Vec::as_slice).collect();
            let distance = 1 + random.below(6);
            let close = |a: Span, b: Span| b.start >= a.end && b.start - a.end < distance;
            for is_ordered in [true, false] {
                let mut found = Vec::new();
                near(slices[0], slices[1], distance, is_ordered, &mut found);
                let expected = by_definition(&lists[..2], &|chosen| {
                    close(chosen[0], chosen[1]) || !is_ordered && close(chosen[1], chosen[0])
                });
                assert_eq!(found, expected, "{lists:?} {distance} {is_ordered}");
            }
            let (start, end) = (random.below(5), 8 + random.below(16));
            let longest = 2 + random.below(20);
            let mut found = Vec::new();
            together(&slices, (start, end), longest, &mut found);
            minimal(&mut found);
            let expected = by_definition(&lists, &|chosen| {
                let first = chosen.iter().map(|span| span.start).min().unwrap_or(0);
                let last = chosen.iter().map(|span| span.end).max().unwrap_or(0);
                chosen.iter().all(|span| span.lies_in(start, end)) && last - first <= longest
            });
            assert_eq!(found, expected, "{lists:?} in {start}..{end}, {longest}");
            let mut found = Vec::new();
            phrase(&slices, &mut found);
            let expected = by_definition(&lists, &|chosen| {
                chosen.windows(2).all(|pair| pair[0].end == pair[1].start)
            });
            assert_eq!(found, expected, "{lists:?}");
        }
    }
}
