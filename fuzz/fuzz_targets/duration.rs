//! Any text as a time: what reads is written back in a form that reads as the
//! same time, and can be said in words.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sla::policy::Within;

fuzz_target!(|text: &str| {
    match text.parse::<Within>() {
        Ok(within) => {
            let written = within.to_string();
            let again: Within = written.parse().expect("what is written can be read");
            assert_eq!(within, again, "`{text}` is written as `{written}`");
            assert_eq!(written, again.to_string(), "writing settles at once");
            assert!(!within.in_words("en").is_empty() && !within.in_words("fr").is_empty());
        }
        Err(error) => assert!(!error.to_string().is_empty() && !error.help().is_empty()),
    }
});
