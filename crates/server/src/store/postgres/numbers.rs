//! The ticket numbers of a whole batch: each desk's counter moves on once, by as
//! much as its writes want.

use std::collections::HashMap;

use super::{
    arrays::columns,
    gates::{Refused, place_value},
    session::{Call, Session},
    value,
};
use crate::store::{
    Gate, Kind, OnceResult, OnceRow, StoreError, TicketNumberCounterRow, Value, Written,
    batch::{Job, Verdict},
    dialect::Dialect,
    params,
};

const NUMBERS_NEXT: &str = "UPDATE ticket_number_counters SET number_last = number_last + given.count \
     FROM UNNEST($1::TEXT[], $2::BIGINT[]) AS given (desk, count) \
     WHERE ticket_number_counters.desk = given.desk \
     RETURNING given.desk, number_last - given.count";
/// Takes the numbers of all writes that may still be written, desk by desk.
pub(super) async fn take(
    session: &mut Session,
    jobs: &[Job],
    refused: &mut Refused,
    traces: &mut bool,
) -> Result<HashMap<usize, i64>, StoreError> {
    let wanting = jobs
        .iter()
        .enumerate()
        .filter(|(job, _)| !refused.contains_key(job));
    let wanting: Vec<_> = wanting
        .filter_map(|(job, Job { write, .. })| Some((job, write.number_desk()?)))
        .collect();
    if *traces || wanting.is_empty() {
        return Ok(HashMap::new());
    }
    let mut last = last_numbers(session, &wanting).await?;
    let mut numbers = HashMap::new();
    for (job, desk) in wanting {
        if let Some(last) = last.get_mut(desk) {
            *last += 1;
            numbers.insert(job, *last);
        } else {
            let unknown = StoreError::DeskUnknown {
                desk: desk.to_owned(),
            };
            refused.insert(job, unknown.into());
            *traces = true;
        }
    }
    Ok(numbers)
}

/// Moves each desk's counter on by what its writes want, and says where it was.
async fn last_numbers(
    session: &mut Session,
    wanting: &[(usize, &str)],
) -> Result<HashMap<String, i64>, StoreError> {
    let mut counts = HashMap::<&str, i64>::new();
    for (_, desk) in wanting {
        *counts.entry(desk).or_default() += 1;
    }
    let mut given: Vec<_> = counts
        .into_iter()
        .map(|(desk, count)| params![desk, count])
        .collect();
    // Nodes that lock the desks in the same order never wait for each other.
    given.sort_by(|one, other| one.first().map(desk_of).cmp(&other.first().map(desk_of)));
    let kinds = TicketNumberCounterRow::TABLE
        .columns
        .iter()
        .map(|column| column.kind);
    let arrays = columns(kinds, given.iter().map(|row| row.iter()))?;
    let answers = session
        .call(&[Call {
            sql: NUMBERS_NEXT.to_owned(),
            arrays,
        }])
        .await?;
    let rows = answers.iter().flatten().map(value::read);
    rows.map(|row| {
        let mut row = row?;
        Ok((row.take()?, row.take()?))
    })
    .collect()
}

fn desk_of(value: &Value) -> &str {
    match value {
        Value::Text(desk) => desk,
        _ => "",
    }
}

/// Completes the results that mention a number.
pub(super) async fn tell(
    session: &mut Session,
    jobs: &[Job],
    verdicts: &[Verdict],
) -> Result<(), StoreError> {
    let mut told = Vec::new();
    for (Job { write, .. }, verdict) in jobs.iter().zip(verdicts) {
        let Ok(Written {
            number: Some(number),
        }) = verdict
        else {
            continue;
        };
        for gate in &write.gates {
            if let Gate::Once {
                desk,
                scope,
                key,
                result,
                ..
            } = gate
                && matches!(result, OnceResult::AroundNumber { .. })
            {
                let result = result.text(Some(*number))?;
                told.push((
                    params![desk, scope, key, "", result],
                    place_value(told.len()),
                ));
            }
        }
    }
    if told.is_empty() {
        return Ok(());
    }
    let sql = Dialect::Postgres.claim(OnceRow::TABLE, "result", &["result"]);
    let kinds = [
        Kind::Int,
        Kind::Text,
        Kind::Text,
        Kind::Text,
        Kind::Text,
        Kind::Text,
    ];
    let rows = told
        .iter()
        .map(|(values, place)| std::iter::once(place).chain(values));
    let arrays = columns(kinds.into_iter(), rows)?;
    session.call(&[Call { sql, arrays }]).await?;
    Ok(())
}
