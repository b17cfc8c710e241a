//! Between our values and SQLite's, and its errors and ours.

use std::sync::Arc;

use rusqlite::{
    ErrorCode, Statement, ToSql, ffi,
    types::{ToSqlOutput, ValueRef},
};

use crate::store::{StoreError, Value, error::Cause};

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let value = match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
            Self::AssignedNumber => {
                return Err(rusqlite::Error::ToSqlConversionFailure(
                    "no number assigned".into(),
                ));
            }
        };
        Ok(ToSqlOutput::Borrowed(value))
    }
}

/// Binds the parameters by their names. To SQLite `$2` is not the second one but
/// one *called* `$2`, numbered by where it first appears in the text.
pub(super) fn bind<'a>(
    statement: &mut Statement<'_>,
    value: impl Fn(usize) -> Option<&'a Value>,
) -> Result<(), rusqlite::Error> {
    for index in 1..=statement.parameter_count() {
        let name = statement.parameter_name(index).unwrap_or_default();
        let number = name
            .strip_prefix('$')
            .and_then(|number| number.parse::<usize>().ok());
        let given = number.and_then(|number| value(number.checked_sub(1)?));
        let given = given.ok_or_else(|| rusqlite::Error::InvalidParameterName(name.to_owned()))?;
        statement.raw_bind_parameter(index, given)?;
    }
    Ok(())
}

pub(super) fn read(row: &rusqlite::Row<'_>, place: usize) -> Result<Value, StoreError> {
    match row.get_ref(place)? {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::Int(number)),
        ValueRef::Text(text) => {
            let text = str::from_utf8(text).map_err(StoreError::database)?;
            Ok(Value::from(text))
        }
        ValueRef::Blob(bytes) => Ok(Value::Bytes(bytes.to_owned())),
        ValueRef::Real(_) => Err(StoreError::ColumnKind {
            place: place + 1,
            wanted: "a value we store",
        }),
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let error = Arc::new(error);
        let cause: Cause = Arc::clone(&error) as _;
        let rusqlite::Error::SqliteFailure(failure, _) = &*error else {
            return StoreError::Database(cause);
        };
        match (failure.code, failure.extended_code) {
            (ErrorCode::DiskFull, _) | (_, ffi::SQLITE_IOERR_WRITE | ffi::SQLITE_IOERR_SHMSIZE) => {
                StoreError::Full(cause)
            }
            (_, ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_UNIQUE) => {
                StoreError::Duplicate(cause)
            }
            (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => StoreError::Busy,
            _ => StoreError::Database(cause),
        }
    }
}
