//! Contracts, and what they say: rows that are only ever added. What governs an
//! instant is not decided here.

use super::{Row, Store, StoreError, params, table};

table! {
    ContractRow in "contracts", key 2 {
        desk: String,
        contract: String,
        customer: String,
        /// How people call it.
        name: String,
        created_at: i64,
        /// How many were recorded: a gate for the next.
        statements: i64,
        /// When the customer is to be told that it will lapse; `None`: nothing is to
        /// be told, or it was.
        notice_at: Option<i64>,
    }
}

table! {
    StatementRow in "contract_statements", key 3 {
        desk: String,
        contract: String,
        statement: String,
        from_at: i64,
        /// `None`: no end is agreed.
        until_at: Option<i64>,
        recorded_at: i64,
        /// `agent:ID`, `command line`, or what else recorded it.
        recorded_by: String,
        /// `in_force`, `suspended` or `ended`.
        says: String,
        plan: Option<String>,
        overrides: String,
        /// When it was signed, if that is known.
        signed_at: Option<i64>,
        reason: Option<String>,
        /// Up to which ticket it was applied; `None`: none is left.
        applied_after: Option<String>,
    }
}

table! {
    RestatementRow in "contract_restatements", key 4 {
        desk: String,
        contract: String,
        statement: String,
        ticket: String,
        restated_at: i64,
    }
}

/// A statement, and the contract it belongs to.
pub type ContractRead = (ContractRow, StatementRow);

impl Store {
    /// Every statement of every contract of a customer: contract by contract, each in
    /// the order in which they were recorded.
    pub async fn contracts_of_customer(
        &self,
        desk: &str,
        customer: &str,
    ) -> Result<Vec<ContractRead>, StoreError> {
        let sql = joined("contracts.desk = $1 AND contracts.customer = $2");
        self.rows(sql, params![desk, customer], both).await
    }

    /// As [`Store::contracts_of_customer`], of all customers that [`Store::customers`]
    /// lists from the first to the last.
    pub async fn contracts_of_customers(
        &self,
        desk: &str,
        first: (&str, &str),
        last: (&str, &str),
    ) -> Result<Vec<ContractRead>, StoreError> {
        let sql = joined(
            "contracts.desk = $1 AND contracts.customer IN \
             (SELECT customer FROM customers WHERE customers.desk = $1 \
              AND (customers.name, customers.customer) >= ($2, $3) \
              AND (customers.name, customers.customer) <= ($4, $5))",
        );
        let params = params![desk, first.0, first.1, last.0, last.1];
        self.rows(sql, params, both).await
    }

    /// Every statement of one contract.
    pub async fn contract(
        &self,
        desk: &str,
        contract: &str,
    ) -> Result<Vec<ContractRead>, StoreError> {
        let sql = joined("contracts.desk = $1 AND contracts.contract = $2");
        self.rows(sql, params![desk, contract], both).await
    }

    /// Of all desks, the statements that are still to be applied to tickets, the one
    /// recorded first before the others.
    pub async fn statements_applying(&self, limit: i64) -> Result<Vec<StatementRow>, StoreError> {
        let sql = format!(
            "SELECT {} FROM contract_statements WHERE applied_after IS NOT NULL \
             ORDER BY recorded_at, desk, contract, statement LIMIT $1",
            StatementRow::COLUMNS
        );
        self.rows(sql, params![limit], StatementRow::read).await
    }

    /// Of all desks, the contracts of whose end the customer is to be told by now, the
    /// one that is longest due before the others.
    pub async fn contracts_noticing(
        &self,
        now: i64,
        limit: i64,
    ) -> Result<Vec<ContractRow>, StoreError> {
        let sql = format!(
            "SELECT {} FROM contracts WHERE notice_at IS NOT NULL AND notice_at <= $1 \
             ORDER BY notice_at, desk, contract LIMIT $2",
            ContractRow::COLUMNS
        );
        self.rows(sql, params![now, limit], ContractRow::read).await
    }

    /// A customer's tickets received from an instant until before another, by identity,
    /// from after that one on.
    pub async fn tickets_received(
        &self,
        desk: &str,
        customer: &str,
        (from, until): (i64, i64),
        after: &str,
        limit: i64,
    ) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT ticket FROM tickets WHERE desk = $1 AND customer = $2 \
             AND received_at >= $3 AND received_at < $4 AND ticket > $5 ORDER BY ticket LIMIT $6";
        let params = params![desk, customer, from, until, after, limit];
        self.rows(sql.to_owned(), params, Row::take).await
    }

    /// Which tickets the statements of a contract restated, oldest statement first.
    pub async fn contract_restatements(
        &self,
        desk: &str,
        contract: &str,
    ) -> Result<Vec<RestatementRow>, StoreError> {
        let sql = format!(
            "SELECT {} FROM contract_restatements WHERE desk = $1 AND contract = $2 \
             ORDER BY statement, ticket",
            RestatementRow::COLUMNS
        );
        self.rows(sql, params![desk, contract], RestatementRow::read)
            .await
    }

    pub async fn contract_statement(
        &self,
        desk: &str,
        contract: &str,
        statement: &str,
    ) -> Result<Option<StatementRow>, StoreError> {
        let sql = format!(
            "SELECT {} FROM contract_statements \
             WHERE desk = $1 AND contract = $2 AND statement = $3",
            StatementRow::COLUMNS
        );
        self.row(sql, params![desk, contract, statement], StatementRow::read)
            .await
    }
}

fn joined(conditions: &str) -> String {
    format!(
        "SELECT {}, {} FROM contracts JOIN contract_statements \
         ON contract_statements.desk = contracts.desk \
         AND contract_statements.contract = contracts.contract \
         WHERE {conditions} ORDER BY contracts.contract, \
         contract_statements.recorded_at, contract_statements.statement",
        ContractRow::COLUMNS,
        StatementRow::COLUMNS
    )
}

fn both(row: &mut Row) -> Result<ContractRead, StoreError> {
    Ok((ContractRow::read(row)?, StatementRow::read(row)?))
}
