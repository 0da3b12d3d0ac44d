//! Reading a query, strictly or leniently.

use super::dates::Today;
use super::error::{Problem, QueryError};
use super::hints::shortened;
use super::lex::{self, Mode, Tokens};
use super::parser::Parser;
use super::tree::Query;
use super::{advice, print};
use jiff::civil::Date;

/// A query as understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The tree.
    pub query: Query,
    /// Warnings for the person who typed it, one line each, at most twenty; no full stop.
    pub hints: Vec<String>,
}

/// Reads a query in the language of [the module](super). Relative dates count back from the
/// system's civil date.
///
/// ```
/// use dateline::query::parse;
///
/// let parsed = parse("ceasefire AND russia OR title:truce")?;
/// assert_eq!(parsed.query.to_string(), "(ceasefire russia) OR title:truce");
/// assert_eq!(parsed.hints, ["read as (ceasefire AND russia) OR title:truce"]);
/// # Ok::<(), dateline::query::QueryError>(())
/// ```
///
/// # Errors
///
/// When the text is no query of the language, or exceeds its bounds; the error says where.
pub fn parse(text: &str) -> Result<Parsed, QueryError> {
    let (today, lenient) = (Today::OfSystem, false);
    read(text, Mode { today, lenient })
}

/// Reads a query whose relative dates count back from `today`. It prints with the days that they
/// stand for.
///
/// ```
/// use dateline::query::parse_at;
///
/// let today = jiff::civil::date(2024, 3, 31);
/// let parsed = parse_at("russia w/s withdraw! since:30d", today)?;
/// assert_eq!(parsed.query.to_string(), "(russia w/s withdraw*) published:2024-03..");
/// # Ok::<(), dateline::query::QueryError>(())
/// ```
///
/// # Errors
///
/// As [`parse()`].
pub fn parse_at(text: &str, today: Date) -> Result<Parsed, QueryError> {
    let (today, lenient) = (Today::Is(today), false);
    read(text, Mode { today, lenient })
}

/// Reads what can be read of a query, and says in the hints what was left out: of a mistake the word
/// or value at fault, an operator without its operand, a bracket or quote without its other half.
///
/// ```
/// use dateline::query::parse_lenient;
///
/// let parsed = parse_lenient("ceasefire (russia OR", jiff::civil::date(2024, 3, 31))?;
/// assert_eq!(parsed.query.to_string(), "ceasefire russia");
/// assert_eq!(parsed.hints.len(), 2);
/// # Ok::<(), dateline::query::QueryError>(())
/// ```
///
/// # Errors
///
/// When nothing is left to search for.
pub fn parse_lenient(text: &str, today: Date) -> Result<Parsed, QueryError> {
    let (today, lenient) = (Today::Is(today), true);
    read(text, Mode { today, lenient })
}

fn read(text: &str, mode: Mode) -> Result<Parsed, QueryError> {
    let Tokens {
        tokens,
        mut hints,
        deepest,
    } = lex::tokens(text, mode)?;
    let nothing = || {
        let suggestion = "write a word, or * for every article";
        let problem = Problem::new("nothing to search for", suggestion);
        QueryError::new(text, 0..text.trim_end().len(), problem)
    };
    if tokens.is_empty() {
        return Err(nothing());
    }
    advice::on_tokens(text, &tokens, &mut hints);
    let parser = Parser::new(text, mode, tokens, deepest, hints);
    let (query, is_mixed, mut hints) = parser.query().map_err(|fault| *fault)?;
    let query = query.ok_or_else(nothing)?;
    advice::on_query(&query, &mut hints);
    let mut hints = hints.into_vec();
    if is_mixed {
        let reading = shortened(&print::spelled_out(&query), 200);
        hints.insert(0, format!("read as {reading}"));
    }
    Ok(Parsed { query, hints })
}
