//! What the engine says of damaged files, in a sentence.

use anyhow::Error;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use tantivy::TantivyError;
use tantivy::directory::error::OpenReadError;

const ANEW: &str = "`dateline index --rebuild` makes the index anew";

/// What has happened, and to which file where the engine tells.
struct Damage {
    file: Option<PathBuf>,
    what: &'static str,
}

/// An error of opening an index whose files lie in `root`: the file that is damaged or missing, and
/// what to do; any other error as it is.
pub(super) fn told(error: Error, root: &Path) -> Error {
    // The engine names some by their path from its directory.
    let within = |file: &Path| {
        file.file_name()
            .map_or_else(|| root.to_owned(), |name| root.join(name))
    };
    let Some(damage) = of(&error) else {
        return match refused(&error) {
            Some((file, why)) => Error::msg(format!("{}: {why}", within(file).display())),
            None => error.context(format!("{}: cannot open the index", root.display())),
        };
    };
    let path = damage.file.as_deref().unwrap_or(Path::new(""));
    let path = within(path);
    Error::msg(format!("{}: {}; {ANEW}", path.display(), damage.what))
}

/// What to say of an error while an index is used, where that comes of damaged files.
pub fn damage(error: &Error) -> Option<String> {
    let found = of(error)?;
    let file = found
        .file
        .map_or_else(String::new, |file| format!("{}: ", file.to_string_lossy()));
    Some(format!(
        "{file}the index is damaged; `dateline verify` says where, {ANEW}"
    ))
}

fn of(error: &Error) -> Option<Damage> {
    let cause = error.chain().find_map(|cause| cause.downcast_ref())?;
    let (file, what) = match cause {
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(path)) => {
            (Some(path.clone()), "missing")
        }
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath })
            if is_of_content(io_error.kind()) =>
        {
            (Some(filepath.clone()), "damaged")
        }
        TantivyError::IoError(cause) if is_of_content(cause.kind()) => (None, "damaged"),
        TantivyError::DeserializeError(_) => (None, "damaged"),
        TantivyError::DataCorruption(cause) => (named(&format!("{cause:?}")), "damaged"),
        TantivyError::InternalError(text) if text.contains("IO error") => (None, "damaged"),
        _ => return None,
    };
    Some(Damage { file, what })
}

/// The file that the system refused to open, and what it said.
fn refused(error: &Error) -> Option<(&Path, &std::io::Error)> {
    match error.chain().find_map(|cause| cause.downcast_ref())? {
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath }) => {
            Some((filepath, io_error))
        }
        _ => None,
    }
}

/// Whether bytes were read that make no sense, and not the system refused.
fn is_of_content(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::InvalidData | ErrorKind::UnexpectedEof | ErrorKind::Other
    )
}

/// The file in "Data corruption (in file `"meta.json"`): ...", which has no other way out.
fn named(text: &str) -> Option<PathBuf> {
    let (_, rest) = text.split_once("(in file `\"")?;
    let (name, _) = rest.split_once("\"`)")?;
    Some(PathBuf::from(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use tantivy::error::DataCorruption;

    #[test]
    fn damage_is_one_sentence_with_the_file_and_what_to_do() {
        let read = |kind: ErrorKind| OpenReadError::IoError {
            io_error: Arc::new(kind.into()),
            filepath: "a.idx".into(),
        };
        let corrupt = DataCorruption::new("meta.json".into(), "{\"segments\": []}".repeat(300));
        for (error, says) in [
            (
                OpenReadError::FileDoesNotExist("/x/engine/a.idx".into()).into(),
                "/x/engine/a.idx: missing; `dateline index --rebuild`",
            ),
            (
                read(ErrorKind::InvalidData).into(),
                "/x/engine/a.idx: damaged; ",
            ),
            (
                TantivyError::DataCorruption(corrupt),
                "/x/engine/meta.json: damaged; ",
            ),
            (
                std::io::Error::from(ErrorKind::UnexpectedEof).into(),
                "/x/engine: damaged; ",
            ),
        ] {
            let error: TantivyError = error;
            let error = Error::new(error).context("opening");
            assert!(damage(&error).is_some_and(|text| text.contains("verify")));
            let told = format!("{:#}", told(error, Path::new("/x/engine")));
            assert!(told.starts_with(says), "{told}");
            assert!(told.len() < 120, "{told}");
        }
        // What the system refuses is no damage.
        let refused = Error::new(TantivyError::from(read(ErrorKind::PermissionDenied)));
        assert_eq!(damage(&refused), None);
        let told = told(refused, Path::new("/x/engine")).to_string();
        assert_eq!(told, "/x/engine/a.idx: permission denied");
    }
}
