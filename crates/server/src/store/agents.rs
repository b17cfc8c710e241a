//! Agents: the people of the vendor's staff. Addresses are kept in lower case.

use super::{RowOp, Store, StoreError, Write, WriteError, params, table};

table! {
    AgentRow in "agents", key 2 {
        desk: String,
        agent: String,
        name: String,
        address: String,
        language: String,
        zone: String,
        level: i64,
        role: String,
        password_hash: Option<String>,
        active: bool,
        created_at: i64,
    }
}

impl AgentRow {
    /// The row as it is stored: with its address in lower case.
    #[must_use]
    pub fn normalised(mut self) -> Self {
        self.address = self.address.to_lowercase();
        self
    }
}

impl Store {
    pub async fn agent_by_id(
        &self,
        desk: &str,
        agent: &str,
    ) -> Result<Option<AgentRow>, StoreError> {
        self.row(
            select("AND agent = $2"),
            params![desk, agent],
            AgentRow::read,
        )
        .await
    }

    /// By the address, in upper or lower case.
    pub async fn agent_by_address(
        &self,
        desk: &str,
        address: &str,
    ) -> Result<Option<AgentRow>, StoreError> {
        let address = address.to_lowercase();
        self.row(
            select("AND address = $2"),
            params![desk, address],
            AgentRow::read,
        )
        .await
    }

    /// All agents, those who left included, by name.
    pub async fn agents(&self, desk: &str) -> Result<Vec<AgentRow>, StoreError> {
        self.few(
            select("ORDER BY name, agent"),
            params![desk],
            AgentRow::read,
        )
        .await
    }

    /// # Errors
    ///
    /// [`StoreError::Duplicate`] when the id or the address is in use.
    pub async fn agent_insert(&self, agent: &AgentRow) -> Result<(), WriteError> {
        self.agent_write(agent.clone().normalised().insert()).await
    }

    /// # Errors
    ///
    /// [`StoreError::Duplicate`] when another agent has the address.
    pub async fn agent_upsert(&self, agent: &AgentRow) -> Result<(), WriteError> {
        self.agent_write(agent.clone().normalised().upsert()).await
    }

    async fn agent_write(&self, row: RowOp) -> Result<(), WriteError> {
        self.write(Write::rows([row])).await.map(|_| ())
    }
}

fn select(rest: &str) -> String {
    format!(
        "SELECT {} FROM agents WHERE desk = $1 {rest}",
        AgentRow::COLUMNS
    )
}
