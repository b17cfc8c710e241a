//! One value of one column, the same for both databases. It does deliberately
//! not know floating point, dates or booleans: times are microseconds and flags
//! 0 or 1, so that both databases store and compare them alike.

use super::table::Kind;

/// A value to be stored, compared with or read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
    /// The desk's next ticket number, known only inside the transaction
    /// ([`Gate::TicketNumber`](super::Gate::TicketNumber)).
    AssignedNumber,
}

impl Value {
    /// Whether a column of that kind can hold it.
    pub(super) fn fits(&self, kind: Kind) -> bool {
        match self {
            Self::Null => true,
            Self::Int(_) | Self::AssignedNumber => kind == Kind::Int,
            Self::Text(_) => kind == Kind::Text,
            Self::Bytes(_) => kind == Kind::Bytes,
        }
    }

    /// How much room it takes, roughly, so that a batch can be bounded.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Null | Self::Int(_) | Self::AssignedNumber => 8,
            Self::Text(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
        }
    }
}

/// The value itself, or the ticket number that was assigned in its place.
pub(super) fn resolved<'a>(value: &'a Value, number: &'a Value) -> &'a Value {
    if *value == Value::AssignedNumber {
        number
    } else {
        value
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Int(i64::from(flag))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The parameters of a query in the order of their numbers: `$1`, `$2`, ...
macro_rules! params {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::Value::from($value)),*] };
}
pub(super) use params;
