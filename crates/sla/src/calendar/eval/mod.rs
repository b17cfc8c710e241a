//! `calendar eval`: one calendar question as a line of JSON, one answer as a line of JSON.
//!
//! Nothing is read or written here; the command streams lines through [`eval_line`].

mod question;

use super::{Calendar, CalendarError};
use question::{Operation, Question};
use serde::Deserialize;
use serde_json::value::RawValue;

/// Answers one question; the answer is one line without a line break.
///
/// A question brings its calendar with it: `tz`, `weekly` (missing weekdays are
/// closed), `holidays`, `exceptions`, then `op` (`add` or `between`), `start`, and
/// `amount_seconds` or `end`. Unknown fields are ignored. The answer repeats the
/// `id` as given and has a `result`, or an `error` in words. `add` answers an
/// instant in UTC, floored to whole seconds; `between` answers seconds, negative
/// when `end` is before `start`.
///
/// ```
/// use sla::calendar::eval::eval_line;
///
/// let question = r#"{"id": 7, "tz": "Europe/Berlin", "weekly": {"mon": [["09:00", "17:00"]]},
///     "op": "add", "start": "2026-11-23T16:00:00+01:00", "amount_seconds": 7200}"#;
/// assert_eq!(eval_line(question), r#"{"id":7,"result":"2026-11-30T09:00:00Z"}"#);
/// assert_eq!(eval_line("{}"), r#"{"id":null,"error":"`tz` is missing"}"#);
/// ```
#[must_use]
pub fn eval_line(line: &str) -> String {
    let identified = identify(line);
    let id = identified.as_ref().ok().and_then(|line| line.id);
    let id = id.map_or("null", RawValue::get);
    let answer = identified.and_then(|_| answer(line));
    match answer {
        Ok(result) => format!(r#"{{"id":{id},"result":{result}}}"#),
        Err(error) => format!(
            r#"{{"id":{id},"error":{}}}"#,
            serde_json::Value::from(error)
        ),
    }
}

/// The part of a line that is understood even when its question is not.
#[derive(Deserialize)]
struct Identified<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
}

fn identify(line: &str) -> Result<Identified<'_>, String> {
    // Without this a list would be read as the fields in their order.
    if !line.trim_start().starts_with('{') {
        return Err("the line is not a JSON object".to_owned());
    }
    serde_json::from_str(line).map_err(|broken| format!("the line is not a JSON object: {broken}"))
}

/// The result as JSON.
fn answer(line: &str) -> Result<String, String> {
    let question = Question::read(line)?;
    let calendar = Calendar::compile(&question.calendar).map_err(|error| error.to_string())?;
    match question.operation {
        Operation::Between(end) => Ok(calendar.between(question.start, end).to_string()),
        Operation::Add(seconds) => {
            let sum = calendar
                .add(question.start, seconds)
                .map_err(|error| error.to_string())?;
            Ok(format!("\"{}\"", whole_second(sum)?))
        }
    }
}

/// Adding nothing gives the start back with its fraction; answers have none.
fn whole_second(at: jiff::Timestamp) -> Result<jiff::Timestamp, String> {
    let (second, _) = super::compute::floor(at);
    jiff::Timestamp::from_second(second).map_err(|_| CalendarError::OutOfRange.to_string())
}
