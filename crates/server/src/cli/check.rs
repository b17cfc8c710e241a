//! What arguments must look like. Each refusal says what would be right; clap
//! puts the argument's name before it.

use domain::DeskName;
use domain::text::Language;
use jiff::tz::TimeZone;

/// The most characters of a name of a desk, company or person.
const NAME_CHARS_MAX: usize = 200;
const PREFIX_CHARS_MAX: usize = 10;

pub(super) fn name(text: &str) -> Result<String, String> {
    let name = text.trim();
    let fits = (1..=NAME_CHARS_MAX).contains(&name.chars().count());
    if fits && !name.chars().any(char::is_control) {
        Ok(name.to_owned())
    } else {
        Err(format!(
            "write a name of 1 to {NAME_CHARS_MAX} characters on one line"
        ))
    }
}

pub(super) fn desk_name(text: &str) -> Result<DeskName, String> {
    DeskName::new(text).ok_or_else(|| {
        format!(
            "write 1 to {} of a-z, 0-9 and -, such as three-levels: it stands in addresses",
            DeskName::CHARS_MAX
        )
    })
}

pub(super) fn prefix(text: &str) -> Result<String, String> {
    let prefix = text.to_ascii_uppercase();
    let begins = prefix.starts_with(|first: char| first.is_ascii_uppercase());
    let rest = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    if begins && prefix.len() <= PREFIX_CHARS_MAX && prefix.chars().all(rest) {
        Ok(prefix)
    } else {
        Err(format!(
            "write a letter and up to {} more letters or digits: INF makes tickets INF-1001",
            PREFIX_CHARS_MAX - 1
        ))
    }
}

pub(super) fn address(text: &str) -> Result<String, String> {
    let parsed = text.parse::<lettre::Address>();
    parsed
        .map(|address| address.to_string().to_lowercase())
        .map_err(|_| "write a mail address, such as ann@example.com".to_owned())
}

/// The zone's name as the time zone database spells it.
pub(super) fn zone(text: &str) -> Result<String, String> {
    let wrong = || "write an IANA time zone, such as Europe/Paris, Asia/Kolkata or UTC".to_owned();
    let zone = TimeZone::get(text).map_err(|_| wrong())?;
    zone.iana_name().map(str::to_owned).ok_or_else(wrong)
}

pub(super) fn language(text: &str) -> Result<Language, String> {
    let found = Language::ALL.iter().find(|known| known.code() == text);
    found.copied().ok_or_else(|| {
        let known: Vec<&str> = Language::ALL.iter().map(|known| known.code()).collect();
        format!("the desk speaks {}", known.join(" and "))
    })
}

pub(super) fn colour(text: &str) -> Result<String, String> {
    let digits = text.strip_prefix('#').unwrap_or_default();
    if digits.len() == 6 && digits.chars().all(|digit| digit.is_ascii_hexdigit()) {
        Ok(text.to_ascii_lowercase())
    } else {
        Err("write a colour as # and six hexadecimal digits, such as #0a5a76".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_right_is_taken_in_its_usual_form() {
        assert_eq!(prefix("inf").unwrap(), "INF");
        assert_eq!(address("Ann@Example.COM").unwrap(), "ann@example.com");
        assert_eq!(zone("europe/paris").unwrap(), "Europe/Paris");
        assert_eq!(colour("#0A5A76").unwrap(), "#0a5a76");
        assert_eq!(language("fr").unwrap(), Language::Fr);
        assert_eq!(name(" Acme ").unwrap(), "Acme");
    }

    #[test]
    fn what_is_wrong_is_told_what_would_be_right() {
        for (told, right) in [
            (prefix("1A").unwrap_err(), "INF-1001"),
            (prefix("ABCDEFGHIJK").unwrap_err(), "INF-1001"),
            (prefix("").unwrap_err(), "INF-1001"),
            (address("ann").unwrap_err(), "ann@example.com"),
            (zone("Paris").unwrap_err(), "Europe/Paris"),
            (colour("blue").unwrap_err(), "#0a5a76"),
            (colour("#12345é").unwrap_err(), "#0a5a76"),
            (language("de").unwrap_err(), "en and fr"),
            (desk_name("Three Levels").unwrap_err(), "three-levels"),
            (name("  ").unwrap_err(), "1 to 200"),
        ] {
            assert!(told.contains(right), "{told}");
        }
    }
}
