//! Between our values and PostgreSQL's, and its errors and ours.

use std::{error::Error, sync::Arc};

use tokio_postgres::{
    error::SqlState,
    types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};

use crate::store::{Row, StoreError, Value, error::Cause};

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) => number.to_sql_checked(kind, out),
            Self::Text(text) => text.to_sql_checked(kind, out),
            Self::Bytes(bytes) => bytes.to_sql_checked(kind, out),
            Self::AssignedNumber => Err("no number assigned".into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

pub(super) fn read(row: &tokio_postgres::Row) -> Result<Row, StoreError> {
    values(row).map(Row::new)
}

pub(super) fn values(row: &tokio_postgres::Row) -> Result<Vec<Value>, StoreError> {
    let kinds = row.columns().iter().map(tokio_postgres::Column::type_);
    let values = kinds.enumerate().map(|(place, kind)| match *kind {
        Type::INT8 => Ok(row.try_get::<_, Option<i64>>(place)?.into()),
        Type::TEXT => Ok(row.try_get::<_, Option<String>>(place)?.into()),
        Type::BYTEA => Ok(row.try_get::<_, Option<Vec<u8>>>(place)?.into()),
        _ => Err(StoreError::ColumnKind {
            place: place + 1,
            wanted: "a value we store",
        }),
    });
    values.collect()
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        let error = Arc::new(error);
        let cause: Cause = Arc::clone(&error) as _;
        let Some(state) = error.code() else {
            return if is_broken(&error) {
                StoreError::Unreachable(cause)
            } else {
                StoreError::Database(cause)
            };
        };
        match *state {
            SqlState::UNIQUE_VIOLATION => StoreError::Duplicate(cause),
            SqlState::DISK_FULL => StoreError::Full(cause),
            SqlState::T_R_DEADLOCK_DETECTED
            | SqlState::T_R_SERIALIZATION_FAILURE
            | SqlState::LOCK_NOT_AVAILABLE
            | SqlState::TOO_MANY_CONNECTIONS => StoreError::Busy,
            SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW => {
                StoreError::Unreachable(cause)
            }
            _ => StoreError::Database(cause),
        }
    }
}

/// Whether it is the connection that failed and not a statement.
fn is_broken(error: &tokio_postgres::Error) -> bool {
    error.is_closed()
        || error
            .source()
            .is_some_and(|source| source.is::<std::io::Error>())
}
