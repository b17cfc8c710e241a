//! How a policy version comes into force: proposed, approved where the desk asks
//! for a second person, announced, and withdrawn before it takes effect. The rules
//! are [`domain::may_take_effect`]'s; here they meet the store.

use std::sync::Arc;

use domain::{ContactId, DeskName, Notice, NoticeKind, Recipient, Refusal};
use jiff::Timestamp;
use sla::policy::{Audience, Change, Policy, Running, diff};

use super::{App, outbox_row, policies};
use crate::error::AppError;
use crate::store::{AuditRow, DeskRow, Gate, PolicyRow, PublicationRow, RowOp, Value, Write};

/// The setting by which a desk asks for a second person: `yes` or `no`.
pub const SECOND_PERSON: &str = "publishing_needs_second_person";

/// How many contacts are told in one transaction.
pub(crate) const ANNOUNCED_MAX: i64 = 200;

pub(super) const PROPOSED: &str = "proposed";
const PUBLISHED: &str = "published";
const WITHDRAWN: &str = "withdrawn";

/// A policy text that is to come into force.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub source: String,
    /// `None`: as soon as the notice period allows.
    pub effective_at: Option<Timestamp>,
    /// `agent:ID` or `command line`.
    pub by: String,
    /// Why it comes sooner than the notice period allows, if it does.
    pub reason: Option<String>,
}

impl App {
    /// Proposes a version, and publishes it at once where the desk asks for no
    /// second person. What was proposed and not approved, or was withdrawn, may be
    /// proposed anew.
    ///
    /// # Errors
    /// As [`domain::may_take_effect`]; [`Refusal::PublishedBefore`]; when the text
    /// has errors, or the store fails.
    pub async fn propose_policy(
        &self,
        desk: &DeskName,
        proposal: &Proposal,
    ) -> Result<PublicationRow, AppError> {
        let now = self.now();
        let policy = policies::read(desk, "to be published", &proposal.source)?;
        let version = policy.version().to_owned();
        let known = self.not_published(desk, &version).await?;
        let in_force = self.replaced(desk, now).await?;
        let earliest = || {
            in_force
                .as_ref()
                .map_or(now, |one| one.change_earliest_at(now))
        };
        let effective_at = proposal.effective_at.unwrap_or_else(earliest);
        let reason = proposal.reason.as_deref();
        domain::may_take_effect(&policy, in_force.as_deref(), now, effective_at, reason)?;
        let row = PublicationRow {
            desk: desk.as_str().to_owned(),
            version,
            state: PROPOSED.to_owned(),
            replaces: in_force.map(|policy| policy.version().to_owned()),
            effective_at: effective_at.as_microsecond(),
            proposed_by: proposal.by.clone(),
            proposed_at: now.as_microsecond(),
            reason: proposal.reason.clone(),
            approved_by: None,
            published_at: None,
            withdrawn_by: None,
            withdrawn_at: None,
            withdrawn_why: None,
            announced_after: None,
            announced_at: None,
            taken_after: None,
            corrects: None,
        };
        self.put_forward(desk, row, &policy, known).await
    }

    /// Puts a proposed version into force from its effective instant on.
    ///
    /// # Errors
    /// [`Refusal::NotProposed`], [`Refusal::SecondPersonNeeded`], and what may have
    /// come in the way since: [`domain::may_take_effect`], or of a correction
    /// [`domain::may_correct`] and [`Refusal::CorrectsThePast`].
    pub async fn approve_policy(
        &self,
        desk: &DeskName,
        version: &str,
        by: &str,
    ) -> Result<PublicationRow, AppError> {
        let now = self.now();
        let known = self.known(desk, version).await?;
        if known.state != PROPOSED {
            return Err(Refusal::NotProposed.into());
        }
        domain::may_approve(&known.proposed_by, by)?;
        let policy = self.policy(desk, version).await?;
        let in_force = self.replaced(desk, now).await?;
        let reason = known.reason.as_deref();
        let effective_at = instant(known.effective_at);
        match &known.corrects {
            Some(wrong) => {
                let wrong = in_force.filter(|policy| policy.version() == wrong);
                let wrong = wrong.ok_or(Refusal::CorrectsThePast)?;
                domain::may_correct(&policy, &wrong, reason.unwrap_or_default())?;
            }
            None => {
                domain::may_take_effect(&policy, in_force.as_deref(), now, effective_at, reason)?;
            }
        }
        let row = published(known.clone(), &policy, Some(by), now);
        let write = self.publishing(&row, by);
        let set = vec![
            ("state", Value::from(PUBLISHED)),
            ("approved_by", Value::from(by)),
            ("published_at", Value::from(now.as_microsecond())),
            ("announced_after", Value::from(row.announced_after.clone())),
            ("taken_after", Value::from(row.taken_after.clone())),
        ];
        self.store().write(write.gate(claim(&known, set))).await?;
        self.notices_waiting().notify_one();
        Ok(row)
    }

