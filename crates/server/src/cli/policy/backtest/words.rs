//! A backtest's report as text.

use std::io::Write;

use sla::backtest::{Declared, Pair, Report, Row};
use sla::compliance::{Figure, Standing};

use super::super::super::{failure::Failure, say};
use super::Explained;

/// Longer lists are left to `--json`.
const LINES_MAX: usize = 20;

pub(super) fn write(
    report: &Report,
    explained: &[Explained],
    out: &mut impl Write,
) -> Result<(), Failure> {
    writeln!(
        out,
        "{} tickets as of {}, {} excluded\n",
        report.tickets, report.at, report.excluded
    )?;
    write_rows(&report.rows, out)?;
    for (side, declared) in [
        ("then", &report.declared.then),
        ("now", &report.declared.now),
    ] {
        for share in declared {
            write_declared(side, share, out)?;
        }
    }
    write_fallen(report, out)?;
    write_flips(report, explained, out)?;
    write_alerts(&report.alerts_total, out)?;
    write_problems(report, out)
}

fn write_rows(rows: &[Row], out: &mut impl Write) -> Result<(), Failure> {
    let heading = [
        "target", "severity", "then met", "missed", "running", "share", "now met", "missed",
        "running", "share",
    ];
    let entries: Vec<[String; 10]> = rows
        .iter()
        .map(|row| {
            let [a, b, c, d] = figures(&row.then);
            let [e, f, g, h] = figures(&row.now);
            let target = row.target.clone().unwrap_or_else(|| "others".to_owned());
            [target, severity(row.severity), a, b, c, d, e, f, g, h]
        })
        .collect();
    say::table(out, heading, &entries)
}

fn figures(figure: &Figure) -> [String; 4] {
    [
        figure.met.to_string(),
        figure.missed.to_string(),
        figure.running.to_string(),
        share(figure),
    ]
}

fn share(figure: &Figure) -> String {
    figure
        .share()
        .map_or_else(String::new, |share| share.to_string())
}

fn severity(severity: Option<u8>) -> String {
    severity.map_or_else(String::new, |severity| severity.to_string())
}

fn write_declared(side: &str, declared: &Declared, out: &mut impl Write) -> Result<(), Failure> {
    let assumed = match (declared.population_assumed, declared.period_assumed) {
        (false, false) => "",
        (true, false) => "; all tickets received is our assumption",
        (false, true) => "; the calendar month is our assumption",
        (true, true) => "; all tickets received, per calendar month, is our assumption",
    };
    let of = declared
        .severity
        .map(|number| format!(", severity {number}"));
    let of = of.unwrap_or_default();
    writeln!(
        out,
        "\n{side}: {}{of}: {}{assumed}",
        declared.target, declared.keep
    )?;
    let skipped = declared.periods.len().saturating_sub(LINES_MAX);
    let entries: Vec<[String; 8]> = declared
        .periods
        .iter()
        .skip(skipped)
        .map(|period| {
            let [met, missed, running, share] = figures(&period.entry.figure);
            let standing = match period.standing {
                Standing::Kept => "kept",
                Standing::Broken => "broken",
                Standing::TooFew => "too few",
            };
            let from = period.period.from.to_string();
            let left = period.misses_left.to_string();
            let all = self::share(&period.entry.with_excluded);
            [
                from,
                met,
                missed,
                running,
                share,
                standing.to_owned(),
                left,
                all,
            ]
        })
        .collect();
    let heading = [
        "from",
        "met",
        "missed",
        "running",
        "share",
        "",
        "may be missed",
        "with excluded",
    ];
    say::table(out, heading, &entries)
}

fn write_fallen(report: &Report, out: &mut impl Write) -> Result<(), Failure> {
    if report.fallen.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\ncustomers on the other side of a share ({}):",
        report.fallen.len()
    )?;
    let entries: Vec<[String; 5]> = report
        .fallen
        .iter()
        .take(LINES_MAX)
        .map(|fallen| {
            [
                fallen.customer.clone(),
                fallen.target.clone(),
                severity(fallen.severity),
                share(&fallen.then),
                share(&fallen.now),
            ]
        })
        .collect();
    say::table(
        out,
        ["customer", "target", "severity", "then", "now"],
        &entries,
    )
}

fn write_flips(
    report: &Report,
    explained: &[Explained],
    out: &mut impl Write,
) -> Result<(), Failure> {
    let flips = &report.flips;
    writeln!(
        out,
        "\n{} missed now and not then, {} missed then and not now",
        flips.to_missed, flips.to_kept
    )?;
    for explanation in explained {
        for (side, text) in [("then", &explanation.then), ("now", &explanation.now)] {
            if let Some(text) = text {
                writeln!(out, "\n{}, {side}: {text}", explanation.ticket)?;
            }
        }
    }
    Ok(())
}

fn write_alerts(total: &Pair<sla::backtest::Alerts>, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(
        out,
        "alerts: {} warnings and {} breaches then, {} warnings and {} breaches now",
        total.then.warnings, total.then.breaches, total.now.warnings, total.now.breaches
    )?;
    Ok(())
}

fn write_problems(report: &Report, out: &mut impl Write) -> Result<(), Failure> {
    for problem in report.problems.listed.iter().take(LINES_MAX) {
        let found = &problem.found;
        let field = if found.field.is_empty() {
            String::new()
        } else {
            format!(" `{}`", found.field)
        };
        writeln!(
            out,
            "line {}:{field} {}; {}",
            problem.line, found.problem, found.remedy
        )?;
    }
    if report.problems.count > 0 {
        let count = usize::try_from(report.problems.count).unwrap_or(usize::MAX);
        writeln!(out, "{} in the log", say::counted(count, "problem"))?;
    }
    Ok(())
}
