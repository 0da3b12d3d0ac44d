//! A query that begins with a minus sign, which looks like options.

use clap::error::ErrorKind;

/// The verbs that take a query.
const VERBS: [&str; 8] = [
    "search", "export", "count", "kwic", "timeline", "dates", "actors", "network",
];

/// Those of them that take a file to write with -o.
const WRITING: [&str; 4] = ["export", "kwic", "timeline", "network"];

/// Short options without a value.
const FLAGS: &str = "hVqv";

/// What to write instead, where the first words of a query were taken for options.
pub(super) fn hint(arguments: &[String], kind: ErrorKind) -> Option<String> {
    let is_about_options = matches!(
        kind,
        ErrorKind::UnknownArgument
            | ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::InvalidValue
            | ErrorKind::ValueValidation
    );
    let verb = arguments
        .iter()
        .find(|word| VERBS.contains(&word.as_str()))?;
    let writes = WRITING.contains(&verb.as_str());
    let before = arguments.iter().take_while(|word| *word != "--");
    let query = before
        .filter(|_| is_about_options)
        .find(|word| is_query(word, writes))?;
    Some(format!(
        "`{query}` is no option; a query that begins with - goes behind --: dateline {verb} -- '{query}'"
    ))
}

/// Whether a word with one minus sign is neither a row of flags nor an option with its value, of a
/// verb that may take a file to write.
fn is_query(word: &str, writes: bool) -> bool {
    let Some(rest) = word.strip_prefix('-') else {
        return false;
    };
    let is_option = rest.starts_with('-')
        || rest.chars().count() < 2
        || writes && rest.starts_with('o')
        || rest
            .trim_start_matches(|c| FLAGS.contains(c))
            .strip_prefix('n')
            .unwrap_or("")
            .starts_with(|c: char| c.is_ascii_digit() || c == '=')
        || rest.chars().all(|c| FLAGS.contains(c));
    !is_option
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str, kind: ErrorKind) -> Option<String> {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        hint(&words, kind)
    }

    #[test]
    fn a_query_is_told_from_options() {
        for (line, kind, query) in [
            ("dateline count -haus", ErrorKind::DisplayHelp, "-haus"),
            (
                "dateline -q export -lang:en",
                ErrorKind::UnknownArgument,
                "-lang:en",
            ),
            ("dateline search -n5 -(a", ErrorKind::UnknownArgument, "-(a"),
            ("dateline search -nato", ErrorKind::ValueValidation, "-nato"),
            ("dateline search -oil", ErrorKind::UnknownArgument, "-oil"),
            (
                "dateline count -outlet:none",
                ErrorKind::UnknownArgument,
                "-outlet:none",
            ),
        ] {
            let hint = of(line, kind).unwrap();
            assert!(hint.starts_with(&format!("`{query}` ")), "{hint}");
            assert!(hint.ends_with(&format!("-- '{query}'")), "{hint}");
        }
        for (line, kind) in [
            ("dateline count -h", ErrorKind::DisplayHelp),
            ("dateline count -qh", ErrorKind::DisplayHelp),
            ("dateline search -vn5 --fromat", ErrorKind::UnknownArgument),
            ("dateline export -oa.csv -x", ErrorKind::UnknownArgument),
            ("dateline index -abc", ErrorKind::UnknownArgument),
            ("dateline count --x -- -haus", ErrorKind::UnknownArgument),
            ("dateline count -haus -vq", ErrorKind::ArgumentConflict),
        ] {
            assert_eq!(of(line, kind), None, "{line}");
        }
    }
}
