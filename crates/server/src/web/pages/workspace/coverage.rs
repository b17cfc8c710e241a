//! `POST .../coverage`: whether the contract covers it, by what is known now, or
//! otherwise than the policy's table says.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::{Command, CoverageFacts};
use sla::policy::{Cause, Coverage, ModifiedBy};

use super::act_on::Form;
use crate::web::{Fields, PageError, Staff, Web, new_text};

/// What the name of a field begins with that says whether a period runs.
pub(super) const DURING: &str = "during.";

pub(super) async fn decide(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let found = found(&fields)?;
    let decision = word(&fields, "decision", Coverage::parse)?;
    let reason = fields.given("reason").map(|reason| new_text(&web, reason));
    let form = Form {
        web: &web,
        staff: &staff,
        number: &number,
        noun: "coverage",
        fields,
    };
    let command = Command::DecideCoverage {
        found: Box::new(found),
        decision,
        reason,
        seen: form.seen()?,
    };
    form.obey(command, Vec::new(), "flash-coverage").await
}

/// What a form says of the facts on which coverage depends.
///
/// # Errors
/// When a list holds a word that it does not offer.
pub(super) fn found(fields: &Fields) -> Result<CoverageFacts, PageError> {
    let permission = word(fields, "permission", yes_or_no)?;
    let mut during: Option<Vec<String>> = None;
    for (name, values) in fields.values() {
        let Some(period) = name.strip_prefix(DURING) else {
            continue;
        };
        let said = values.first().and_then(|value| yes_or_no(value));
        if let Some(runs) = said {
            let running = during.get_or_insert_default();
            running.extend(runs.then(|| period.to_owned()));
        }
    }
    Ok(CoverageFacts {
        about: fields.given("about").map(str::to_owned),
        cause: word(fields, "cause", Cause::parse)?,
        modified_by: word(fields, "modified_by", ModifiedBy::parse)?,
        permission,
        contract: None,
        during,
    })
}

fn yes_or_no(word: &str) -> Option<bool> {
    match word {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn word<T>(
    fields: &Fields,
    name: &'static str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, PageError> {
    fields
        .given(name)
        .map(|given| parse(given).ok_or(PageError::BadForm(name)))
        .transpose()
}
