//! The weights of a model, and the file that keeps them.
//!
//! A file begins with a line that names it, its version as four bytes, and the xxh3 of all that
//! follows as eight; what follows is compressed with zstd: margins, confidence, transitions, rows
//! of weights, and the manifest of what the model was trained on. Numbers are little-endian.

use super::decode::Transitions;
use super::features::ROWS;
use super::labels::LABELS;
use std::fmt;
use xxhash_rust::xxh3::xxh3_64;

/// What a file of weights begins with.
const STAMP: &[u8] = b"dateline names\n";
/// Counts changes of the file or of any feature, after which older weights mean nothing.
pub const VERSION: u32 = 2;
/// Longest manifest in bytes.
const LONGEST_MANIFEST: usize = 1 << 20;
const TRANSITIONS: usize = LABELS * (LABELS + 1);
const NUMBERS: usize = 2 * 2 + 4 * 2 * 4;
const HEAD: usize = NUMBERS + 2 * TRANSITIONS;

/// Why weights cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WeightsError {
    /// Not a file of weights.
    Unknown,
    /// Written for another version of the model.
    Version(u32),
    /// Cut short, or changed since it was written.
    Damaged,
}

impl fmt::Display for WeightsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WeightsError::Unknown => write!(f, "not a file of weights for names"),
            WeightsError::Version(version) => write!(
                f,
                "weights of version {version}, where version {VERSION} is read: train them again"
            ),
            WeightsError::Damaged => write!(f, "weights are damaged: the checksum does not match"),
        }
    }
}

impl std::error::Error for WeightsError {}

/// The weights of a model.
pub struct Weights {
    /// Weights of the labels but the one for outside, by the row of a feature.
    pub rows: Box<[[i8; LABELS - 1]; ROWS]>,
    /// Scores of transitions.
    pub transitions: Transitions<i32>,
    /// A token in small letters whose labels all score so little is outside without a closer look.
    pub cold: i16,
    /// A token whose labels all score so little is outside.
    pub outside: i16,
    /// By kind of name: slope and offset that make a probability of the score.
    pub confidence: [[f32; 2]; 4],
    /// What the model was trained on, as TOML.
    pub manifest: String,
}

/// A table of zeros, made without standing on the stack; its length is `COUNT`.
fn table<const COUNT: usize>() -> Box<[[i8; LABELS - 1]; COUNT]> {
    let rows = vec![[0; LABELS - 1]; COUNT].into_boxed_slice();
    rows.try_into()
        .unwrap_or_else(|_| Box::new([[0; LABELS - 1]; COUNT]))
}

impl Weights {
    /// Weights that find nothing.
    pub fn empty() -> Weights {
        Weights {
            rows: table(),
            transitions: [[0; LABELS]; LABELS + 1],
            cold: 0,
            outside: 0,
            confidence: [[0.0; 2]; 4],
            manifest: String::new(),
        }
    }

    /// Reads a file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Weights, WeightsError> {
        let rest = bytes.strip_prefix(STAMP).ok_or(WeightsError::Unknown)?;
        let (version, rest) = rest.split_first_chunk().ok_or(WeightsError::Damaged)?;
        let version = u32::from_le_bytes(*version);
        if version != VERSION {
            return Err(WeightsError::Version(version));
        }
        let (checksum, packed) = rest.split_first_chunk().ok_or(WeightsError::Damaged)?;
        if u64::from_le_bytes(*checksum) != xxh3_64(packed) {
            return Err(WeightsError::Damaged);
        }
        let longest = HEAD + ROWS * (LABELS - 1) + LONGEST_MANIFEST;
        let plain = zstd::bulk::decompress(packed, longest).map_err(|_| WeightsError::Damaged)?;
        Weights::unpack(&plain).ok_or(WeightsError::Damaged)
    }

    fn unpack(plain: &[u8]) -> Option<Weights> {
        let mut weights = Weights::empty();
        let (head, rest) = plain.split_at_checked(HEAD)?;
        let (rows, manifest) = rest.split_at_checked(ROWS * (LABELS - 1))?;
        let (numbers, transitions) = head.split_at_checked(NUMBERS)?;
        let (margins, confidence) = numbers.split_at_checked(4)?;
        let mut margins = margins
            .as_chunks::<2>()
            .0
            .iter()
            .map(|&two| i16::from_le_bytes(two));
        weights.cold = margins.next()?;
        weights.outside = margins.next()?;
        let values = confidence
            .as_chunks::<4>()
            .0
            .iter()
            .map(|&four| f32::from_le_bytes(four));
        for (slot, value) in weights.confidence.iter_mut().flatten().zip(values) {
            *slot = value;
        }
        let values = transitions
            .as_chunks::<2>()
            .0
            .iter()
            .map(|&two| i16::from_le_bytes(two));
        for (slot, value) in weights.transitions.iter_mut().flatten().zip(values) {
            *slot = i32::from(value);
        }
        for (slot, value) in weights.rows.iter_mut().flatten().zip(rows) {
            *slot = value.cast_signed();
        }
        weights.manifest = String::from_utf8(manifest.to_vec()).ok()?;
        Some(weights)
    }

    /// Writes a file.
    pub fn to_bytes(&self) -> std::io::Result<Vec<u8>> {
        let mut plain = Vec::with_capacity(HEAD + ROWS * (LABELS - 1));
        for margin in [self.cold, self.outside] {
            plain.extend(margin.to_le_bytes());
        }
        for value in self.confidence.iter().flatten() {
            plain.extend(value.to_le_bytes());
        }
        for &value in self.transitions.iter().flatten() {
            let value = value.clamp(i16::MIN.into(), i16::MAX.into()) as i16;
            plain.extend(value.to_le_bytes());
        }
        plain.extend(
            self.rows
                .iter()
                .flatten()
                .map(|&value| value.cast_unsigned()),
        );
        plain.extend(self.manifest.as_bytes());
        let packed = zstd::bulk::compress(&plain, 19)?;
        let mut bytes = STAMP.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(xxh3_64(&packed).to_le_bytes());
        bytes.extend(packed);
        Ok(bytes)
    }
}
