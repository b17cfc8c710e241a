//! Five example desks with people and a believable past, made by the same
//! decisions that live tickets go through. The same seed and instant give the
//! same desks.

mod contracts;
mod desks;
mod dice;
mod past;
mod people;
mod subjects;

use domain::DeskName;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::app::{App, NewDesk};
use crate::error::AppError;

pub use desks::DESKS;
use desks::Example;
use dice::Dice;

/// The password of everybody in a demo.
pub const PASSWORD: &str = "mainstay";
/// How many tickets an example desk has, unless asked otherwise.
const TICKETS: u64 = 36;
/// How many tickets are made before they are written, so that a million need no
/// more memory than a few.
const CHUNK: u64 = 512;

/// How a demo is made.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub seed: u64,
    /// Give the first desk so many tickets, and the others none, for measuring.
    pub tickets: Option<u64>,
}

/// What to tell whoever started a demo: how to get in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    pub desk: String,
    pub name: String,
    pub agent: String,
    pub supervisor: String,
    pub contact: String,
    pub token: String,
}

/// Fills an empty installation; `progress` hears how many tickets there are.
///
/// # Errors
/// When a desk is already there, or the store fails.
pub async fn fill(
    app: &App,
    plan: Plan,
    mut progress: impl FnMut(u64),
) -> Result<Vec<Login>, AppError> {
    let password = tokio::task::spawn_blocking(|| crate::password::hash(PASSWORD)).await;
    let password = password.expect("hashing a short text does not panic");
    let mut logins = Vec::new();
    let mut done = 0;
    for (example, place) in DESKS.iter().zip(0_u64..) {
        let mut dice = Dice::new(plan.seed.wrapping_mul(31).wrapping_add(place));
        let desk = create(app, example).await?;
        let cast = people::create(app, &desk, example, &password, &mut dice).await?;
        let tickets = match plan.tickets {
            Some(all) if place == 0 => all,
            Some(_) => 0,
            None => TICKETS,
        };
        let mut left = tickets;
        while left > 0 {
            let chunk = left.min(CHUNK);
            past::tell(app, &desk, example, &cast, chunk, &mut dice).await?;
            left -= chunk;
            done += chunk;
            progress(done);
        }
        logins.push(people::login(app, &desk, example, &cast).await?);
    }
    Ok(logins)
}

async fn create(app: &App, example: &Example) -> Result<DeskName, AppError> {
    let desk = DeskName::new(example.desk).expect("the example desks have valid names");
    let new = NewDesk {
        desk: desk.clone(),
        name: example.name.to_owned(),
        prefix: example.prefix.to_owned(),
        addresses: example
            .addresses
            .iter()
            .map(|address| (*address).to_owned())
            .collect(),
        language: example.language.to_owned(),
        zone: example.zone.to_owned(),
        accent: example.accent.to_owned(),
        policy: example.policy.to_owned(),
        effective_at: long_ago(app.now()),
    };
    app.create_desk(&new).await?;
    Ok(desk)
}

/// Before every ticket of the demo.
fn long_ago(now: Timestamp) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(24 * 400))
        .unwrap_or(Timestamp::MIN)
}
