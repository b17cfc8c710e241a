//! The tables, each declared once: the struct of its rows is the declaration.
//! Everything that is written is rows of these tables. The SQL that makes them
//! stands in `migrations/`; a test compares the two on both databases.

use super::{
    AgentRow, AttachmentRow, AuditRow, BlobRow, ClockRow, ContactRow, ContractRow, CustomerRow,
    DeskAddressRow, DeskRow, DeskSettingRow, EventRow, LinkRow, MailRow, MailThreadRow, MessageRow,
    OnceRow, OutboxRow, PolicyDraftRow, PolicyRow, PublicationRow, RestatementRow, SessionRow,
    SigninFailureRow, StatementRow, TextRow, TicketHeadRow, TicketNumberCounterRow,
    TicketNumberRow, TicketRow, TimerRow, TokenRow,
};

/// A table: its name, its columns in order, and how many of them, from the
/// first on, are its primary key.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [Column],
    pub key_len: usize,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Int,
    Text,
    Bytes,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Int => "a number",
            Self::Text => "a text",
            Self::Bytes => "bytes",
        }
    }
}

impl Table {
    /// The columns of the primary key.
    #[must_use]
    pub fn key(&self) -> &'static [Column] {
        self.columns
            .get(..self.key_len)
            .expect("a key is no longer than its row: tested below")
    }

    /// Where a column stands in a row.
    #[must_use]
    pub fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known.name == column)
    }

    /// What a column holds; of an unknown one a text, which then does not fit.
    pub(super) fn kind(&self, column: &str) -> Kind {
        let place = self.place(column).and_then(|place| self.columns.get(place));
        place.map_or(Kind::Text, |column| column.kind)
    }
}

/// Every table but `migrations`, which belongs to [`migrate`](super::migrate).
pub const TABLES: &[&Table] = &[
    DeskRow::TABLE,
    DeskAddressRow::TABLE,
    PolicyRow::TABLE,
    PublicationRow::TABLE,
    PolicyDraftRow::TABLE,
    DeskSettingRow::TABLE,
    CustomerRow::TABLE,
    ContactRow::TABLE,
    ContractRow::TABLE,
    StatementRow::TABLE,
    RestatementRow::TABLE,
    AgentRow::TABLE,
    SessionRow::TABLE,
    LinkRow::TABLE,
    SigninFailureRow::TABLE,
    TokenRow::TABLE,
    AuditRow::TABLE,
    TicketHeadRow::TABLE,
    TicketNumberCounterRow::TABLE,
    TicketNumberRow::TABLE,
    EventRow::TABLE,
    TextRow::TABLE,
    BlobRow::TABLE,
    OnceRow::TABLE,
    TicketRow::TABLE,
    ClockRow::TABLE,
    MessageRow::TABLE,
    AttachmentRow::TABLE,
    TimerRow::TABLE,
    MailRow::TABLE,
    MailThreadRow::TABLE,
    OutboxRow::TABLE,
];

/// Declares a table by the struct of its rows: `Name in "table", key N { ... }`
/// where the first N fields are the primary key. The struct gets `TABLE`,
/// `COLUMNS` for a `SELECT`, `read`, and the row operations.
macro_rules! table {
    (
        $(#[$about:meta])*
        $row:ident in $table:literal, key $key_len:literal {
            $(#[$first_about:meta])* $first:ident: $first_kind:ty,
            $($(#[$field_about:meta])* $field:ident: $kind:ty,)*
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $row {
            $(#[$first_about])* pub $first: $first_kind,
            $($(#[$field_about])* pub $field: $kind,)*
        }

        impl $row {
            pub const TABLE: &'static $crate::store::Table = &$crate::store::Table {
                name: $table,
                columns: &[
                    $crate::store::Column {
                        name: stringify!($first),
                        kind: <$first_kind as $crate::store::Field>::KIND,
                    },
                    $($crate::store::Column {
                        name: stringify!($field),
                        kind: <$kind as $crate::store::Field>::KIND,
                    },)*
                ],
                key_len: $key_len,
            };

            /// The columns of a `SELECT` that [`Self::read`] understands, each
            /// under the table's full name, so that it fits into a join.
            pub const COLUMNS: &'static str = concat!(
                $table, ".", stringify!($first),
                $(", ", $table, ".", stringify!($field)),*
            );

            /// Reads the next columns of a row as this struct.
            ///
            /// # Errors
            ///
            /// When the database holds something else than the schema says.
            pub fn read(row: &mut $crate::store::Row) -> Result<Self, $crate::store::StoreError> {
                Ok(Self { $first: row.take()?, $($field: row.take()?,)* })
            }

            fn values(&self) -> Vec<$crate::store::Value> {
                vec![
                    $crate::store::Value::from(self.$first.clone()),
                    $($crate::store::Value::from(self.$field.clone()),)*
                ]
            }

            /// Writes the row; one with the same key already there is an error.
            #[must_use]
            pub fn insert(&self) -> $crate::store::RowOp {
                $crate::store::RowOp::Insert(Self::TABLE, self.values())
            }

            /// Writes the row in place of the one with the same key, if any.
            #[must_use]
            pub fn upsert(&self) -> $crate::store::RowOp {
                $crate::store::RowOp::Upsert(Self::TABLE, self.values())
            }

            /// Writes the row unless one with the same key is there already.
            #[must_use]
            pub fn ensure(&self) -> $crate::store::RowOp {
                $crate::store::RowOp::Ensure(Self::TABLE, self.values())
            }
        }
    };
}
pub(super) use table;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_begins_with_the_desk_and_fits_its_row() {
        for table in TABLES {
            assert_eq!(table.columns[0].name, "desk", "{}", table.name);
            assert!(
                (1..=table.columns.len()).contains(&table.key_len),
                "{}",
                table.name
            );
            assert!(
                table.key().iter().all(|column| column.kind != Kind::Bytes),
                "{}",
                table.name
            );
        }
    }

    #[test]
    fn a_select_names_its_table() {
        assert_eq!(
            TimerRow::COLUMNS,
            "timers.desk, timers.ticket, timers.fire_at"
        );
    }
}
