#![no_main]
//! A lenient reading: where the strict one succeeds it is the same, and it prints back.

use dateline::query::{parse_at, parse_lenient};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let today = jiff::civil::date(2024, 3, 31);
    let strict = parse_at(text, today);
    let lenient = parse_lenient(text, today);
    if let Ok(strict) = &strict {
        let query = lenient.as_ref().map(|lenient| &lenient.query);
        assert_eq!(query, Ok(&strict.query), "{text:?}");
    }
    if let Ok(lenient) = lenient {
        let printed = lenient.query.to_string();
        let again = parse_at(&printed, today).map(|again| again.query);
        assert_eq!(again, Ok(lenient.query), "{text:?} printed as {printed:?}");
    }
});
