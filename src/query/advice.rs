//! Hints at readings that may not be what was meant.

use super::hints::Hints;
use super::lex::{Kind, Token};
use super::tree::{Form, Pattern, Query};
use super::word;

/// Warns of what the tokens look like.
pub(super) fn on_tokens(text: &str, tokens: &[Token], hints: &mut Hints) {
    lower_case(tokens, hints);
    single_quotes(tokens, hints);
    last_mark(text, tokens, hints);
    for pair in tokens.windows(2) {
        if let [name, after] = pair {
            long_name(text, name, after, hints);
        }
    }
}

/// Warns where an article would need two outlets or two languages.
pub(super) fn on_query(query: &Query, hints: &mut Hints) {
    let children = match query {
        Query::And(children) => children,
        Query::Or(children) => {
            return children.iter().for_each(|child| on_query(child, hints));
        }
        Query::Not(inner) | Query::Boost { inner, .. } => return on_query(inner, hints),
        _ => return,
    };
    let count = |is_it: fn(&Query) -> bool| children.iter().filter(|child| is_it(child)).count();
    for (name, is_it) in [
        (
            "outlet",
            (|query| matches!(query, Query::Outlet(_))) as fn(&Query) -> bool,
        ),
        ("section", |query| matches!(query, Query::Section(_))),
        ("site", |query| matches!(query, Query::Site(_))),
    ] {
        if count(is_it) > 1 {
            let instead = format!("write {name}:(a OR b), or quote a name of several words");
            hints.add(format!("an article has one {name}: {instead}"));
        }
    }
    if count(|child| matches!(child, Query::Lang(_))) > 1 {
        hints.add("an article has one language: write lang:(en OR de)");
    }
    children.iter().for_each(|child| on_query(child, hints));
}

/// The text of a bare word.
fn bare(token: &Token) -> Option<&str> {
    match &token.kind {
        Kind::Leaf(Query::Text {
            text,
            form: Form::Stemmed,
            ..
        }) => Some(text),
        _ => None,
    }
}

/// Warns of operators between items that were not typed in capitals.
fn lower_case(tokens: &[Token], hints: &mut Hints) {
    for (index, token) in tokens.iter().enumerate() {
        let Some(text) = bare(token) else {
            continue;
        };
        let is_between = index > 0 || text.eq_ignore_ascii_case("not");
        if let (true, Some(hint)) = (is_between, word::lower_case_hint(text))
            && index + 1 < tokens.len()
        {
            hints.add(hint);
        }
    }
}

/// Warns of a phrase in single quotes, which are apostrophes here.
fn single_quotes(tokens: &[Token], hints: &mut Hints) {
    let words = tokens.iter().map(|token| bare(token).unwrap_or_default());
    let mut after_opening = words
        .skip_while(|word| !word.starts_with(['\'', '‘', '‚']))
        .skip(1);
    if after_opening.any(|word| word.ends_with(['\'', '’', '‘'])) {
        hints.add("single quotes make no phrase; write \"...\"");
    }
}

/// Warns of a question or a cry whose mark was read as a wildcard.
fn last_mark(text: &str, tokens: &[Token], hints: &mut Hints) {
    let is_word = |token: &Token| {
        bare(token).is_some() || matches!(token.kind, Kind::Leaf(Query::Pattern(_)))
    };
    let [.., last] = tokens else {
        return;
    };
    let Kind::Leaf(Query::Pattern(Pattern::Wildcard(_))) = last.kind else {
        return;
    };
    let typed = text.get(last.span.clone()).unwrap_or_default();
    let Some((word, mark)) = typed.char_indices().next_back().and_then(|(end, mark)| {
        let word = typed.get(..end)?;
        (!word.contains(['*', '?', '!', ':'])).then_some((word, mark))
    }) else {
        return;
    };
    if tokens.len() < 3 || !tokens.iter().all(is_word) {
        return;
    }
    match mark {
        '?' => hints.add(format!(
            "? stands for one letter; to search for {word}, leave it out"
        )),
        '!' => hints.add(format!(
            "! stands for any ending; to search for {word}, leave it out"
        )),
        _ => {}
    }
}

/// Warns of `outlet:New York Times`, where only the first word is the outlet.
fn long_name(text: &str, name: &Token, after: &Token, hints: &mut Hints) {
    let (
        Kind::Leaf(
            Query::Actor { name: value }
            | Query::Place { name: value }
            | Query::Outlet(value)
            | Query::Section(value)
            | Query::Author(value)
            | Query::Source { name: value, .. },
        ),
        Some(next),
    ) = (&name.kind, bare(after))
    else {
        return;
    };
    let typed = text.get(name.span.clone()).unwrap_or_default();
    let between = text.get(name.span.end..after.span.start).unwrap_or("x");
    let is_name =
        |word: &str| word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
    let field = typed.split_once(':').map(|(field, _)| field.to_lowercase());
    if let Some(field) = field
        && !typed.ends_with(['"', '”', '»'])
        && between.trim().is_empty()
        && is_name(value)
        && is_name(next)
    {
        hints.add(format!(
            "only {value} is taken as {field}; quote a name of several words: {field}:\"{value} {next}\""
        ));
    }
}
