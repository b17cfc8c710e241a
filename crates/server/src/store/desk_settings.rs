//! What a desk asks for, by name. What a setting means is not known here.

use super::{Row, Store, StoreError, params, table};

table! {
    DeskSettingRow in "desk_settings", key 2 {
        desk: String,
        setting: String,
        value: String,
    }
}

impl Store {
    pub async fn desk_setting(
        &self,
        desk: &str,
        setting: &str,
    ) -> Result<Option<String>, StoreError> {
        let sql = "SELECT value FROM desk_settings WHERE desk = $1 AND setting = $2";
        self.row(sql, params![desk, setting], Row::take).await
    }
}
