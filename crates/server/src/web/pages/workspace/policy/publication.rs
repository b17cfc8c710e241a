//! `POST /d/{desk}/agent/policy/publication`: the saved draft is proposed, as a new
//! version or as a correction of the calendars of the one in force, and published
//! where no second person is asked for.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::Refusal;
use jiff::civil::DateTime;

use super::{draft, proposer, workshop};
use crate::app::{CorrectionProposal, Proposal};
use crate::error::AppError;
use crate::web::{Fields, Flash, PageError, Staff, Web, shown_again};

pub(in crate::web::pages::workspace) async fn publish(
    State(web): State<Web>,
    staff: Staff,
    fields: Fields,
) -> Result<Response, PageError> {
    let draft = draft::load(&web, &staff).await?;
    let proposed = if draft.revision == fields.text("revision") {
        let typed = fields.given("effective");
        let effective = typed.and_then(|typed| typed.parse::<DateTime>().ok());
        let effective = effective.and_then(|at| at.to_zoned(staff.reader.zone.clone()).ok());
        if typed.is_some() && effective.is_none() {
            return Err(PageError::BadForm("effective"));
        }
        let reason = fields.given("reason").map(str::to_owned);
        if fields.text("correction") == "yes" {
            let proposal = CorrectionProposal {
                source: draft.source,
                by: proposer(&staff),
                reason: reason.unwrap_or_default(),
            };
            let app = web.app();
            app.propose_correction(&staff.desk_name, &proposal).await
        } else {
            let proposal = Proposal {
                source: draft.source,
                effective_at: effective.map(|at| at.timestamp()),
                by: proposer(&staff),
                reason,
            };
            web.app().propose_policy(&staff.desk_name, &proposal).await
        }
    } else {
        // What would be published is not what was looked at.
        let now_is = String::new();
        Err(Refusal::ChangedMeanwhile { now_is }.into())
    };
    let t = staff.reader.words();
    let problem = match proposed {
        Ok(publication) => {
            let said = match (publication.state.as_str(), publication.corrects) {
                ("proposed", _) => "flash-policy-proposed",
                (_, Some(_)) => "flash-policy-corrected",
                (_, None) => "flash-policy-published",
            };
            let jar = CookieJar::new().add(Flash::new(said).cookie());
            let to = format!("/d/{}/agent/policy", staff.desk_name);
            return Ok((jar, Redirect::to(&to)).into_response());
        }
        Err(AppError::Refused(refusal)) => t.say(&format!("refusal-{}", refusal.code())),
        Err(AppError::UnreadablePolicy { .. }) => t.say("workshop-has-errors"),
        Err(error) => return Err(error.into()),
    };
    let page = workshop::again(&web, &staff, &fields, problem).await?;
    Ok(shown_again(page))
}
