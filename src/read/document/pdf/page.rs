//! The text of a page in the order in which it is drawn. Where it is drawn tells where lines and
//! paragraphs end; the library's own text has neither.

use lopdf::content::{Content, Operation};
use lopdf::{Document, Encoding, Error, Object, ObjectId};
use std::collections::BTreeMap;

/// Distance to the next line, in heights of a letter, from which a paragraph ends.
const PARAGRAPH: f32 = 1.7;
/// Distance between two lines at the least.
const LINE: f32 = 0.4;
/// Mean width of a letter.
const WIDTH: f32 = 0.5;
/// A gap within a line, in thousandths of a letter's height, that is a space.
const GAP: f32 = 180.0;
/// Most saved states of drawing.
const DEEPEST: usize = 256;

/// The text of a page whose content expands to no more than `bound` bytes.
pub(super) fn text(document: &Document, id: ObjectId, bound: usize) -> Result<String, Error> {
    let fonts = document.get_page_fonts(id)?;
    let encodings: BTreeMap<Vec<u8>, Encoding<'_>> = fonts
        .into_iter()
        .filter_map(|(name, font)| {
            let encoding = font.get_font_encoding_with_limit(document, bound).ok()?;
            Some((name, encoding))
        })
        .collect();
    let content = document.get_page_content_with_limit(id, bound)?;
    let mut pen = Pen::default();
    for operation in Content::decode_iter(&content) {
        // What comes before something broken is drawn.
        let Ok(operation) = operation else { break };
        pen.draw(&operation, &encodings);
        if pen.out.len() > bound {
            break;
        }
    }
    Ok(pen.out)
}

/// How places are turned into others: scale, skew and move.
#[derive(Clone, Copy)]
struct Matrix([f32; 6]);

impl Default for Matrix {
    fn default() -> Matrix {
        Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    }
}

impl Matrix {
    /// First this, then another.
    fn then(self, other: Matrix) -> Matrix {
        let Matrix([a, b, c, d, e, f]) = self;
        let Matrix([k, l, m, n, o, p]) = other;
        Matrix([
            a * k + b * m,
            a * l + b * n,
            c * k + d * m,
            c * l + d * n,
            e * k + f * m + o,
            e * l + f * n + p,
        ])
    }

    fn of(operands: &[Object]) -> Option<Matrix> {
        let mut numbers = [0.0; 6];
        for (number, operand) in numbers.iter_mut().zip(operands.get(..6)?) {
            *number = operand.as_float().ok()?;
        }
        Some(Matrix(numbers))
    }
}

/// Where the pen is, and what it has written.
#[derive(Default)]
struct Pen<'a> {
    out: String,
    page: Matrix,
    saved: Vec<Matrix>,
    line: Matrix,
    leading: f32,
    size: f32,
    encoding: Option<&'a Encoding<'a>>,
    /// Where the last text began, and about how long it was.
    last: Option<(f32, f32, f32)>,
}

impl<'a> Pen<'a> {
    fn draw(&mut self, operation: &Operation, fonts: &'a BTreeMap<Vec<u8>, Encoding<'a>>) {
        let operands = operation.operands.as_slice();
        let number = |at: usize| operands.get(at).and_then(|one| one.as_float().ok());
        match operation.operator.as_str() {
            "q" if self.saved.len() < DEEPEST => self.saved.push(self.page),
            "Q" => self.page = self.saved.pop().unwrap_or(self.page),
            "cm" => {
                if let Some(matrix) = Matrix::of(operands) {
                    self.page = matrix.then(self.page);
                }
            }
            "BT" => self.line = Matrix::default(),
            "Tf" => {
                let name = operands.first().and_then(|name| name.as_name().ok());
                self.encoding = name.and_then(|name| fonts.get(name));
                self.size = number(1).unwrap_or(self.size);
            }
            "TL" => self.leading = number(0).unwrap_or(0.0),
            "Td" => self.go(number(0), number(1)),
            "TD" => {
                self.leading = -number(1).unwrap_or(0.0);
                self.go(number(0), number(1));
            }
            "T*" => self.go(Some(0.0), Some(-self.leading)),
            "Tm" => self.line = Matrix::of(operands).unwrap_or(self.line),
            "Tj" | "TJ" => self.show(operands),
            "'" => {
                self.go(Some(0.0), Some(-self.leading));
                self.show(operands);
            }
            "\"" => {
                self.go(Some(0.0), Some(-self.leading));
                self.show(operands.get(2..).unwrap_or_default());
            }
            _ => {}
        }
    }

    fn go(&mut self, x: Option<f32>, y: Option<f32>) {
        let step = Matrix([1.0, 0.0, 0.0, 1.0, x.unwrap_or(0.0), y.unwrap_or(0.0)]);
        self.line = step.then(self.line);
    }

    fn show(&mut self, operands: &[Object]) {
        let mut text = String::new();
        collect(operands, self.encoding, &mut text, 2);
        if text.is_empty() {
            return;
        }
        let Matrix([_, _, c, d, x, y]) = self.line.then(self.page);
        let height = (self.size * c.hypot(d)).abs().max(0.1);
        if let Some((from, last, width)) = self.last {
            let down = (y - last).abs();
            if down > PARAGRAPH * height {
                self.out.push_str("\n\n");
            } else if down > LINE * height {
                self.out.push('\n');
            } else {
                // How wide letters are is not known: a long text may be off by some of them.
                let gap = x - (from + width);
                let is_apart = gap > 0.25 * height + 0.15 * width;
                if is_apart && !self.out.ends_with(' ') && !text.starts_with(' ') {
                    self.out.push(' ');
                }
            }
        }
        let width = text.chars().count() as f32 * WIDTH * height;
        self.last = Some((x, y, width));
        self.out.push_str(&text);
    }
}

/// The strings among operands, with a space for each gap that is wide enough for one.
fn collect(operands: &[Object], encoding: Option<&Encoding<'_>>, out: &mut String, depth: usize) {
    for operand in operands {
        match operand {
            Object::String(bytes, _) => {
                let text = encoding.and_then(|one| Document::decode_text(one, bytes).ok());
                out.push_str(&text.unwrap_or_default());
            }
            Object::Array(inner) if depth > 0 => collect(inner, encoding, out, depth - 1),
            other => {
                let is_gap = other.as_float().is_ok_and(|number| number < -GAP);
                if is_gap && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
        }
    }
}
