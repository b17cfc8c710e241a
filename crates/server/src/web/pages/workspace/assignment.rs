//! `POST .../assignment`: who works on it.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::{AgentId, Command};

use super::act_on::Form;
use crate::web::{Fields, PageError, Staff, Web};

pub(super) async fn change(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let agent: Option<AgentId> = fields.parsed("agent")?;
    if let Some(agent) = agent {
        let id = agent.to_string();
        let found = web.app().store().agent_by_id(&staff.desk.desk, &id).await?;
        found
            .filter(|agent| agent.active)
            .ok_or(PageError::BadForm("agent"))?;
    }
    let form = Form {
        web: &web,
        staff: &staff,
        number: &number,
        noun: "assignment",
        fields,
    };
    let seen = form.seen()?;
    let command = Command::AssignTicket { agent, seen };
    form.obey(command, Vec::new(), "flash-assigned").await
}
