//! The question whether the help was good, in the policy's own words: asked on the
//! ticket's page and behind the link in the closing mail.

use domain::{Command, NewText, Rating, Status, Ticket};
use sla::policy::Policy;

use crate::web::{Fields, PageError, Web, Words, new_text};

/// The question and its two answers, for `portal/verdict.html`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) question: String,
    pub(super) good: String,
    pub(super) bad: String,
    /// The answer given before.
    pub(super) given: Option<Given>,
}

/// An answer given before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) rating: Rating,
    pub(super) sentence: String,
}

impl Verdict {
    pub(super) fn of(ticket: &Ticket, policy: &Policy, t: Words) -> Self {
        let code = t.code();
        let asked = policy.rating();
        let scale: Vec<&str> = asked
            .iter()
            .flat_map(|rating| &rating.scale)
            .map(|text| text.in_language(code))
            .collect();
        // Best first; a policy with another scale than two answers keeps our words.
        let (good, bad) = match scale.as_slice() {
            [good, bad] => ((*good).to_owned(), (*bad).to_owned()),
            _ => (t.say("rating-good"), t.say("rating-bad")),
        };
        let question = asked
            .and_then(|rating| rating.question.as_ref())
            .map(|text| text.in_language(code).to_owned());
        let given = ticket.rating.map(|rating| {
            let word = match rating {
                Rating::Good => &good,
                Rating::Bad => &bad,
            };
            Given {
                rating,
                sentence: t.say_with("portal-rate-yours", "rating", word),
            }
        });
        Self {
            question: question.unwrap_or_else(|| t.say("portal-rate-title")),
            good,
            bad,
            given,
        }
    }
}

/// Whether the ticket can be rated now.
pub(super) fn is_due(ticket: &Ticket) -> bool {
    matches!(ticket.status, Status::Resolved | Status::Closed)
}

/// The command of a sent answer.
///
/// # Errors
/// When it holds neither of the two answers.
pub(super) fn command(web: &Web, fields: &Fields) -> Result<Command, PageError> {
    let rating = Rating::parse(fields.text("rating")).ok_or(PageError::BadForm("rating"))?;
    let comment: Option<NewText> = fields.given("comment").map(|text| new_text(web, text));
    Ok(Command::RateTicket { rating, comment })
}

/// What the next page says of it.
pub(super) fn flash(before: &Ticket) -> &'static str {
    if before.rating.is_some() {
        "flash-portal-rated-again"
    } else {
        "flash-portal-rated"
    }
}
