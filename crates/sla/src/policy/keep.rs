//! The percentage of a promise that is to be kept, and of what.

use std::fmt;

use serde::Serialize;

/// `95% of tickets resolved per calendar month`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Keep {
    /// Hundredths of a percent: 95 % is 9,500.
    pub share_basis_points: u32,
    /// Of what; `None`: the text does not say.
    pub population: Option<String>,
    /// Over which period; `None`: the text does not say.
    pub period: Option<String>,
}

impl Keep {
    /// Reads `95%`, `99.5% of tickets received`, `90% of tickets resolved per
    /// calendar month`, `90% per quarter`; `None` for anything else.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (share, rest) = text.trim().split_once('%')?;
        let share_basis_points = basis_points(share.trim())?;
        let (population, period) = match rest.trim().split_once("per ") {
            Some((population, period)) => (population.trim(), Some(period.trim())),
            None => (rest.trim(), None),
        };
        let population = match population {
            "" => None,
            of => Some(of.strip_prefix("of ")?.trim().to_owned()),
        };
        Some(Self {
            share_basis_points,
            population,
            period: period.map(str::to_owned),
        })
    }

    /// `95%`, `99.5%`.
    pub fn share(&self) -> String {
        percentage(u64::from(self.share_basis_points))
    }
}

/// `95% tickets resolved calendar month`, as the page shows it.
impl fmt::Display for Keep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.share())?;
        for part in self.population.iter().chain(&self.period) {
            write!(f, " {part}")?;
        }
        Ok(())
    }
}

/// Hundredths of a percent as people write them: `95%`, `99.5%`.
pub(crate) fn percentage(basis_points: u64) -> String {
    let (whole, part) = (basis_points / 100, basis_points % 100);
    match part {
        0 => format!("{whole}%"),
        _ => format!("{}%", format!("{whole}.{part:02}").trim_end_matches('0')),
    }
}

pub(crate) fn basis_points(share: &str) -> Option<u32> {
    let (whole, part) = share.split_once('.').unwrap_or((share, ""));
    let plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 2 || !plain(whole) || !plain(part) {
        return None;
    }
    let part: u32 = format!("{part:0<2}").parse().ok()?;
    let points = whole.parse::<u32>().ok()? * 100 + part;
    (points <= 10_000).then_some(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_share_with_its_population_and_period() {
        let keep = Keep::read("90% of tickets resolved per calendar month").unwrap();
        assert_eq!(keep.share_basis_points, 9_000);
        assert_eq!(keep.population.as_deref(), Some("tickets resolved"));
        assert_eq!(keep.period.as_deref(), Some("calendar month"));
        let bare = Keep::read("99.5%").unwrap();
        assert_eq!(
            (bare.share_basis_points, bare.share()),
            (9_950, "99.5%".to_owned())
        );
        assert_eq!((bare.population, bare.period), (None, None));
    }

    #[test]
    fn refuses_what_is_no_share() {
        for text in [
            "",
            "95",
            "%",
            "101%",
            "9.555%",
            "-5%",
            "95% tickets",
            "most",
        ] {
            assert_eq!(Keep::read(text), None, "{text}");
        }
    }
}
