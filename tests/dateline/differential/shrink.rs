//! From a query that fails to the smallest that still does.

use dateline::query::{Form, Part, Query};

/// Replaces nodes by their children, and leaves children out, as long as `fails` holds.
pub fn shrink(mut query: Query, fails: &mut dyn FnMut(&Query) -> bool) -> Query {
    loop {
        let mut smaller = simpler(&query);
        smaller.sort_by_key(|query| format!("{query:?}").len());
        match smaller.into_iter().find(|smaller| fails(smaller)) {
            Some(smaller) => query = smaller,
            None => return query,
        }
    }
}

/// What is a step simpler.
fn simpler(query: &Query) -> Vec<Query> {
    let children = children(query);
    let mut found: Vec<Query> = children.iter().map(|&child| child.clone()).collect();
    for (index, child) in children.iter().enumerate() {
        for smaller in simpler(child) {
            found.extend(with_child(query, index, smaller));
        }
        let without = children
            .iter()
            .enumerate()
            .filter(|&(other, _)| other != index);
        let without: Vec<Query> = without.map(|(_, &child)| child.clone()).collect();
        match query {
            Query::And(_) => found.push(Query::all_of(without)),
            Query::Or(_) => found.push(Query::any_of(without)),
            Query::Same { unit, .. } if without.len() >= 2 => found.push(Query::Same {
                unit: *unit,
                parts: without,
            }),
            _ => {}
        }
    }
    found.extend(plainer(query));
    found
}

/// The same node with less in it.
fn plainer(query: &Query) -> Vec<Query> {
    match query {
        Query::Text { text, form, slop } => {
            let of = |text: &str, form, slop| Query::Text {
                text: text.to_owned(),
                form,
                slop,
            };
            let words = super::leaves::split(text);
            let mut found = Vec::new();
            if words.len() > 1 {
                found.push(of(&words[1..].join(" "), *form, *slop));
                found.push(of(&words[..words.len() - 1].join(" "), *form, *slop));
            }
            if *slop > 0 {
                found.push(of(text, *form, slop - 1));
            }
            if *form != Form::Exact {
                found.push(of(text, Form::Exact, *slop));
            }
            found
        }
        Query::Phrase { words, slop } if words.len() > 2 => {
            let without = |index| {
                let mut words = words.clone();
                words.remove(index);
                words
            };
            let has_pattern =
                |words: &Vec<Query>| words.iter().any(|word| matches!(word, Query::Pattern(_)));
            (0..words.len())
                .map(without)
                .filter(has_pattern)
                .map(|words| Query::Phrase { words, slop: *slop })
                .collect()
        }
        Query::Near {
            distance,
            ordered,
            left,
            right,
        } if *distance > 1 => {
            let to = |distance| Query::Near {
                distance,
                ordered: *ordered,
                left: left.clone(),
                right: right.clone(),
            };
            vec![to(1), to(distance / 2), to(distance - 1)]
        }
        Query::AtLeast { times, inner } if *times > 1 => vec![Query::AtLeast {
            times: times - 1,
            inner: inner.clone(),
        }],
        Query::In {
            part: Part::Opening,
            inner,
        } => [Part::Title, Part::Lead]
            .map(|part| Query::In {
                part,
                inner: inner.clone(),
            })
            .to_vec(),
        _ => Vec::new(),
    }
}

fn children(query: &Query) -> Vec<&Query> {
    match query {
        Query::Near { left, right, .. } => vec![left, right],
        Query::Same {
            parts: children, ..
        }
        | Query::And(children)
        | Query::Or(children) => children.iter().collect(),
        Query::Phrase { words, .. } => words.iter().collect(),
        Query::In { inner, .. }
        | Query::AtLeast { inner, .. }
        | Query::Boost { inner, .. }
        | Query::Not(inner) => vec![inner],
        _ => Vec::new(),
    }
}

/// The query with another child; `None` where this child cannot stand there.
fn with_child(query: &Query, index: usize, child: Query) -> Option<Query> {
    let mut query = query.clone();
    let needs_place = match &query {
        Query::Near { .. } | Query::Same { .. } | Query::In { .. } | Query::AtLeast { .. } => true,
        Query::Phrase { .. } => return None,
        _ => false,
    };
    if needs_place && !child.is_positional() {
        return None;
    }
    match &mut query {
        Query::Near { left, .. } if index == 0 => **left = child,
        Query::Near { right, .. } => **right = child,
        Query::Same { parts, .. } => parts[index] = child,
        Query::And(children) => {
            children[index] = child;
            return Some(Query::all_of(std::mem::take(children)));
        }
        Query::Or(children) => {
            children[index] = child;
            return Some(Query::any_of(std::mem::take(children)));
        }
        Query::In { inner, .. } | Query::AtLeast { inner, .. } | Query::Boost { inner, .. } => {
            **inner = child;
        }
        Query::Not(_) => return Some(child.negate()),
        _ => return None,
    }
    Some(query)
}
