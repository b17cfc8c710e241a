//! The tables as declared in the code are the tables in the databases.

use std::collections::BTreeMap;

use server::store::{Kind, Store, StoreError, TABLES};

/// Per table its columns as name and kind, and how many are the key.
type Schema = BTreeMap<String, (Vec<(String, Kind)>, usize)>;

fn declared() -> Schema {
    let tables = TABLES.iter().map(|table| {
        let columns = table
            .columns
            .iter()
            .map(|column| (column.name.to_owned(), column.kind));
        (table.name.to_owned(), (columns.collect(), table.key_len))
    });
    tables.collect()
}

fn kind(name: &str) -> Kind {
    match name.to_lowercase().as_str() {
        "bigint" => Kind::Int,
        "text" => Kind::Text,
        "blob" | "bytea" => Kind::Bytes,
        other => panic!("a column of kind {other}"),
    }
}

#[tokio::test]
async fn sqlite_has_the_declared_tables() {
    let fresh = crate::sqlite().await;
    let connection = rusqlite::Connection::open(&fresh.place).unwrap();
    let sql = "SELECT m.name, c.name, c.type, c.pk FROM sqlite_master m, pragma_table_info(m.name) c \
               WHERE m.type = 'table' AND m.name NOT IN ('migrations') \
               AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid";
    let mut found = Schema::new();
    let mut statement = connection.prepare(sql).unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let table = found.entry(row.get(0).unwrap()).or_default();
        table
            .0
            .push((row.get(1).unwrap(), kind(&row.get::<_, String>(2).unwrap())));
        let key_place = usize::from(row.get::<_, u16>(3).unwrap());
        if key_place > 0 {
            table.1 += 1;
            assert_eq!(
                key_place,
                table.0.len(),
                "the key is the first columns in their order"
            );
        }
    }
    assert_eq!(found, declared());
}

#[tokio::test]
async fn postgres_has_the_declared_tables() {
    let fresh = crate::postgres().await;
    let (client, connection) = tokio_postgres::connect(&fresh.place, tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    let sql = "SELECT c.table_name::TEXT, c.column_name::TEXT, c.data_type::TEXT, \
               k.ordinal_position IS NOT NULL FROM information_schema.columns c \
               LEFT JOIN information_schema.key_column_usage k ON k.table_name = c.table_name \
               AND k.column_name = c.column_name AND k.constraint_name LIKE '%_pkey' \
               WHERE c.table_schema = 'public' AND c.table_name <> 'migrations' \
               ORDER BY c.table_name, c.ordinal_position";
    let mut found = Schema::new();
    for row in client.query(sql, &[]).await.unwrap() {
        let table = found.entry(row.get(0)).or_default();
        table.0.push((row.get(1), kind(row.get(2))));
        table.1 += usize::from(row.get::<_, bool>(3));
    }
    assert_eq!(found, declared());
}

#[tokio::test]
async fn a_database_can_be_opened_again_but_not_one_of_a_newer_program() {
    let fresh = crate::sqlite().await;
    assert!(fresh.schema().await.unwrap() >= 1);
    let path = std::path::Path::new(&fresh.place);
    Store::open_sqlite(path)
        .await
        .unwrap()
        .ping()
        .await
        .unwrap();
    let newer = "INSERT INTO migrations (number, name) VALUES (999, 'newer')";
    rusqlite::Connection::open(path)
        .unwrap()
        .execute(newer, [])
        .unwrap();
    let error = Store::open_sqlite(path).await.err().unwrap();
    assert!(
        matches!(error, StoreError::SchemaNewer { found: 999, .. }),
        "{error}"
    );

    let fresh = crate::postgres().await;
    assert!(fresh.schema().await.unwrap() >= 1);
    Store::open_postgres(&fresh.place)
        .await
        .unwrap()
        .ping()
        .await
        .unwrap();
    let (client, connection) = tokio_postgres::connect(&fresh.place, tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client.execute(newer, &[]).await.unwrap();
    let error = Store::open_postgres(&fresh.place).await.err().unwrap();
    assert!(
        matches!(error, StoreError::SchemaNewer { found: 999, .. }),
        "{error}"
    );
}

#[tokio::test]
async fn what_cannot_be_opened_says_what_to_do() {
    let nowhere = std::path::Path::new("/nowhere/at/all/mainstay.db");
    let error = Store::open_sqlite(nowhere).await.err().unwrap();
    assert_eq!(
        error.to_string(),
        "cannot open the database /nowhere/at/all/mainstay.db"
    );
    let error = Store::open_postgres("nonsense").await.err().unwrap();
    assert!(matches!(error, StoreError::Url(_)), "{error}");
    let error = Store::open_postgres("postgres://x@/x?host=/nowhere")
        .await
        .err()
        .unwrap();
    assert!(matches!(error, StoreError::Unreachable(_)), "{error}");
}
