//! The few statements that differ between the two databases, side by side, and
//! the texts made from the tables. SQLite writes row by row on its own thread,
//! PostgreSQL many rows with one statement through `UNNEST`. Queries are not
//! here: they are one text for both.

use super::table::{Column, Kind, Table};

/// What is to be done with rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Shape {
    /// Goes first in a batch, hence its place in this list.
    Delete {
        key_len: usize,
    },
    Insert,
    Ensure,
    Upsert,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// The schema as this database writes it.
    pub(super) fn schema(self, sql: &str) -> String {
        match self {
            Self::Sqlite => sql.replace(" BYTES ", " BLOB "),
            Self::Postgres => sql.replace(" BYTES ", " BYTEA "),
        }
    }

    /// Writes one row (SQLite) or as many as the arrays are long (PostgreSQL).
    /// The parameters are the columns, for a deletion those of the key.
    pub(super) fn rows(self, table: &Table, shape: Shape) -> String {
        let (name, columns) = (table.name, table.columns);
        if let Shape::Delete { key_len } = shape {
            return self.delete(name, columns.get(..key_len).unwrap_or(columns));
        }
        let names = list(columns, |_, column| column.name.to_owned());
        let source = match self {
            Self::Sqlite => format!("VALUES ({})", list(columns, |place, _| format!("${place}"))),
            Self::Postgres => format!("SELECT * FROM UNNEST({})", arrays(columns)),
        };
        let conflict = match shape {
            Shape::Upsert => replace(table),
            Shape::Ensure => keep(table),
            Shape::Insert | Shape::Delete { .. } => String::new(),
        };
        format!("INSERT INTO {name} ({names}) {source}{conflict}")
    }

    fn delete(self, name: &str, key: &[Column]) -> String {
        match self {
            Self::Sqlite => {
                let same = join(key, " AND ", |place, column| {
                    format!("{} = ${place}", column.name)
                });
                format!("DELETE FROM {name} WHERE {same}")
            }
            Self::Postgres => {
                let same = join(key, " AND ", |_, Column { name: column, .. }| {
                    format!("{name}.{column} = given.{column}")
                });
                let given = list(key, |_, column| column.name.to_owned());
                format!(
                    "DELETE FROM {name} USING UNNEST({}) AS given ({given}) WHERE {same}",
                    arrays(key)
                )
            }
        }
    }

    /// Sets columns of one row (SQLite) or of many (PostgreSQL) where `column`
    /// still is what the caller saw. The parameters are the key, what was seen,
    /// and the new values; on PostgreSQL a place in the batch comes before
    /// them and is returned for each row that was changed.
    pub(super) fn claim(self, table: &Table, seen: &str, set: &[&str]) -> String {
        let (name, key) = (table.name, table.key());
        match self {
            Self::Sqlite => {
                let first = key.len() + 2;
                let news = set.iter().enumerate();
                let news: Vec<_> = news
                    .map(|(i, new)| format!("{new} = ${}", first + i))
                    .collect();
                let same = join(key, " AND ", |place, column| {
                    format!("{} = ${place}", column.name)
                });
                format!(
                    "UPDATE {name} SET {} WHERE {same} AND {seen} IS NOT DISTINCT FROM ${}",
                    news.join(", "),
                    key.len() + 1
                )
            }
            Self::Postgres => {
                let rest = [seen].into_iter().chain(set.iter().copied());
                let kinds = key.iter().map(|column| column.kind);
                let arrays: Vec<_> = kinds
                    .chain(rest.map(|column| table.kind(column)))
                    .enumerate()
                    .map(|(i, kind)| format!("${}::{}[]", i + 2, postgres_type(kind)))
                    .collect();
                let keys = list(key, |place, _| format!("key{place}"));
                let news: Vec<_> = (0..set.len()).map(|i| format!("new{i}")).collect();
                let changes: Vec<_> = set
                    .iter()
                    .zip(&news)
                    .map(|(column, new)| format!("{column} = {new}"))
                    .collect();
                let same = join(key, " AND ", |place, column| {
                    format!("{name}.{} = given.key{place}", column.name)
                });
                format!(
                    "UPDATE {name} SET {} FROM UNNEST($1::BIGINT[], {}) \
                     AS given (place, {keys}, seen, {}) \
                     WHERE {same} AND {name}.{seen} IS NOT DISTINCT FROM given.seen \
                     RETURNING given.place",
                    changes.join(", "),
                    arrays.join(", "),
                    news.join(", ")
                )
            }
        }
    }
}

