//! What a caller wants written: one atomic write of gates and rows. Gates are
//! checked first, and a failed one drops that write alone, although it shares
//! its transaction with others. Nothing here talks to a database.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};

use super::{OnceRow, StoreError, Table, TicketHeadRow, Value, dialect::Shape};

/// Rows that are written together or not at all, if all gates let them pass.
/// Of the rows, those to be deleted go first; a key is written at most once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Write {
    pub gates: Vec<Gate>,
    pub rows: Vec<RowOp>,
}

/// A condition on the database at the instant of writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// The ticket's events must end at `expected` (0: there must be no such
    /// ticket) and end at `next` from then on. Else [`WriteError::Conflict`].
    TicketHead {
        desk: String,
        ticket: String,
        expected: i64,
        next: i64,
    },
    /// Nobody may have used the key before. Else [`WriteError::AlreadyDone`]
    /// with the result of the first time.
    Once {
        desk: String,
        scope: String,
        key: String,
        at: i64,
        result: OnceResult,
    },
    /// Takes the desk's next ticket number, puts it in the place of every
    /// [`Value::AssignedNumber`], and tells it in [`Written`].
    TicketNumber { desk: String },
    /// Sets columns of one row if its `column` still is `from`. Else, or when
    /// the row is gone, [`WriteError::Taken`].
    Claim {
        table: &'static Table,
        key: Vec<Value>,
        column: &'static str,
        from: Value,
        set: Vec<(&'static str, Value)>,
    },
}

/// What a repeated call is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnceResult {
    Text(String),
    /// The assigned ticket number between two texts.
    AroundNumber {
        before: String,
        after: String,
    },
}

impl OnceResult {
    /// The text to keep; `number` is what the gates of the write assigned.
    pub(super) fn text(&self, number: Option<i64>) -> Result<String, StoreError> {
        match (self, number) {
            (Self::Text(text), _) => Ok(text.clone()),
            (Self::AroundNumber { before, after }, Some(number)) => {
                Ok(format!("{before}{number}{after}"))
            }
            (Self::AroundNumber { .. }, None) => Err(malformed("a number is told but not taken")),
        }
    }
}

/// One change of one row, or the deletion of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowOp {
    /// A new row; one with the same key already there is an error.
    Insert(&'static Table, Vec<Value>),
    /// The whole row, in place of the one with the same key, if any.
    Upsert(&'static Table, Vec<Value>),
    /// The row, unless one with the same key is there already.
    Ensure(&'static Table, Vec<Value>),
    /// All rows whose key begins with these values, at least the desk and one
    /// more. None at all is no error.
    Delete(&'static Table, Vec<Value>),
}

impl RowOp {
    /// Puts the assigned ticket number into `column` instead of what is there.
    #[must_use]
    pub fn number_assigned(mut self, column: &str) -> Self {
        let (table, values) = self.parts_mut();
        if let Some(value) = table.place(column).and_then(|place| values.get_mut(place)) {
            *value = Value::AssignedNumber;
        }
        self
    }

    pub(super) fn shape(&self) -> Shape {
        match self {
            Self::Insert(..) => Shape::Insert,
            Self::Upsert(..) => Shape::Upsert,
            Self::Ensure(..) => Shape::Ensure,
            Self::Delete(_, key) => Shape::Delete { key_len: key.len() },
        }
    }

    pub(super) fn parts(&self) -> (&'static Table, &[Value]) {
        match self {
            Self::Insert(table, values)
            | Self::Upsert(table, values)
            | Self::Ensure(table, values)
            | Self::Delete(table, values) => (table, values),
        }
    }

    fn parts_mut(&mut self) -> (&'static Table, &mut Vec<Value>) {
        match self {
            Self::Insert(table, values)
            | Self::Upsert(table, values)
            | Self::Ensure(table, values)
            | Self::Delete(table, values) => (table, values),
        }
    }

    fn is_delete(&self) -> bool {
        matches!(self, Self::Delete(..))
    }
}

/// What was learnt while writing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The ticket number that [`Gate::TicketNumber`] took.
    pub number: Option<i64>,
}

#[derive(Clone, Debug, thiserror::Error)]
pub enum WriteError {
    #[error("somebody else changed the ticket meanwhile; load it and decide again")]
    Conflict,
    #[error("this was done before")]
    AlreadyDone { result: String },
    #[error("somebody else took the row meanwhile")]
    Taken,
    #[error(
        "nothing was saved, because the disk with the database is full; make room and try again"
    )]
    Full,
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for WriteError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full(_) => Self::Full,
            error => Self::Store(error),
        }
    }
}

