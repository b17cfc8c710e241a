//! Contents of files, by desk and digest: the same file sent ten times is kept
//! once per desk. Write them with `ensure`.

use super::{Row, Store, StoreError, params, table};

table! {
    BlobRow in "blobs", key 2 {
        desk: String,
        digest: String,
        bytes: Vec<u8>,
    }
}

impl Store {
    pub async fn blob(&self, desk: &str, digest: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT bytes FROM blobs WHERE desk = $1 AND digest = $2";
        let blobs = self.rows(sql, params![desk, digest], Row::take).await?;
        Ok(blobs.into_iter().next())
    }
}
