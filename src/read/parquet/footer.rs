//! The end of a Parquet file, looked at before the library is: a schema nested without end would
//! take the stack of a library that follows it down.

use super::super::ReadError;
use super::super::whole::Whole;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

pub(super) const MAGIC: &[u8] = b"PAR1";
/// Where the end of the file is encrypted.
pub(super) const ENCRYPTED: &[u8] = b"PARE";

/// Most levels of structures in a row.
const DEEPEST: usize = 64;
/// Most bytes of the description at the end of a file.
const LONGEST: u64 = 256 << 20;

/// Refuses a file that is cut short, encrypted or described beyond reason.
///
/// # Errors
/// That, or the file cannot be read.
pub(super) fn check(whole: &Whole) -> Result<(), ReadError> {
    let length = match whole {
        Whole::File(file) => file.metadata()?.len(),
        Whole::Memory(bytes) => bytes.len() as u64,
    };
    let end = part(whole, length.saturating_sub(8), 8)?;
    let (size, magic) = end.split_at_checked(4).unwrap_or_default();
    if magic == ENCRYPTED {
        return Err(ReadError::content("encrypted"));
    }
    let size = size.try_into().map_or(0, u32::from_le_bytes);
    let size = u64::from(size);
    if magic != MAGIC || size + 8 > length {
        return Err(ReadError::content("Parquet file cut short"));
    }
    if size > LONGEST {
        let reason = "Parquet file with more than 256 MB of description at its end";
        return Err(ReadError::content(reason));
    }
    let description = part(whole, length - 8 - size, size)?;
    match is_flat(&description) {
        Some(true) => Ok(()),
        Some(false) => Err(ReadError::content(format!(
            "columns nested more than {DEEPEST} levels deep"
        ))),
        None => Err(ReadError::content("broken Parquet file")),
    }
}

fn part(whole: &Whole, start: u64, length: u64) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    match whole {
        Whole::File(file) => {
            let mut file: &File = file;
            file.seek(SeekFrom::Start(start))?;
            file.take(length).read_to_end(&mut bytes)?;
        }
        Whole::Memory(all) => {
            let from = all.get(start as usize..).unwrap_or_default();
            bytes.extend(from.iter().take(length as usize));
        }
    }
    Ok(bytes)
}

/// Whether the schema of a description is no deeper than [`DEEPEST`]; `None` where it is broken.
///
/// The second field of the description is the schema as a list of elements, parents before their
/// children; the fifth field of an element is the number of these.
fn is_flat(description: &[u8]) -> Option<bool> {
    const SCHEMA: i16 = 2;
    const CHILDREN: i16 = 5;
    let mut thrift = Compact::new(description);
    let mut field = 0;
    loop {
        let kind = thrift.field(&mut field)?;
        if kind == STOP {
            return None;
        }
        if field == SCHEMA && kind == LIST {
            break;
        }
        thrift.skip(kind, 0)?;
    }
    let (count, kind) = thrift.list()?;
    if kind != STRUCT {
        return None;
    }
    // How many children are still to come, at each level.
    let mut open: Vec<u64> = Vec::new();
    for left in (0..count).rev() {
        let mut children = 0;
        let mut field = 0;
        loop {
            match thrift.field(&mut field)? {
                STOP => break,
                I32 if field == CHILDREN => children = u64::try_from(thrift.number()?).ok()?,
                kind => thrift.skip(kind, 0)?,
            }
        }
        if children > left {
            return None;
        }
        if let Some(siblings) = open.last_mut() {
            *siblings -= 1;
        }
        if children > 0 {
            open.push(children);
        }
        if open.len() > DEEPEST {
            return Some(false);
        }
        while open.last() == Some(&0) {
            open.pop();
        }
    }
    open.is_empty().then_some(true)
}

/// Kinds of values in Thrift's compact protocol.
const STOP: u8 = 0;
const I32: u8 = 5;
const LIST: u8 = 9;
const STRUCT: u8 = 12;
/// Deepest value that is passed over.
const DEEPEST_VALUE: usize = 16;

/// Bytes in Thrift's compact protocol, see its `thrift-compact-protocol.md`.
pub(super) struct Compact<'a>(&'a [u8]);

impl<'a> Compact<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Compact<'a> {
        Compact(bytes)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// A whole number, of whatever size.
    pub(super) fn number(&mut self) -> Option<i64> {
        let value = self.unsigned()?;
        Some((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// The kind of the next field of a structure, whose number follows that of the last one.
    fn field(&mut self, number: &mut i16) -> Option<u8> {
        let byte = self.byte()?;
        if byte == STOP {
            return Some(STOP);
        }
        *number = match byte >> 4 {
            0 => i16::try_from(self.number()?).ok()?,
            step => number.checked_add(i16::from(step))?,
        };
        Some(byte & 0x0f)
    }

    /// Number and kind of the values of a list.
    fn list(&mut self) -> Option<(u64, u8)> {
        let byte = self.byte()?;
        let count = match byte >> 4 {
            15 => self.unsigned()?,
            few => u64::from(few),
        };
        // Each takes a byte at least.
        (count <= self.0.len() as u64).then_some((count, byte & 0x0f))
    }

    fn pass(&mut self, bytes: u64) -> Option<()> {
        self.0 = self.0.get(usize::try_from(bytes).ok()?..)?;
        Some(())
    }

    /// Passes over the value of a field.
    fn skip(&mut self, kind: u8, depth: usize) -> Option<()> {
        if depth > DEEPEST_VALUE {
            return None;
        }
        match kind {
            // In a field, the kind of a truth value is the value.
            1 | 2 => Some(()),
            3 => self.pass(1),
            4..=6 => self.unsigned().map(drop),
            7 => self.pass(8),
            8 => {
                let length = self.unsigned()?;
                self.pass(length)
            }
            9 | 10 => {
                let (count, kind) = self.list()?;
                for _ in 0..count {
                    match kind {
                        1 | 2 => self.pass(1)?,
                        _ => self.skip(kind, depth + 1)?,
                    }
                }
                Some(())
            }
            STRUCT => {
                let mut field = 0;
                loop {
                    match self.field(&mut field)? {
                        STOP => return Some(()),
                        kind => self.skip(kind, depth + 1)?,
                    }
                }
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A description: a version, then a schema of elements with so many children each.
    fn description(children: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0x15, 4, 0x19, 0xfc];
        bytes.extend([
            0x80 | children.len() as u8 & 0x7f,
            (children.len() >> 7) as u8,
        ]);
        for &children in children {
            // A name, and the number.
            bytes.extend([0x48, 1, b'a', 0x15, 2 * children, 0]);
        }
        bytes.push(0);
        bytes
    }

    #[test]
    fn deep_schemas_are_told_from_wide_ones() {
        for (children, expected) in [
            (vec![2, 0, 0], Some(true)),
            (vec![2, 1, 0, 1, 0], Some(true)),
            ([vec![1; 60], vec![0]].concat(), Some(true)),
            ([vec![1; 70], vec![0]].concat(), Some(false)),
            ([vec![1; 9000], vec![0]].concat(), Some(false)),
            (vec![100, 0], None),
            (vec![2, 0], None),
        ] {
            let found = is_flat(&description(&children));
            assert_eq!(found, expected, "{} elements", children.len());
        }
        let whole = description(&[2, 1, 0, 1, 0]);
        for end in 0..whole.len() - 1 {
            assert_eq!(is_flat(&whole[..end]), None, "{end}");
        }
    }
}