    /// Takes back a version that is not in force yet. Whoever was told of it is told
    /// of this too.
    ///
    /// # Errors
    /// [`Refusal::AlreadyInForce`] and [`Refusal::ReasonMissing`].
    pub async fn withdraw_policy(
        &self,
        desk: &DeskName,
        version: &str,
        by: &str,
        why: &str,
    ) -> Result<(), AppError> {
        let now = self.now();
        let known = self.known(desk, version).await?;
        if known.state == WITHDRAWN {
            return Err(Refusal::NotProposed.into());
        }
        if known.state == PUBLISHED && known.effective_at <= now.as_microsecond() {
            return Err(Refusal::AlreadyInForce.into());
        }
        if why.trim().is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        let told_of = (known.state == PUBLISHED).then(String::new);
        let set = vec![
            ("state", Value::from(WITHDRAWN)),
            ("withdrawn_by", Value::from(by)),
            ("withdrawn_at", Value::from(now.as_microsecond())),
            ("withdrawn_why", Value::from(why)),
            ("announced_after", Value::from(told_of)),
            ("taken_after", Value::from(None::<String>)),
        ];
        let audited = self.audited(&known, by, &format!("withdrawn: {why}"));
        let write = Write::rows([audited]).gate(claim(&known, set));
        self.store().write(write).await?;
        Ok(())
    }

    /// Tells the next contacts of a publication or its withdrawal: at most once
    /// each, because the mail's id follows from what it says and to whom.
    ///
    /// # Errors
    /// When the store fails; [`AppError::Busy`] when another node was quicker.
    pub async fn announce(&self, publication: &PublicationRow) -> Result<(), AppError> {
        let desk = self.store().desk_by_id(&publication.desk).await?;
        let desk = desk.ok_or(AppError::NotFound("desk"))?;
        let (rows, after) = self.announcement(&desk, publication).await?;
        let done_at = after.is_none().then(|| self.now().as_microsecond());
        let gate = Gate::Claim {
            table: PublicationRow::TABLE,
            key: key(publication),
            column: "announced_after",
            from: Value::from(publication.announced_after.clone()),
            set: vec![
                ("announced_after", Value::from(after)),
                ("announced_at", Value::from(done_at)),
            ],
        };
        self.store().write(Write::rows(rows).gate(gate)).await?;
        self.notices_waiting().notify_one();
        Ok(())
    }