impl Write {
    /// A write of rows alone.
    #[must_use]
    pub fn rows(rows: impl IntoIterator<Item = RowOp>) -> Self {
        Self {
            gates: Vec::new(),
            rows: rows.into_iter().collect(),
        }
    }

    #[must_use]
    pub fn gate(mut self, gate: Gate) -> Self {
        self.gates.push(gate);
        self
    }

    #[must_use]
    pub fn row(mut self, row: RowOp) -> Self {
        self.rows.push(row);
        self
    }

    /// The desk whose number is to be taken, if any.
    pub(super) fn number_desk(&self) -> Option<&str> {
        self.gates.iter().find_map(|gate| match gate {
            Gate::TicketNumber { desk } => Some(desk.as_str()),
            _ => None,
        })
    }

    /// Deletions first: both databases do it in this order.
    pub(super) fn order(&mut self) {
        self.rows.sort_by_key(|row| !row.is_delete());
    }

    pub(super) fn size(&self) -> usize {
        self.rows
            .iter()
            .flat_map(|row| row.parts().1)
            .map(Value::size)
            .sum()
    }

    /// Refuses what no database could do, with words that help the programmer.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        let numbers = self
            .gates
            .iter()
            .filter(|gate| matches!(gate, Gate::TicketNumber { .. }))
            .count();
        if numbers > 1 {
            return Err(malformed("it takes more than one ticket number"));
        }
        let mut keys = HashSet::new();
        for row in &self.rows {
            let (table, values) = row.parts();
            let len_fits = match row {
                RowOp::Delete(..) => {
                    (LANE_KEY_LEN.min(table.key_len)..=table.key_len).contains(&values.len())
                }
                _ => values.len() == table.columns.len(),
            };
            let kinds = table.columns.iter().map(|column| column.kind);
            if !len_fits
                || !values
                    .iter()
                    .zip(kinds)
                    .all(|(value, kind)| value.fits(kind))
            {
                return Err(malformed(&format!("{} has other columns", table.name)));
            }
            if numbers == 0 && values.contains(&Value::AssignedNumber) {
                return Err(malformed(&format!(
                    "{} wants a number nobody takes",
                    table.name
                )));
            }
            if !row.is_delete() && !keys.insert((table.name, values.get(..table.key_len))) {
                return Err(malformed(&format!(
                    "it writes one key of {} twice",
                    table.name
                )));
            }
        }
        self.gates.iter().try_for_each(check_claim)
    }

    /// What this write must not share a transaction with: two writes with a
    /// lane in common go into different batches, so that set-wise statements
    /// never see one row twice. A lane is a hash; a collision only waits.
    pub(super) fn lanes(&self) -> Vec<u64> {
        let gates = self.gates.iter().filter_map(|gate| match gate {
            Gate::TicketHead { desk, ticket, .. } => {
                Some(lane((TicketHeadRow::TABLE.name, desk, ticket)))
            }
            Gate::Once {
                desk, scope, key, ..
            } => Some(lane((OnceRow::TABLE.name, desk, scope, key))),
            Gate::TicketNumber { .. } => None,
            Gate::Claim { table, key, .. } => lane_of_row(table, key),
        });
        let rows = self.rows.iter().filter_map(|row| {
            let (table, values) = row.parts();
            lane_of_row(table, values)
        });
        gates.chain(rows).collect()
    }
}

/// How many leading values of a key make a lane: the desk and the thing.
const LANE_KEY_LEN: usize = 2;

/// None for a row under the assigned number: nobody else can get that one.
fn lane_of_row(table: &Table, values: &[Value]) -> Option<u64> {
    let thing = values.get(..LANE_KEY_LEN.min(table.key_len))?;
    (!thing.contains(&Value::AssignedNumber)).then(|| lane((table.name, thing)))
}

fn lane(thing: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    thing.hash(&mut hasher);
    hasher.finish()
}

fn check_claim(gate: &Gate) -> Result<(), StoreError> {
    let Gate::Claim {
        table,
        key,
        column,
        from,
        set,
    } = gate
    else {
        return Ok(());
    };
    let fits = |column: &str, value: &Value| {
        let place = table
            .place(column)
            .and_then(|place| table.columns.get(place));
        place.is_some_and(|column| value.fits(column.kind))
    };
    let key_fits = key.len() == table.key_len
        && key
            .iter()
            .zip(table.key())
            .all(|(value, column)| value.fits(column.kind));
    let set_fits = !set.is_empty() && set.iter().all(|(column, value)| fits(column, value));
    if key_fits && set_fits && fits(column, from) {
        Ok(())
    } else {
        Err(malformed(&format!(
            "{} cannot be claimed like that",
            table.name
        )))
    }
}

fn malformed(reason: &str) -> StoreError {
    StoreError::Malformed {
        reason: reason.to_owned(),
    }
}
