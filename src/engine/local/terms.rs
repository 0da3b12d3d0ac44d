//! The terms of the *who* layer, and of the *when* layer with `when`.
//!
//! *who*, at the first token of a mention: the actor's id, its codes and their ancestors
//! (`RUSGOV`, `RUS`), and for an actor that no dictionary has, each word of its name as `=word`.

use super::when::date_terms;
use crate::model::{Analysis, FieldTokens, Mention, TextField, ancestors};
use crate::text::{Packed, TITLE_GAP, fold, words};

/// Actors found by name alone have ids that start with this.
const UNKNOWN: char = '?';

fn position(analysis: &Analysis, field: TextField, start: usize) -> u32 {
    let index = |tokens: &FieldTokens| tokens.at_byte(start) as u32;
    match field {
        TextField::Title => index(&analysis.title),
        TextField::Body => analysis.title.tokens.len() as u32 + TITLE_GAP + index(&analysis.body),
    }
}

/// The *who* layer of an article.
pub(super) fn who(analysis: &Analysis) -> Packed {
    let mut packed = Packed::default();
    let mut terms: Vec<String> = Vec::new();
    for mention in &analysis.mentions {
        let position = position(analysis, mention.field, mention.start);
        mention_terms(mention, &mut terms);
        for term in terms.drain(..) {
            packed.push(position, &term);
        }
    }
    packed
}

fn mention_terms(mention: &Mention, terms: &mut Vec<String>) {
    terms.push(mention.actor.clone());
    for code in &mention.codes {
        for code in ancestors(code) {
            if !terms.iter().any(|term| term == code) {
                terms.push(code.to_owned());
            }
        }
    }
    if mention.actor.starts_with(UNKNOWN) {
        for word in name_terms(&mention.name) {
            if !terms.contains(&word) {
                terms.push(word);
            }
        }
    }
}

/// The words of a name as terms of the *who* layer.
pub(super) fn name_terms(name: &str) -> Vec<String> {
    let mut terms = Vec::new();
    words(name, |span| terms.push(format!("={}", fold(&name[span]))));
    terms
}

/// The *when* layer of an article.
pub(super) fn when(analysis: &Analysis) -> Packed {
    let mut packed = Packed::default();
    for date in &analysis.dates {
        let position = position(analysis, date.field, date.start);
        for term in date_terms(date) {
            packed.push(position, &term);
        }
    }
    packed
}
