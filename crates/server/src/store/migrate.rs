//! The schema and its changes. They are part of the program, applied in order,
//! all that are missing in one transaction, and recorded in the table
//! `migrations`. There is no way back: that is what backups are for.

use std::sync::Arc;

use super::{StoreError, dialect::Dialect};

struct Migration {
    number: i64,
    name: &'static str,
    sql: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "0001_first_light",
        sql: include_str!("../../../../migrations/0001_first_light.sql"),
    },
    Migration {
        number: 2,
        name: "0002_publishing",
        sql: include_str!("../../../../migrations/0002_publishing.sql"),
    },
    Migration {
        number: 3,
        name: "0003_correction",
        sql: include_str!("../../../../migrations/0003_correction.sql"),
    },
    Migration {
        number: 4,
        name: "0004_contracts",
        sql: include_str!("../../../../migrations/0004_contracts.sql"),
    },
    Migration {
        number: 5,
        name: "0005_coverage",
        sql: include_str!("../../../../migrations/0005_coverage.sql"),
    },
    Migration {
        number: 6,
        name: "0006_severity",
        sql: include_str!("../../../../migrations/0006_severity.sql"),
    },
];

const RECORD: &str = "CREATE TABLE IF NOT EXISTS migrations (
  number     BIGINT NOT NULL,
  name       TEXT   NOT NULL,
  applied_at TEXT   NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (number)
)";
const LAST: &str = "SELECT COALESCE(MAX(number), 0) FROM migrations";
const APPLIED: &str = "INSERT INTO migrations (number, name) VALUES ($1, $2)";
/// Of several nodes that start together, one changes the schema at a time. The
/// number is arbitrary, but must stay the same for all versions.
const POSTGRES_LOCK: &str = "SELECT pg_advisory_xact_lock(5261347)";

/// What is missing in a database whose last migration is `found`.
fn missing(found: i64) -> Result<impl Iterator<Item = &'static Migration>, StoreError> {
    let known = MIGRATIONS.last().map_or(0, |last| last.number);
    if found > known {
        return Err(StoreError::SchemaNewer { found, known });
    }
    Ok(MIGRATIONS
        .iter()
        .filter(move |migration| migration.number > found))
}

pub(super) fn sqlite(connection: &mut rusqlite::Connection) -> Result<(), StoreError> {
    let tx = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    tx.execute_batch(RECORD)?;
    let found = tx.query_row(LAST, [], |row| row.get(0))?;
    for Migration { number, name, sql } in missing(found)? {
        tx.execute_batch(&Dialect::Sqlite.schema(sql))
            .and_then(|()| tx.execute(APPLIED, (number, name)))
            .map_err(|cause| StoreError::Migration {
                name,
                cause: Arc::new(cause),
            })?;
    }
    Ok(tx.commit()?)
}

pub(super) async fn postgres(client: &mut tokio_postgres::Client) -> Result<(), StoreError> {
    let tx = client.transaction().await?;
    tx.batch_execute(POSTGRES_LOCK).await?;
    tx.batch_execute(RECORD).await?;
    let found = tx.query_one(LAST, &[]).await?.try_get(0)?;
    for Migration { number, name, sql } in missing(found)? {
        let failed = |cause: tokio_postgres::Error| StoreError::Migration {
            name,
            cause: Arc::new(cause),
        };
        tx.batch_execute(&Dialect::Postgres.schema(sql))
            .await
            .map_err(failed)?;
        tx.execute(APPLIED, &[number, name]).await.map_err(failed)?;
    }
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_carries_every_file_of_the_folder_in_order() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations");
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| {
                file.unwrap()
                    .path()
                    .file_stem()
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        files.sort();
        let names: Vec<_> = MIGRATIONS.iter().map(|migration| migration.name).collect();
        assert_eq!(names, files);
        for (place, migration) in MIGRATIONS.iter().enumerate() {
            assert_eq!(migration.number, i64::try_from(place + 1).unwrap());
            assert!(
                migration
                    .name
                    .starts_with(&format!("{:04}_", migration.number))
            );
        }
    }

    #[test]
    fn a_database_is_brought_up_once_and_a_newer_one_refused() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        sqlite(&mut connection).unwrap();
        sqlite(&mut connection).unwrap();
        connection
            .execute(APPLIED, (99, "0099_from_the_future"))
            .unwrap();
        let error = sqlite(&mut connection).unwrap_err();
        let newest = MIGRATIONS.last().unwrap().number;
        assert!(
            matches!(error, StoreError::SchemaNewer { found: 99, known } if known == newest),
            "{error}"
        );
    }
}
