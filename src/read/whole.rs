//! Inputs that must be read from any place: the file itself, or a copy of it in memory.

use super::ReadError;
use super::input::Input;
use std::fs::File;
use std::io::Read;

/// Most bytes of what is not a file of its own: it is read into memory.
const IN_MEMORY: u64 = 128 << 20;

/// What can be read from any place.
pub(super) enum Whole {
    /// A file on the disk.
    File(File),
    /// A copy of what lies within another file, or came from the standard input.
    Memory(Vec<u8>),
}

impl Whole {
    /// The input as a whole. `what` it is called if it is too long.
    ///
    /// # Errors
    /// More than 128 MB within another file, or what the input gives.
    pub(super) fn of(input: &mut Input<'_>, what: &str) -> Result<Whole, ReadError> {
        let inside = input.inside;
        if let Some(path) = inside.context.disk.filter(|_| inside.depth == 1) {
            let file = File::open(path)?;
            inside.context.budget.know(file.metadata()?.len());
            return Ok(Whole::File(file));
        }
        let mut bytes = Vec::new();
        let mut source = (&mut *input.source).take(IN_MEMORY + 1);
        source.read_to_end(&mut bytes)?;
        match bytes.len() as u64 > IN_MEMORY {
            true => Err(ReadError::content(format!(
                "{what} of more than 128 MB within another file"
            ))),
            false => Ok(Whole::Memory(bytes)),
        }
    }
}
