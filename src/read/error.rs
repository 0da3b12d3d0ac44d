//! Why a file, or the rest of it, could not be read.

use std::fmt;
use std::io;

/// What is too long by the bound on articles, though it is no article: the ends of the reasons.
pub(super) const TOO_LONG: [&str; 3] = [LONG_PAGES, LONG_PDF, LONG_HEADER];
pub(super) const LONG_PAGES: &str = "the pages together are too long";
pub(super) const LONG_PDF: &str = "PDF of too much text";
pub(super) const LONG_HEADER: &str = "a header of more than one article";

/// Why a file, or the rest of it, could not be read: one clear line, lowercase, without the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    message: String,
    io: bool,
}

impl ReadError {
    /// An error of the content: it stays until the file changes.
    pub fn content(message: impl Into<String>) -> ReadError {
        ReadError {
            message: message.into(),
            io: false,
        }
    }

    /// Whether the system refused ("permission denied"), so that another try may go better.
    pub fn is_io(&self) -> bool {
        self.io
    }

    /// The error as one of the input, so that it passes through layers of `Read`.
    pub(super) fn into_io(self) -> io::Error {
        io::Error::other(self)
    }

    pub(super) fn too_long(max_article: usize) -> ReadError {
        ReadError::content(format!("article of more than {}", size(max_article)))
    }

    pub(super) fn too_far(max_expansion: u64) -> ReadError {
        ReadError::content(format!(
            "expands to more than {max_expansion} times its size"
        ))
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> ReadError {
        if let Some(inner) = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<ReadError>())
        {
            return inner.clone();
        }
        let message = match error.kind() {
            io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            io::ErrorKind::NotFound => "the file has vanished".to_owned(),
            _ => plain(&error.to_string()),
        };
        ReadError { message, io: true }
    }
}

/// A system message in the style of ours: without the error number, starting in lower case.
fn plain(message: &str) -> String {
    let message = message.split(" (os error").next().unwrap_or(message);
    let mut chars = message.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => "cannot be read".to_owned(),
    }
}

fn size(bytes: usize) -> String {
    const UNITS: [(usize, &str); 2] = [(1 << 20, "MB"), (1 << 10, "kB")];
    match UNITS.iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => format!("{} {name}", bytes / unit),
        None => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_one_clear_line() {
        let cases = [
            (
                io::Error::from(io::ErrorKind::PermissionDenied).into(),
                "permission denied",
                true,
            ),
            (
                io::Error::from_raw_os_error(21).into(),
                "is a directory",
                true,
            ),
            (
                ReadError::too_long(16 << 20),
                "article of more than 16 MB",
                false,
            ),
            (
                ReadError::too_long(2000),
                "article of more than 1 kB",
                false,
            ),
            (
                ReadError::content("no text").into_io().into(),
                "no text",
                false,
            ),
        ];
        for (error, message, io) in cases {
            let error: ReadError = error;
            assert_eq!((error.to_string().as_str(), error.is_io()), (message, io));
        }
    }
}
