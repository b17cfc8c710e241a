//! The clocks of tickets as last projected, for lists and pages.

use super::{Store, StoreError, Value, params, table};

table! {
    ClockRow in "clocks", key 3 {
        desk: String,
        ticket: String,
        /// Target and cycle.
        clock: String,
        target: String,
        cycle: i64,
        metric: String,
        audience: String,
        state: String,
        started_at: Option<i64>,
        warn_at: Option<i64>,
        due_at: Option<i64>,
        met_at: Option<i64>,
        warned_at: Option<i64>,
        breached_at: Option<i64>,
    }
}

impl Store {
    pub async fn clocks_of_ticket(
        &self,
        desk: &str,
        ticket: &str,
    ) -> Result<Vec<ClockRow>, StoreError> {
        let sql = select("ticket = $2 ORDER BY clock");
        self.few(sql, params![desk, ticket], ClockRow::read).await
    }

    /// The clocks of several tickets, such as those of one page of a list.
    pub async fn clocks_of_tickets(
        &self,
        desk: &str,
        tickets: &[&str],
    ) -> Result<Vec<ClockRow>, StoreError> {
        if tickets.is_empty() {
            return Ok(Vec::new());
        }
        let mut params = params![desk];
        let places = places(&mut params, tickets);
        let sql = select(&format!("ticket IN ({places}) ORDER BY ticket, clock"));
        self.few(sql, params, ClockRow::read).await
    }
}

/// Adds the values to the parameters and says where they stand. The last one is
/// repeated up to a power of two, so that there are few different statements to
/// be prepared and kept.
pub(super) fn places(params: &mut Vec<Value>, values: &[&str]) -> String {
    let given = values
        .iter()
        .chain(std::iter::repeat(values.last().unwrap_or(&"")));
    let count = values.len().next_power_of_two();
    let mut places = Vec::with_capacity(count);
    for value in given.take(count) {
        params.push(Value::from(*value));
        places.push(format!("${}", params.len()));
    }
    places.join(", ")
}

fn select(rest: &str) -> String {
    format!(
        "SELECT {} FROM clocks WHERE desk = $1 AND {rest}",
        ClockRow::COLUMNS
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_any_length_make_few_statements() {
        let mut params = params!["desk"];
        assert_eq!(places(&mut params, &["a", "b", "c"]), "$2, $3, $4, $5");
        assert_eq!(params, params!["desk", "a", "b", "c", "c"]);
    }
}
