//! Tables of times as written, and what they mean.

use super::*;

fn read(text: &str) -> Within {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn reads_every_form() {
    let open = |seconds, strict| Within::Open { seconds, strict };
    let cases = [
        ("4h", open(14_400, false)),
        ("30m", open(1_800, false)),
        ("1h30m", open(5_400, false)),
        ("1h0m5s", open(3_605, false)),
        ("under 1h", open(3_600, true)),
        (
            "4h elapsed",
            Within::Elapsed {
                seconds: 14_400,
                strict: false,
            },
        ),
        (
            "under 4h elapsed",
            Within::Elapsed {
                seconds: 14_400,
                strict: true,
            },
        ),
        ("1 working day", Within::WorkingDays { days: 1 }),
        ("3 working days", Within::WorkingDays { days: 3 }),
        (
            "7 calendar days",
            Within::CalendarSpan { months: 0, days: 7 },
        ),
        ("3 months", Within::CalendarSpan { months: 3, days: 0 }),
        (
            "1 year",
            Within::CalendarSpan {
                months: 12,
                days: 0,
            },
        ),
        (
            "1 year 6 months",
            Within::CalendarSpan {
                months: 18,
                days: 0,
            },
        ),
        (
            "end of next working day",
            Within::OfWorkingDay { nth: 1, at: None },
        ),
        (
            "end of 5th working day",
            Within::OfWorkingDay { nth: 5, at: None },
        ),
        (
            "16:00 of 2nd working day",
            Within::OfWorkingDay {
                nth: 2,
                at: Some(jiff::civil::time(16, 0, 0, 0)),
            },
        ),
        ("next release", Within::NextRelease),
        (
            "none",
            Within::None {
                usually_seconds: None,
            },
        ),
        (
            "none, usually 24h",
            Within::None {
                usually_seconds: Some(86_400),
            },
        ),
        ("unstated", Within::Unstated { operating: None }),
        (
            "unstated, we use 3 working days",
            Within::Unstated {
                operating: Some(Box::new(Within::WorkingDays { days: 3 })),
            },
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn a_bare_day_is_refused_with_its_three_readings() {
    for (text, days) in [
        ("1 day", 1),
        ("2 days", 2),
        ("7d", 7),
        ("2 d", 2),
        ("1 week", 7),
    ] {
        let error = text.parse::<Within>().unwrap_err();
        assert_eq!(
            error,
            WithinError::AmbiguousDay {
                text: text.to_owned(),
                days
            }
        );
        let help = error.help();
        for reading in ["working day", "calendar day", &format!("`{}h`", days * 24)] {
            assert!(help.contains(reading), "{text}: {help}");
        }
    }
    assert!(matches!(
        "unstated, we use 1 day".parse::<Within>(),
        Err(WithinError::AmbiguousDay { days: 1, .. })
    ));
}

#[test]
fn refuses_what_is_no_time() {
    let texts = [
        "",
        "h",
        "4",
        "4 h",
        "soon",
        "4h4h",
        "30m1h",
        "-4h",
        "+4h",
        "4.5h",
        "under",
        "25:00 of next working day",
        "end of 0th working day",
        "end of 2th working day",
        "end of 99999999999th working day",
        "none, usually",
        "unstated, we use unstated",
        "unstatedly",
        "4294967296 working days",
        "99999999999999h",
        "5000 years",
        "3 calendar",
        "working days",
    ];
    for text in texts {
        assert!(text.parse::<Within>().is_err(), "{text} was read");
    }
}

proptest::proptest! {
    #[test]
    fn what_is_written_reads_back(within in any_within()) {
        proptest::prop_assert_eq!(within.to_string().parse(), Ok(within));
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,40}") {
        let _ = text.parse::<Within>();
    }
}

fn any_within() -> impl proptest::strategy::Strategy<Value = Within> {
    use proptest::prelude::*;
    let seconds = 0..1_000_000_i64;
    let plain = prop_oneof![
        (seconds.clone(), any::<bool>())
            .prop_map(|(seconds, strict)| Within::Open { seconds, strict }),
        (seconds.clone(), any::<bool>())
            .prop_map(|(seconds, strict)| Within::Elapsed { seconds, strict }),
        (0..999_u32).prop_map(|days| Within::WorkingDays { days }),
        (0..99_u32, 0..99_u32).prop_map(|(months, days)| Within::CalendarSpan { months, days }),
        (1..200_u32, proptest::option::of((0..24_i8, 0..60_i8))).prop_map(|(nth, at)| {
            Within::OfWorkingDay {
                nth,
                at: at.map(|(h, m)| jiff::civil::time(h, m, 0, 0)),
            }
        }),
        Just(Within::NextRelease),
        proptest::option::of(seconds).prop_map(|usually_seconds| Within::None { usually_seconds }),
    ];
    (plain, any::<bool>()).prop_map(|(within, unstated)| {
        if unstated {
            Within::Unstated {
                operating: Some(Box::new(within)),
            }
        } else {
            within
        }
    })
}

/// Found by looking for what the fuzzer would: reading went as deep as the text.
#[test]
fn a_chain_of_operating_values_is_refused_however_long() {
    let endless = "unstated, we use ".repeat(200_000) + "4h";
    assert!(matches!(
        endless.parse::<Within>(),
        Err(WithinError::Unknown(_))
    ));
}
