//! Patterns of words as automata over the bytes of a folded word, and over the dictionaries in
//! which words are listed by stem.

use crate::text::{FAR_FORM, FORM_MARK, ONE_FORM, fold};
use levenshtein_automata::{Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input};
use tantivy_fst::Automaton;

/// Bytes that the automaton of a pattern may take, and that its making may take.
const SIZE: usize = 4 << 20;

/// Which words a pattern stands for.
pub(in crate::engine::local) enum WordMatcher {
    /// Those that begin so.
    Prefix(Vec<u8>),
    Regex(Box<dense::DFA<Vec<u32>>>),
    Fuzzy(levenshtein_automata::DFA),
}

/// A state of any of them.
type State = u32;

/// No way to match from here.
const DEAD: State = State::MAX;

impl WordMatcher {
    /// `*` for any letters or none, `?` for one, the rest folded.
    ///
    /// # Errors
    /// The pattern needs too large an automaton.
    pub(in crate::engine::local) fn wildcard(pattern: &str) -> Result<WordMatcher, String> {
        if let Some(prefix) = pattern.strip_suffix('*')
            && !prefix.contains(['*', '?'])
        {
            return Ok(WordMatcher::Prefix(fold(prefix).as_bytes().to_vec()));
        }
        let mut regex = String::from("(?s)");
        let mut literal = String::new();
        for c in pattern.chars() {
            if matches!(c, '*' | '?') {
                regex.push_str(&escaped(&fold(&std::mem::take(&mut literal))));
                regex.push_str(if c == '*' { ".*" } else { "." });
            } else {
                literal.push(c);
            }
        }
        regex.push_str(&escaped(&fold(&literal)));
        WordMatcher::dfa(&regex)
    }

    /// A regular expression over whole folded words, in any case.
    ///
    /// # Errors
    /// It is no expression of the syntax, uses word boundaries, or needs too large an automaton.
    pub(in crate::engine::local) fn regex(pattern: &str) -> Result<WordMatcher, String> {
        let mut folded = String::with_capacity(pattern.len());
        for c in pattern.chars() {
            match c.is_ascii() {
                true => folded.push(c),
                false => folded.push_str(&fold(c.encode_utf8(&mut [0; 4]))),
            }
        }
        WordMatcher::dfa(&format!("(?is)(?:{folded})"))
    }

    fn dfa(regex: &str) -> Result<WordMatcher, String> {
        let config = dense::Config::new()
            .start_kind(StartKind::Anchored)
            .dfa_size_limit(Some(SIZE))
            .determinize_size_limit(Some(SIZE));
        // Folded text is lower case, so that Unicode's case pairs need not be tried.
        let dfa = dense::Builder::new()
            .configure(config)
            .syntax(syntax::Config::new().nest_limit(50))
            .thompson(regex_automata::nfa::thompson::Config::new().nfa_size_limit(Some(SIZE)))
            .build(&format!(r"(?:{regex})\z"));
        match dfa {
            Ok(dfa) => Ok(WordMatcher::Regex(Box::new(dfa))),
            Err(error) => Err(reason(&error)),
        }
    }

    /// Words at most `slips` letters added, left out, changed or swapped away.
    pub(in crate::engine::local) fn fuzzy(word: &str, slips: u8) -> WordMatcher {
        let builder = LevenshteinAutomatonBuilder::new(slips.min(2), true);
        WordMatcher::Fuzzy(builder.build_dfa(&fold(word)))
    }

    fn start(&self) -> State {
        match self {
            WordMatcher::Prefix(_) => 0,
            WordMatcher::Regex(dfa) => {
                let input = Input::new("").anchored(Anchored::Yes);
                let start = dfa.start_state_forward(&input);
                start.map_or(DEAD, |state| state.as_u32())
            }
            WordMatcher::Fuzzy(dfa) => dfa.initial_state(),
        }
    }

    fn step(&self, state: State, byte: u8) -> State {
        if state == DEAD {
            return DEAD;
        }
        match self {
            WordMatcher::Prefix(prefix) => match prefix.get(state as usize) {
                None => state,
                Some(&expected) if expected == byte => state + 1,
                Some(_) => DEAD,
            },
            WordMatcher::Regex(dfa) => {
                let next = dfa.next_state(StateID::new_unchecked(state as usize), byte);
                match dfa.is_dead_state(next) || dfa.is_quit_state(next) {
                    true => DEAD,
                    false => next.as_u32(),
                }
            }
            WordMatcher::Fuzzy(dfa) => match dfa.transition(state, byte) {
                SINK_STATE => DEAD,
                next => next,
            },
        }
    }

    fn is_match_state(&self, state: State) -> bool {
        state != DEAD
            && match self {
                WordMatcher::Prefix(prefix) => state as usize == prefix.len(),
                WordMatcher::Regex(dfa) => {
                    let state = StateID::new_unchecked(state as usize);
                    dfa.is_match_state(dfa.next_eoi_state(state))
                }
                WordMatcher::Fuzzy(dfa) => matches!(dfa.distance(state), Distance::Exact(_)),
            }
    }

    /// Whether a folded word is one of them.
    pub(in crate::engine::local) fn is_match(&self, word: &str) -> bool {
        let end = word
            .bytes()
            .fold(self.start(), |state, byte| self.step(state, byte));
        self.is_match_state(end)
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The innermost reason, in one line.
fn reason(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    let text = error.to_string();
    text.lines().last().unwrap_or_default().trim().to_owned()
}

/// Finds matching words in a dictionary of words.
pub(super) struct Whole<'m>(pub &'m WordMatcher);

impl Automaton for Whole<'_> {
    type State = State;

