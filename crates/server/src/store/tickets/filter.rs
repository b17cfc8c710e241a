//! What a list of tickets is narrowed to.

use crate::store::Value;

/// All conditions must hold; the default has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketFilter {
    pub whose: Whose,
    pub waiting: Option<bool>,
    pub status: Option<String>,
    pub severity: Option<i64>,
    pub customer: Option<String>,
    pub requester: Option<String>,
    /// Something must be due before that instant.
    pub due_before: Option<i64>,
    /// The decision on coverage.
    pub coverage: Option<String>,
    /// Only those whose decision on coverage is disputed.
    pub disputed: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    #[default]
    Anybodys,
    Assignee(String),
    Unassigned,
}

impl TicketFilter {
    /// Flags stand in the text, so that the partial indexes are found.
    pub(super) fn add_to(&self, conditions: &mut String, params: &mut Vec<Value>) {
        let mut equal = |column: &str, comparison: &str, value: Option<Value>| {
            if let Some(value) = value {
                params.push(value);
                conditions.push_str(&format!(
                    " AND tickets.{column} {comparison} ${}",
                    params.len()
                ));
            }
        };
        let assignee = match &self.whose {
            Whose::Assignee(agent) => Some(Value::from(agent)),
            Whose::Anybodys | Whose::Unassigned => None,
        };
        equal("assignee", "=", assignee);
        equal("status", "=", self.status.as_ref().map(Value::from));
        equal("severity", "=", self.severity.map(Value::from));
        equal("customer", "=", self.customer.as_ref().map(Value::from));
        equal("requester", "=", self.requester.as_ref().map(Value::from));
        equal("coverage", "=", self.coverage.as_ref().map(Value::from));
        equal("next_due_at", "<", self.due_before.map(Value::from));
        if self.whose == Whose::Unassigned {
            conditions.push_str(" AND tickets.assignee IS NULL");
        }
        if self.disputed {
            conditions.push_str(" AND tickets.disputed = 1");
        }
        match self.waiting {
            Some(true) => conditions.push_str(" AND tickets.waiting = 1"),
            Some(false) => conditions.push_str(" AND tickets.waiting = 0"),
            None => {}
        }
    }
}