    /// Whether the desk asks for a second person.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn needs_second_person(&self, desk: &DeskName) -> Result<bool, AppError> {
        let setting = self.store().desk_setting(desk.as_str(), SECOND_PERSON);
        Ok(setting.await?.as_deref() == Some("yes"))
    }

    /// What a version changes for customers against the one it replaces; nothing
    /// where it replaces none.
    ///
    /// # Errors
    /// When a version cannot be read, or the store fails.
    pub async fn policy_changes(
        &self,
        desk: &DeskName,
        publication: &PublicationRow,
    ) -> Result<Vec<Change>, AppError> {
        let Some(replaced) = &publication.replaces else {
            return Ok(Vec::new());
        };
        let old = self.policy(desk, replaced).await?;
        let new = self.policy(desk, &publication.version).await?;
        let mut changes = diff(&old, &new);
        changes.retain(|change| change.audience == Audience::Customer);
        Ok(changes)
    }

    /// The version in force; none before a desk's first.
    pub(super) async fn replaced(
        &self,
        desk: &DeskName,
        now: Timestamp,
    ) -> Result<Option<Arc<Policy>>, AppError> {
        match self.policy_at(desk, now).await {
            Ok(policy) => Ok(Some(policy)),
            Err(AppError::NoPolicy { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn known(&self, desk: &DeskName, version: &str) -> Result<PublicationRow, AppError> {
        let known = self.store().publication(desk.as_str(), version).await?;
        known.ok_or(AppError::NotFound("policy version"))
    }

    /// What is known of a version that is not published: nothing, or that it was
    /// proposed or withdrawn before.
    pub(super) async fn not_published(
        &self,
        desk: &DeskName,
        version: &str,
    ) -> Result<Option<PublicationRow>, AppError> {
        let known = self.store().publication(desk.as_str(), version).await?;
        let is_open = known.as_ref().is_some_and(|row| row.state != PUBLISHED);
        let stored = self.store().policy_by_version(desk.as_str(), version);
        if stored.await?.is_some() && !is_open {
            return Err(Refusal::PublishedBefore.into());
        }
        Ok(known)
    }

    /// Writes a proposal down, and publishes it at once where the desk asks for no
    /// second person. `known` is what was known of the version before.
    pub(super) async fn put_forward(
        &self,
        desk: &DeskName,
        row: PublicationRow,
        policy: &Policy,
        known: Option<PublicationRow>,
    ) -> Result<PublicationRow, AppError> {
        let now = self.now();
        let by = row.proposed_by.clone();
        let stored = PolicyRow {
            desk: row.desk.clone(),
            version: row.version.clone(),
            source: policy.source().to_owned(),
            effective_at: row.effective_at,
            published_at: now.as_microsecond(),
        };
        let (publication, mut write) = if self.needs_second_person(desk).await? {
            let told = format!("proposed, {}", counts(&row));
            let write = Write::rows([self.audited(&row, &by, &told)]);
            (row, write)
        } else {
            let row = published(row, policy, None, now);
            let write = self.publishing(&row, &by);
            (row, write)
        };
        write = write.row(stored.upsert());
        write = match known {
            None => write.row(publication.insert()),
            // Whoever approved or proposed it meanwhile was first.
            Some(known) => write
                .gate(claim(
                    &known,
                    vec![("state", Value::from(publication.state.as_str()))],
                ))
                .row(publication.upsert()),
        };
        self.store().write(write).await?;
        self.notices_waiting().notify_one();
        self.timers_set().notify_one();
        Ok(publication)
    }

    /// What stands on record of a publication.
    fn publishing(&self, row: &PublicationRow, by: &str) -> Write {
        let told = format!("published, {}", counts(row));
        Write::rows([self.audited(row, by, &told)])
    }

    /// The mails to the next contacts, and up to whom they reach if more follow.
    async fn announcement(
        &self,
        desk: &DeskRow,
        publication: &PublicationRow,
    ) -> Result<(Vec<RowOp>, Option<String>), AppError> {
        let after = publication.announced_after.as_deref().unwrap_or_default();
        let contacts = self
            .store()
            .contacts_to_announce(&desk.desk, after, ANNOUNCED_MAX);
        let contacts = contacts.await?;
        let is_last = i64::try_from(contacts.len()).unwrap_or(i64::MAX) < ANNOUNCED_MAX;
        let last = contacts.last().map(|contact| contact.address.clone());
        let (version, effective_at) = (&publication.version, instant(publication.effective_at));
        let kind = if publication.state == WITHDRAWN {
            NoticeKind::PolicyWithdrawn {
                version: version.clone(),
                effective_at,
            }
        } else {
            NoticeKind::PolicyChanging {
                version: version.clone(),
                effective_at,
            }
        };
        let decided_at = publication.withdrawn_at.or(publication.published_at);
        let decided_at = instant(decided_at.unwrap_or(publication.proposed_at));
        let told = contacts
            .iter()
            .filter_map(|contact| contact.contact.parse::<ContactId>().ok())
            .map(|contact| Notice {
                to: Recipient::Contact(contact),
                kind: kind.clone(),
            });
        let rows = told.map(|notice| outbox_row(desk, None, &notice, decided_at).ensure());
        Ok((rows.collect(), last.filter(|_| !is_last)))
    }

    fn audited(&self, row: &PublicationRow, by: &str, change: &str) -> RowOp {
        AuditRow {
            desk: row.desk.clone(),
            entry: self.new_id().to_string(),
            at: self.now().as_microsecond(),
            actor: by.to_owned(),
            subject: format!("policy:{}", row.version),
            change: change.to_owned(),
        }
        .insert()
    }
}

/// From when on a version counts, and why so soon, in words.
fn counts(row: &PublicationRow) -> String {
    let from = instant(row.effective_at);
    match (&row.corrects, &row.reason) {
        (Some(wrong), reason) => {
            let reason = reason.as_deref().unwrap_or_default();
            format!("corrects the calendars of {wrong} from {from} on: {reason}")
        }
        (None, Some(reason)) => {
            format!("counts from {from} on, with less notice than promised: {reason}")
        }
        (None, None) => format!("counts from {from} on"),
    }
}

/// A publication from now on. A desk's first version is announced to nobody: it
/// changes nothing that was promised; of a correction those hear whose results change.
fn published(
    mut row: PublicationRow,
    policy: &Policy,
    approved_by: Option<&str>,
    now: Timestamp,
) -> PublicationRow {
    row.state = PUBLISHED.to_owned();
    row.approved_by = approved_by.map(str::to_owned);
    row.published_at = Some(now.as_microsecond());
    let corrects = row.corrects.is_some();
    let changes = row.replaces.is_some() && !corrects;
    row.announced_after = changes.then(String::new);
    let takes_over = policy.heading().running == Running::Move && changes;
    row.taken_after = (takes_over || corrects).then(String::new);
    row
}

pub(super) fn instant(microseconds: i64) -> Timestamp {
    Timestamp::from_microsecond(microseconds).unwrap_or(Timestamp::MAX)
}

pub(super) fn key(row: &PublicationRow) -> Vec<Value> {
    vec![
        Value::from(row.desk.as_str()),
        Value::from(row.version.as_str()),
    ]
}

fn claim(known: &PublicationRow, set: Vec<(&'static str, Value)>) -> Gate {
    Gate::Claim {
        table: PublicationRow::TABLE,
        key: key(known),
        column: "state",
        from: Value::from(known.state.as_str()),
        set,
    }
}
