//! Customers: the companies that bought support.

use super::{Store, StoreError, params, table};

table! {
    CustomerRow in "customers", key 2 {
        desk: String,
        customer: String,
        name: String,
        zone: String,
        language: String,
        active: bool,
        created_at: i64,
    }
}

impl Store {
    pub async fn customer_by_id(
        &self,
        desk: &str,
        customer: &str,
    ) -> Result<Option<CustomerRow>, StoreError> {
        let sql = select("customer = $2");
        self.row(sql, params![desk, customer], CustomerRow::read)
            .await
    }

    /// By the name, exactly; of several with one name the oldest.
    pub async fn customer_by_name(
        &self,
        desk: &str,
        name: &str,
    ) -> Result<Option<CustomerRow>, StoreError> {
        let sql = select("name = $2 ORDER BY created_at, customer LIMIT 1");
        let customers = self.rows(sql, params![desk, name], CustomerRow::read);
        Ok(customers.await?.into_iter().next())
    }

    /// All customers by name, from after that name and id on.
    pub async fn customers(
        &self,
        desk: &str,
        after: Option<(&str, &str)>,
        limit: i64,
    ) -> Result<Vec<CustomerRow>, StoreError> {
        let (name, customer) = after.unwrap_or_default();
        let sql = select("(name, customer) > ($2, $3) ORDER BY name, customer LIMIT $4");
        self.rows(sql, params![desk, name, customer, limit], CustomerRow::read)
            .await
    }
}

fn select(rest: &str) -> String {
    format!(
        "SELECT {} FROM customers WHERE desk = $1 AND {rest}",
        CustomerRow::COLUMNS
    )
}
