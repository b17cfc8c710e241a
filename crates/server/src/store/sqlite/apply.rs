//! One write, gate by gate and row by row, inside the writer's transaction.

use super::{value::bind, writer::Writer};
use crate::store::{
    Gate, OnceRow, RowOp, StoreError, Table, TicketHeadRow, Value, Write, WriteError, Written,
    dialect::{Dialect, Shape},
    params,
    value::resolved,
};

const HEAD_NEXT: &str =
    "UPDATE ticket_heads SET sequence = $4 WHERE desk = $1 AND ticket = $2 AND sequence = $3";
const ONCE_RESULT: &str = "SELECT result FROM once WHERE desk = $1 AND scope = $2 AND key = $3";
const NUMBER_NEXT: &str = "UPDATE ticket_number_counters SET number_last = number_last + 1 \
                           WHERE desk = $1 RETURNING number_last";

impl Writer {
    pub(super) fn apply(&mut self, write: &Write) -> Result<Written, Failure> {
        let number = write
            .number_desk()
            .map(|desk| self.number_next(desk))
            .transpose()?;
        for gate in &write.gates {
            self.pass(gate, number)?;
        }
        let assigned = Value::from(number);
        for row in &write.rows {
            self.row(row, &assigned)?;
        }
        Ok(Written { number })
    }

    fn number_next(&self, desk: &str) -> Result<i64, Failure> {
        let unknown = || {
            WriteError::Store(StoreError::DeskUnknown {
                desk: desk.to_owned(),
            })
        };
        Ok(self
            .first(NUMBER_NEXT, params![desk])?
            .ok_or_else(unknown)?)
    }

    fn pass(&mut self, gate: &Gate, number: Option<i64>) -> Result<(), Failure> {
        match gate {
            Gate::TicketNumber { .. } => Ok(()),
            Gate::TicketHead {
                desk,
                ticket,
                expected: 0,
                next,
            } => {
                let head = params![desk, ticket, *next];
                let rows = self.shaped(TicketHeadRow::TABLE, Shape::Ensure, &head, &Value::Null)?;
                unless_none(rows, WriteError::Conflict)
            }
            Gate::TicketHead {
                desk,
                ticket,
                expected,
                next,
            } => {
                let rows = self.execute(HEAD_NEXT, params![desk, ticket, *expected, *next])?;
                unless_none(rows, WriteError::Conflict)
            }
            Gate::Once {
                desk,
                scope,
                key,
                at,
                result,
            } => {
                let result = result.text(number).map_err(WriteError::from)?;
                let once = params![desk, scope, key, *at, result];
                if self.shaped(OnceRow::TABLE, Shape::Ensure, &once, &Value::Null)? == 1 {
                    return Ok(());
                }
                let first = self.first(ONCE_RESULT, params![desk, scope, key])?;
                let result = first.ok_or(WriteError::Store(StoreError::Busy))?;
                Err(WriteError::AlreadyDone { result }.into())
            }
            Gate::Claim {
                table,
                key,
                column,
                from,
                set,
            } => {
                let columns: Vec<_> = set.iter().map(|(column, _)| *column).collect();
                let sql = Dialect::Sqlite.claim(table, column, &columns);
                let news = set.iter().map(|(_, new)| new);
                let values: Vec<_> = key.iter().chain([from]).chain(news).cloned().collect();
                unless_none(self.execute(&sql, values)?, WriteError::Taken)
            }
        }
    }

    fn row(&mut self, row: &RowOp, assigned: &Value) -> Result<(), Failure> {
        let (table, values) = row.parts();
        self.shaped(table, row.shape(), values, assigned)?;
        Ok(())
    }

    fn shaped(
        &mut self,
        table: &'static Table,
        shape: Shape,
        values: &[Value],
        assigned: &Value,
    ) -> Result<usize, rusqlite::Error> {
        let text = self
            .texts
            .entry((table.name, shape))
            .or_insert_with(|| Dialect::Sqlite.rows(table, shape));
        let mut statement = self.connection.prepare_cached(text)?;
        bind(&mut statement, |place| {
            values.get(place).map(|value| resolved(value, assigned))
        })?;
        statement.raw_execute()
    }

    pub(super) fn execute(&self, sql: &str, values: Vec<Value>) -> Result<usize, rusqlite::Error> {
        let mut statement = self.connection.prepare_cached(sql)?;
        bind(&mut statement, |place| values.get(place))?;
        statement.raw_execute()
    }

    /// The first column of the first row, if there is one.
    fn first<T: rusqlite::types::FromSql>(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<Option<T>, rusqlite::Error> {
        let mut statement = self.connection.prepare_cached(sql)?;
        bind(&mut statement, |place| values.get(place))?;
        let mut rows = statement.raw_query();
        match rows.next()? {
            Some(row) => row.get(0).map(Some),
            None => Ok(None),
        }
    }
}

/// Why a write was not applied.
pub(super) enum Failure {
    Refused(WriteError),
    Sql(rusqlite::Error),
}

impl From<WriteError> for Failure {
    fn from(refusal: WriteError) -> Self {
        Self::Refused(refusal)
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

fn unless_none(rows: usize, refusal: WriteError) -> Result<(), Failure> {
    if rows == 0 {
        Err(refusal.into())
    } else {
        Ok(())
    }
}
