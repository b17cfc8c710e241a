//! The gates of a whole batch, asked with one statement per kind of gate.
//!
//! A gate that lets its write pass leaves a trace (the new head, the used key).
//! Where another gate of the same write then refuses, the trace must go: all is
//! rolled back and asked again without that write. This is rare, and each round
//! has fewer writes, so that it ends.

use std::collections::{HashMap, HashSet};

use super::{
    arrays::columns,
    numbers,
    session::{Call, Session},
    value,
};
use crate::store::{
    Gate, Kind, OnceRow, Row, StoreError, Table, TicketHeadRow, Value, WriteError, Written,
    batch::{Job, Verdict},
    dialect::{Dialect, Shape},
    params,
};

const ONCE_RESULTS: &str = "SELECT once.desk, once.scope, once.key, once.result FROM once \
     JOIN UNNEST($1::TEXT[], $2::TEXT[], $3::TEXT[]) AS given (desk, scope, key) \
     ON once.desk = given.desk AND once.scope = given.scope AND once.key = given.key";

/// Says of each write whether it may be written. Must run in a transaction, and
/// no two writes may have a lane in common.
pub(super) async fn pass(session: &mut Session, jobs: &[Job]) -> Result<Vec<Verdict>, StoreError> {
    let mut refused = HashMap::new();
    let numbers = loop {
        session.run("SAVEPOINT gates").await?;
        let round = Round::new(jobs, &refused);
        let mut traces = round.ask(session, &mut refused).await?;
        let numbers = numbers::take(session, jobs, &mut refused, &mut traces).await?;
        if !traces {
            break numbers;
        }
        session.run("ROLLBACK TO SAVEPOINT gates").await?;
    };
    let verdicts: Vec<Verdict> = (0..jobs.len())
        .map(|job| match refused.remove(&job) {
            Some(refusal) => Err(refusal),
            None => Ok(Written {
                number: numbers.get(&job).copied(),
            }),
        })
        .collect();
    numbers::tell(session, jobs, &verdicts).await?;
    Ok(verdicts)
}

pub(super) type Refused = HashMap<usize, WriteError>;

/// What one statement asks of many gates.
#[derive(PartialEq, Eq)]
struct Question {
    table: &'static Table,
    /// The column that is compared and those that are set; none: a row that
    /// must not be there yet.
    claim: Option<(&'static str, Vec<&'static str>)>,
}

/// One gate on its way into a statement.
struct Asked<'a> {
    job: usize,
    gate: &'a Gate,
    values: Vec<Value>,
}

struct Round<'a> {
    groups: Vec<(Question, Vec<Asked<'a>>)>,
}

