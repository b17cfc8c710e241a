//! Rows turned into one array per column, as `UNNEST` takes them.

use tokio_postgres::types::ToSql;

use crate::store::{Kind, StoreError, Value};

/// One column of many rows.
pub(super) enum Array<'a> {
    Ints(Vec<Option<i64>>),
    Texts(Vec<Option<&'a str>>),
    Bytes(Vec<Option<&'a [u8]>>),
}

impl<'a> Array<'a> {
    fn new(kind: Kind, len: usize) -> Self {
        match kind {
            Kind::Int => Self::Ints(Vec::with_capacity(len)),
            Kind::Text => Self::Texts(Vec::with_capacity(len)),
            Kind::Bytes => Self::Bytes(Vec::with_capacity(len)),
        }
    }

    fn push(&mut self, value: &'a Value) -> Result<(), StoreError> {
        match (self, value) {
            (Self::Ints(array), Value::Int(number)) => array.push(Some(*number)),
            (Self::Ints(array), Value::Null) => array.push(None),
            (Self::Texts(array), Value::Text(text)) => array.push(Some(text)),
            (Self::Texts(array), Value::Null) => array.push(None),
            (Self::Bytes(array), Value::Bytes(bytes)) => array.push(Some(bytes)),
            (Self::Bytes(array), Value::Null) => array.push(None),
            _ => {
                let reason = "a value does not fit its column".to_owned();
                return Err(StoreError::Malformed { reason });
            }
        }
        Ok(())
    }

    pub(super) fn param(&self) -> &(dyn ToSql + Sync) {
        match self {
            Self::Ints(array) => array,
            Self::Texts(array) => array,
            Self::Bytes(array) => array,
        }
    }
}

/// The columns of `rows`, each row as long as `kinds`.
pub(super) fn columns<'a, R>(
    kinds: impl Iterator<Item = Kind>,
    rows: impl ExactSizeIterator<Item = R>,
) -> Result<Vec<Array<'a>>, StoreError>
where
    R: Iterator<Item = &'a Value>,
{
    let mut arrays: Vec<_> = kinds.map(|kind| Array::new(kind, rows.len())).collect();
    for row in rows {
        for (array, value) in arrays.iter_mut().zip(row) {
            array.push(value)?;
        }
    }
    Ok(arrays)
}