fn postgres_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Int => "BIGINT",
        Kind::Text => "TEXT",
        Kind::Bytes => "BYTEA",
    }
}

fn arrays(columns: &[Column]) -> String {
    list(columns, |place, column| {
        format!("${place}::{}[]", postgres_type(column.kind))
    })
}

fn replace(table: &Table) -> String {
    let rest = table.columns.get(table.key_len..).unwrap_or_default();
    if rest.is_empty() {
        return keep(table);
    }
    let news = list(rest, |_, Column { name, .. }| {
        format!("{name} = excluded.{name}")
    });
    format!("{} DO UPDATE SET {news}", conflict(table))
}

fn keep(table: &Table) -> String {
    format!("{} DO NOTHING", conflict(table))
}

fn conflict(table: &Table) -> String {
    format!(
        " ON CONFLICT ({})",
        list(table.key(), |_, column| column.name.to_owned())
    )
}

fn list(columns: &[Column], part: impl Fn(usize, &Column) -> String) -> String {
    join(columns, ", ", part)
}

/// Joins a part for each column; places count from 1, as parameters do.
fn join(columns: &[Column], between: &str, part: impl Fn(usize, &Column) -> String) -> String {
    let parts: Vec<_> = columns
        .iter()
        .enumerate()
        .map(|(i, column)| part(i + 1, column))
        .collect();
    parts.join(between)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{DeskAddressRow, TimerRow};

    #[test]
    fn the_two_write_the_same_rows_each_in_its_way() {
        let table = TimerRow::TABLE;
        assert_eq!(
            Dialect::Sqlite.rows(table, Shape::Upsert),
            "INSERT INTO timers (desk, ticket, fire_at) VALUES ($1, $2, $3) \
             ON CONFLICT (desk, ticket) DO UPDATE SET fire_at = excluded.fire_at"
        );
        assert_eq!(
            Dialect::Postgres.rows(table, Shape::Upsert),
            "INSERT INTO timers (desk, ticket, fire_at) \
             SELECT * FROM UNNEST($1::TEXT[], $2::TEXT[], $3::BIGINT[]) \
             ON CONFLICT (desk, ticket) DO UPDATE SET fire_at = excluded.fire_at"
        );
        assert_eq!(
            Dialect::Postgres.rows(table, Shape::Delete { key_len: 2 }),
            "DELETE FROM timers USING UNNEST($1::TEXT[], $2::TEXT[]) AS given (desk, ticket) \
             WHERE timers.desk = given.desk AND timers.ticket = given.ticket"
        );
    }

    #[test]
    fn a_row_that_is_all_key_has_nothing_to_replace() {
        let text = Dialect::Sqlite.rows(DeskAddressRow::TABLE, Shape::Upsert);
        assert!(
            text.ends_with("ON CONFLICT (desk, address) DO NOTHING"),
            "{text}"
        );
    }

    #[test]
    fn a_claim_compares_before_it_sets() {
        let table = TimerRow::TABLE;
        assert_eq!(
            Dialect::Sqlite.claim(table, "fire_at", &["fire_at"]),
            "UPDATE timers SET fire_at = $4 WHERE desk = $1 AND ticket = $2 \
             AND fire_at IS NOT DISTINCT FROM $3"
        );
    }
}