impl<'a> Round<'a> {
    fn new(jobs: &'a [Job], refused: &Refused) -> Self {
        let mut groups: Vec<(Question, Vec<Asked<'a>>)> = Vec::new();
        let alive = jobs
            .iter()
            .enumerate()
            .filter(|(job, _)| !refused.contains_key(job));
        for (job, gate) in alive
            .flat_map(|(job, Job { write, .. })| write.gates.iter().map(move |gate| (job, gate)))
        {
            let Some((question, values)) = question(gate) else {
                continue;
            };
            let asked = Asked { job, gate, values };
            match groups.iter_mut().find(|(known, _)| *known == question) {
                Some((_, group)) => group.push(asked),
                None => groups.push((question, vec![asked])),
            }
        }
        Self { groups }
    }

    /// Adds the refused, and says whether one of them left a trace.
    async fn ask(&self, session: &mut Session, refused: &mut Refused) -> Result<bool, StoreError> {
        let places = |len: usize| (0..len).map(place_value).collect::<Vec<_>>();
        let places: Vec<_> = self
            .groups
            .iter()
            .map(|(_, group)| places(group.len()))
            .collect();
        let calls = self.groups.iter().zip(&places);
        let calls: Vec<_> = calls
            .map(|((question, group), places)| question.call(group, places))
            .collect::<Result<_, _>>()?;
        let answers = session.call(&calls).await?;
        let (mut passed, mut failed) = (HashSet::new(), Vec::new());
        for ((question, group), answer) in self.groups.iter().zip(&answers) {
            let through = question.through(group, answer)?;
            for (place, asked) in group.iter().enumerate() {
                if through.contains(&place) {
                    passed.insert(asked.job);
                } else {
                    failed.push(asked);
                }
            }
        }
        let traces = failed.iter().any(|asked| passed.contains(&asked.job));
        refused.extend(refusals(session, failed).await?);
        Ok(traces)
    }
}

fn question(gate: &Gate) -> Option<(Question, Vec<Value>)> {
    let head = TicketHeadRow::TABLE;
    match gate {
        Gate::TicketNumber { .. } => None,
        Gate::TicketHead {
            desk,
            ticket,
            expected: 0,
            next,
        } => Some((
            Question {
                table: head,
                claim: None,
            },
            params![desk, ticket, *next],
        )),
        Gate::TicketHead {
            desk,
            ticket,
            expected,
            next,
        } => {
            let claim = Some(("sequence", vec!["sequence"]));
            Some((
                Question { table: head, claim },
                params![desk, ticket, *expected, *next],
            ))
        }
        Gate::Once {
            desk,
            scope,
            key,
            at,
            result,
        } => {
            // A result with a number gets its text when the number is known.
            let result = result.text(None).unwrap_or_default();
            let question = Question {
                table: OnceRow::TABLE,
                claim: None,
            };
            Some((question, params![desk, scope, key, *at, result]))
        }
        Gate::Claim {
            table,
            key,
            column,
            from,
            set,
        } => {
            let claim = Some((*column, set.iter().map(|(column, _)| *column).collect()));
            let news = set.iter().map(|(_, value)| value);
            let values = key.iter().chain([from]).chain(news).cloned().collect();
            Some((Question { table, claim }, values))
        }
    }
}

impl Question {
    fn call<'a>(
        &self,
        group: &'a [Asked<'_>],
        places: &'a [Value],
    ) -> Result<Call<'a>, StoreError> {
        let table = self.table;
        let Some((seen, set)) = &self.claim else {
            let key: Vec<_> = table.key().iter().map(|column| column.name).collect();
            let insert = Dialect::Postgres.rows(table, Shape::Ensure);
            let sql = format!("{insert} RETURNING {}", key.join(", "));
            let kinds = table.columns.iter().map(|column| column.kind);
            let arrays = columns(kinds, group.iter().map(|asked| asked.values.iter()))?;
            return Ok(Call { sql, arrays });
        };
        let sql = Dialect::Postgres.claim(table, seen, set);
        let rest = std::iter::once(seen)
            .chain(set)
            .map(|column| table.kind(column));
        let kinds = table.key().iter().map(|column| column.kind).chain(rest);
        let rows = group.iter().zip(places);
        let rows = rows.map(|(asked, place)| std::iter::once(place).chain(&asked.values));
        let arrays = columns(std::iter::once(Kind::Int).chain(kinds), rows)?;
        Ok(Call { sql, arrays })
    }

    /// Which of the group passed, from what the statement returned.
    fn through(
        &self,
        group: &[Asked<'_>],
        answer: &[tokio_postgres::Row],
    ) -> Result<HashSet<usize>, StoreError> {
        let answer = answer
            .iter()
            .map(value::values)
            .collect::<Result<HashSet<_>, _>>()?;
        let passed = group.iter().enumerate().filter(|(place, asked)| {
            if self.claim.is_some() {
                return answer.contains(&vec![place_value(*place)]);
            }
            asked
                .values
                .get(..self.table.key_len)
                .is_some_and(|key| answer.contains(key))
        });
        Ok(passed.map(|(place, _)| place).collect())
    }
}

/// Of each write the refusal of its first gate that failed.
async fn refusals(session: &mut Session, failed: Vec<&Asked<'_>>) -> Result<Refused, StoreError> {
    let mut results = once_results(session, &failed).await?;
    let mut refused = Refused::new();
    for asked in failed {
        let refusal = match asked.gate {
            Gate::Once { .. } => {
                let key = asked
                    .values
                    .get(..OnceRow::TABLE.key_len)
                    .unwrap_or_default();
                // Gone meanwhile: the caller may try again, and will get through.
                results
                    .remove(key)
                    .map_or(WriteError::Store(StoreError::Busy), |result| {
                        WriteError::AlreadyDone { result }
                    })
            }
            Gate::Claim { .. } => WriteError::Taken,
            Gate::TicketHead { .. } | Gate::TicketNumber { .. } => WriteError::Conflict,
        };
        refused.entry(asked.job).or_insert(refusal);
    }
    Ok(refused)
}

async fn once_results(
    session: &mut Session,
    failed: &[&Asked<'_>],
) -> Result<HashMap<Vec<Value>, String>, StoreError> {
    let keys: Vec<_> = failed
        .iter()
        .filter(|asked| matches!(asked.gate, Gate::Once { .. }))
        .map(|asked| asked.values.iter().take(OnceRow::TABLE.key_len))
        .collect();
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let kinds = OnceRow::TABLE.key().iter().map(|column| column.kind);
    let arrays = columns(kinds, keys.into_iter())?;
    let answers = session
        .call(&[Call {
            sql: ONCE_RESULTS.to_owned(),
            arrays,
        }])
        .await?;
    let mut results = HashMap::new();
    for mut values in answers
        .iter()
        .flatten()
        .map(value::values)
        .collect::<Result<Vec<_>, _>>()?
    {
        let result = Row::new(values.split_off(OnceRow::TABLE.key_len)).take()?;
        results.insert(values, result);
    }
    Ok(results)
}

pub(super) fn place_value(place: usize) -> Value {
    Value::Int(i64::try_from(place).expect("a batch has far fewer gates"))
}
