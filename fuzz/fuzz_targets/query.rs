#![no_main]
//! The query language: what is understood prints back as text that means the same.

use dateline::query::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match parse(text) {
        Ok(parsed) => {
            let printed = parsed.query.to_string();
            match parse(&printed) {
                Ok(again) => {
                    assert_eq!(parsed.query, again.query, "{text:?} printed as {printed:?}");
                    assert_eq!(printed, again.query.to_string());
                }
                Err(error) => panic!("{text:?} printed as {printed:?}: {error}"),
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
