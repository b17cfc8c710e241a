//! Rows read from a database. A row is read from left to right, column after
//! column, so that a struct literal in the order of its `SELECT` is all it
//! takes. A value of another kind than asked for is an error, never a guess.

use super::{StoreError, Value, table::Kind};

/// One row of an answer.
#[derive(Debug)]
pub struct Row {
    values: std::vec::IntoIter<Value>,
    place: usize,
}

impl Row {
    pub(super) fn new(values: Vec<Value>) -> Self {
        Self {
            values: values.into_iter(),
            place: 0,
        }
    }

    /// Takes the next column as what the place it goes to wants.
    ///
    /// # Errors
    ///
    /// When there is no further column, or when it is of another kind.
    pub fn take<F: Field>(&mut self) -> Result<F, StoreError> {
        self.place += 1;
        let value = self
            .values
            .next()
            .ok_or(StoreError::ColumnMissing { place: self.place })?;
        F::from_value(value).ok_or(StoreError::ColumnKind {
            place: self.place,
            wanted: F::KIND.name(),
        })
    }
}

/// A Rust type that a column can hold.
pub trait Field: Sized {
    const KIND: Kind;

    /// `None` when the value is of another kind.
    fn from_value(value: Value) -> Option<Self>;
}

impl Field for i64 {
    const KIND: Kind = Kind::Int;

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Int(number) => Some(number),
            _ => None,
        }
    }
}

impl Field for bool {
    const KIND: Kind = Kind::Int;

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Int(0) => Some(false),
            Value::Int(1) => Some(true),
            _ => None,
        }
    }
}

impl Field for String {
    const KIND: Kind = Kind::Text;

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Field for Vec<u8> {
    const KIND: Kind = Kind::Bytes;

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}

impl<F: Field> Field for Option<F> {
    const KIND: Kind = F::KIND;

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => F::from_value(value).map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_columns_from_left_to_right() {
        let mut row = Row::new(vec![
            Value::Int(7),
            Value::Null,
            Value::from("x"),
            Value::Int(1),
        ]);
        assert_eq!(row.take::<i64>().unwrap(), 7);
        assert_eq!(row.take::<Option<String>>().unwrap(), None);
        assert_eq!(row.take::<Option<String>>().unwrap(), Some("x".to_owned()));
        assert!(row.take::<bool>().unwrap());
        assert!(matches!(
            row.take::<i64>(),
            Err(StoreError::ColumnMissing { place: 5 })
        ));
    }

    #[test]
    fn another_kind_is_an_error_that_names_the_place() {
        let mut row = Row::new(vec![Value::from("seven"), Value::Int(2), Value::Null]);
        let error = row.take::<i64>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "column 1 of a row is not a number, as the code expects"
        );
        assert!(row.take::<bool>().is_err(), "2 is no flag");
        assert!(row.take::<String>().is_err(), "NULL is no text");
    }
}