    fn start(&self) -> State {
        self.0.start()
    }

    fn is_match(&self, state: &State) -> bool {
        self.0.is_match_state(*state)
    }

    fn can_match(&self, state: &State) -> bool {
        *state != DEAD
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        self.0.step(*state, byte)
    }
}

/// Finds, in a dictionary of forms, all forms of every stem that could have a matching one: one
/// that shares all of the stem but its last [`NEAR_FORM`](crate::text::NEAR_FORM) letters, and the
/// first.
pub(super) struct OfStems<'m>(pub &'m WordMatcher);

#[derive(Clone, Copy)]
pub(super) enum StemState {
    Start,
    /// The state now, before the last letter, and before the one before.
    Stem([State; 3]),
    /// Beyond the mark of a stem that could.
    Form,
    Dead,
}

impl Automaton for OfStems<'_> {
    type State = StemState;

    fn start(&self) -> StemState {
        StemState::Start
    }

    fn is_match(&self, state: &StemState) -> bool {
        matches!(state, StemState::Form)
    }

    fn can_match(&self, state: &StemState) -> bool {
        !matches!(state, StemState::Dead)
    }

    fn accept(&self, state: &StemState, byte: u8) -> StemState {
        match *state {
            StemState::Start => match self.0.step(self.0.start(), byte) {
                DEAD => StemState::Dead,
                first => StemState::Stem([first, DEAD, DEAD]),
            },
            StemState::Stem(_) if is_mark(byte) => StemState::Form,
            StemState::Stem([now, before, earlier]) => {
                let next = self.0.step(now, byte);
                let continues = byte & 0xc0 == 0x80;
                let states = match continues {
                    true => [next, before, earlier],
                    false => [next, now, before],
                };
                match states.iter().all(|&state| state == DEAD) {
                    true => StemState::Dead,
                    false => StemState::Stem(states),
                }
            }
            StemState::Form => StemState::Form,
            StemState::Dead => StemState::Dead,
        }
    }
}

fn is_mark(byte: u8) -> bool {
    byte == FORM_MARK as u8 || byte == ONE_FORM as u8
}

/// Finds matching forms among those that share little with their stem, which are listed by
/// themselves under [`FAR_FORM`].
pub(super) struct FarForms<'m>(pub &'m WordMatcher);

impl Automaton for FarForms<'_> {
    /// `None` before the mark.
    type State = Option<State>;

    fn start(&self) -> Option<State> {
        None
    }

    fn is_match(&self, state: &Option<State>) -> bool {
        state.is_some_and(|state| self.0.is_match_state(state))
    }

    fn can_match(&self, state: &Option<State>) -> bool {
        *state != Some(DEAD)
    }

    fn accept(&self, state: &Option<State>, byte: u8) -> Option<State> {
        Some(match *state {
            Some(state) => self.0.step(state, byte),
            None if byte == FAR_FORM as u8 => self.0.start(),
            None => DEAD,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::WordMatcher;

    #[test]
    fn patterns_match_whole_folded_words() {
        let wildcard = |pattern: &str| WordMatcher::wildcard(pattern).unwrap();
        let regex = |pattern: &str| WordMatcher::regex(pattern).unwrap();
        for (matcher, yes, no) in [
            (
                wildcard("presid*"),
                vec!["presid", "president"],
                vec!["presi", "apresid"],
            ),
            (
                wildcard("wom?n"),
                vec!["woman", "women", "womèn"],
                vec!["womn", "womaan"],
            ),
            (wildcard("*gate"), vec!["gate", "watergate"], vec!["gates"]),
            (
                wildcard("c*f?re"),
                vec!["ceasefire", "cfire"],
                vec!["ceasefires", "cfre"],
            ),
            (wildcard("Élys*"), vec!["elysee"], vec!["élysée"]),
            (wildcard("?"), vec!["a", "ж"], vec!["", "ab"]),
            (wildcard("a.?"), vec!["a.b"], vec!["axb"]),
            (
                regex("withdr(ew|awn?)"),
                vec!["withdrew", "withdraw", "withdrawn"],
                vec!["withdraws"],
            ),
            (regex("a|ab"), vec!["a", "ab"], vec!["b", "abb"]),
            (regex("Cafés?"), vec!["cafe", "cafes"], vec!["caf"]),
            (
                WordMatcher::fuzzy("nuclear", 1),
                vec!["nuclear", "nulcear", "nuclea"],
                vec!["nucle"],
            ),
            (
                WordMatcher::fuzzy("Élysée", 1),
                vec!["elysee", "elyse"],
                vec!["else"],
            ),
        ] {
            for word in yes {
                assert!(matcher.is_match(word), "{word}");
            }
            for word in no {
                assert!(!matcher.is_match(word), "{word}");
            }
        }
    }

    #[test]
    fn what_cannot_be_built_is_refused() {
        for pattern in [
            "a{1000}{1000}{1000}",
            "[[:word:]]{500}{20}",
            "(",
            r"\bx\b(é|x)",
        ] {
            assert!(WordMatcher::regex(pattern).is_err(), "{pattern}");
        }
    }
}
