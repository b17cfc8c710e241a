//! The people of an example desk.

use domain::{AgentId, ContactId, Contract, CustomerId, DeskName};
use sla::policy::Policy;

use super::Login;
use super::contracts::contract;
use super::desks::Example;
use super::dice::Dice;
use crate::app::App;
use crate::error::AppError;
use crate::store::{AgentRow, ContactRow, CustomerRow, RowOp, TokenRow, Write};

/// Everybody at a desk and its customers.
pub(super) struct Cast {
    pub(super) agents: Vec<(AgentId, AgentRow)>,
    pub(super) contacts: Vec<Client>,
}

/// A contact, with what their company bought.
pub(super) struct Client {
    pub(super) contact: ContactId,
    pub(super) customer: CustomerId,
    pub(super) contract: Contract,
    pub(super) row: ContactRow,
}

pub(super) async fn create(
    app: &App,
    desk: &DeskName,
    example: &Example,
    password: &str,
    dice: &mut Dice,
) -> Result<Cast, AppError> {
    let now = app.now().as_microsecond();
    let policy = app.policy_at(desk, app.now()).await?;
    let mut rows: Vec<RowOp> = Vec::new();
    let mut customers: Vec<(CustomerId, Contract)> = Vec::new();
    for ((name, zone), place) in example.customers.iter().zip(0_usize..) {
        let (id, plan) = (CustomerId(dice.id()), plan(&policy, place));
        let row = CustomerRow {
            desk: example.desk.to_owned(),
            customer: id.to_string(),
            name: (*name).to_owned(),
            zone: (*zone).to_owned(),
            language: example.language.to_owned(),
            active: true,
            created_at: now,
        };
        rows.push(row.insert());
        let bought = contract(example.desk, id, name, place, plan, app.now())?;
        rows.extend(bought.1);
        customers.push((id, bought.0));
    }
    let mut contacts = Vec::new();
    for (name, place) in example.contacts.iter().zip(0_usize..) {
        let Some((customer, contract)) = customers.get(place % customers.len().max(1)) else {
            continue;
        };
        let company = example
            .customers
            .get(place % customers.len())
            .map_or("", |(name, _)| name);
        let id = ContactId(dice.id());
        let row = ContactRow {
            desk: example.desk.to_owned(),
            contact: id.to_string(),
            customer: customer.to_string(),
            name: (*name).to_owned(),
            address: format!(
                "{}@{}.example.com",
                plain(name),
                plain(company).replace('.', "-")
            ),
            language: example.language.to_owned(),
            manager: place < customers.len(),
            password_hash: Some(password.to_owned()),
            active: true,
            created_at: now,
        };
        rows.push(row.insert());
        contacts.push(Client {
            contact: id,
            customer: *customer,
            contract: contract.clone(),
            row,
        });
    }
    let mut agents = Vec::new();
    for (name, place) in example.agents.iter().zip(0_i64..) {
        let id = AgentId(dice.id());
        let row = AgentRow {
            desk: example.desk.to_owned(),
            agent: id.to_string(),
            name: (*name).to_owned(),
            address: format!("{}@{}.example.com", plain(name), example.desk),
            language: example.language.to_owned(),
            zone: example.zone.to_owned(),
            level: place.clamp(0, 2) + 1,
            role: if place == 1 { "supervisor" } else { "agent" }.to_owned(),
            password_hash: Some(password.to_owned()),
            active: true,
            created_at: now,
        };
        rows.push(row.insert());
        agents.push((id, row));
    }
    app.store().write(Write::rows(rows)).await?;
    Ok(Cast { agents, contacts })
}

/// The plans of the policy, dealt out to the customers in turn.
fn plan(policy: &Policy, place: usize) -> Option<String> {
    let plans = policy.plans();
    plans
        .get(place.checked_rem(plans.len())?)
        .map(|plan| plan.id.clone())
}

/// `Chloé Rochat` as the local part of an address: `chloe.rochat`.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    for letter in name.to_lowercase().chars() {
        match letter {
            'a'..='z' | '0'..='9' => plain.push(letter),
            'é' | 'è' | 'ê' => plain.push('e'),
            'å' => plain.push('a'),
            _ if plain.ends_with('.') => {}
            _ => plain.push('.'),
        }
    }
    plain.trim_matches('.').to_owned()
}

/// Makes the desk's token and gathers who to sign in as.
pub(super) async fn login(
    app: &App,
    desk: &DeskName,
    example: &Example,
    cast: &Cast,
) -> Result<Login, AppError> {
    // A demo's token is known to everybody, like its passwords.
    let token = format!("mst_{}_demo", example.desk);
    let agent = cast.agents.first().ok_or(AppError::NotFound("agent"))?;
    let row = TokenRow {
        desk: desk.as_str().to_owned(),
        digest: crate::web::digest(&token),
        name: "demo".to_owned(),
        agent: agent.1.agent.clone(),
        scopes: "tickets:read tickets:write customers:read customers:write".to_owned(),
        active: true,
        created_at: app.now().as_microsecond(),
    };
    app.store().write(Write::rows([row.insert()])).await?;
    let address = |agent: Option<&(AgentId, AgentRow)>| {
        agent
            .map(|(_, agent)| agent.address.clone())
            .unwrap_or_default()
    };
    Ok(Login {
        desk: example.desk.to_owned(),
        name: example.name.to_owned(),
        agent: address(cast.agents.first()),
        supervisor: address(cast.agents.get(1)),
        contact: cast
            .contacts
            .first()
            .map(|client| client.row.address.clone())
            .unwrap_or_default(),
        token,
    })
}
