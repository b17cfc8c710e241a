//! `GET .../tickets/new`, `POST .../tickets`: a telephone call or a visit written
//! down, with what will be promised for it shown before it is opened.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::text::metric_name;
use domain::{
    Channel, Command, ContactId, CustomerId, Kind, MessageId, NewMessage, OpenTicket, TicketId,
};
use jiff::Timestamp;
use jiff::civil::DateTime;
use sla::policy::{Anchor, Audience, Promise, Request};

use super::side::{self, Side};
use super::ticket::subjects;
use crate::app::{Order, Owed};
use crate::error::AppError;
use crate::store::{ContactRow, CustomerRow, RowOp, Write};
use crate::web::pages::coverage::CoverageVow;
use crate::web::{
    Fields, Flash, FormId, Moment, Page, PageError, Reader, Staff, Web, Words, carry_out, files_of,
    new_text, render, shown_again,
};

/// How many customers and contacts the lists to choose from hold.
const SUGGESTIONS_MAX: i64 = 500;

/// What staff write down for others; the other channels write for themselves.
const CHANNELS: [Channel; 4] = [
    Channel::Phone,
    Channel::Mail,
    Channel::Chat,
    Channel::Workspace,
];

#[derive(Template)]
#[template(path = "workspace/new_ticket.html")]
struct NewTicket {
    t: Words,
    page: Page,
    side: Side,
    form: String,
    me: String,
    problem: Option<String>,
    contacts: Vec<ContactRow>,
    customers: Vec<CustomerRow>,
    kinds: Vec<(&'static str, String)>,
    channels: Vec<(&'static str, String)>,
    severities: Vec<(String, String)>,
    /// Empty where the policy's coverage tells none apart.
    subjects: Vec<(String, String)>,
    priorities: Vec<(String, String)>,
    received: String,
    acknowledge: bool,
    seen: Option<Seen>,
    fields: Fields,
}

/// What the desk would say to it.
struct Seen {
    promises: Vec<Vow>,
    coverage: Option<CoverageVow>,
}

/// What would be promised.
struct Vow {
    name: String,
    due: Option<Moment>,
    statement: String,
    clause: String,
    is_operating: bool,
    is_internal: bool,
}

impl NewTicket {
    fn typed(&self, name: &str) -> &str {
        self.fields.text(name)
    }
}

pub(super) async fn show(State(web): State<Web>, staff: Staff) -> Result<Html<String>, PageError> {
    page(&web, &staff, Fields::default(), None, None).await
}

async fn page(
    web: &Web,
    staff: &Staff,
    fields: Fields,
    problem: Option<String>,
    seen: Option<Seen>,
) -> Result<Html<String>, PageError> {
    let reader = &staff.reader;
    let t = reader.words();
    let (store, desk) = (web.app().store(), &staff.desk.desk);
    let policy = web.app().policy_at(&staff.desk_name, reader.now).await?;
    let now = reader.now.to_zoned(reader.zone.clone());
    let is_sent = fields.given("_form").is_some();
    let form = match FormId::of(&fields) {
        Ok(form) => form,
        Err(_) => FormId::new(web),
    };
    let known = policy.severities().iter();
    render(&NewTicket {
        page: side::page(web, staff, t.say("ticket-new")),
        side: Side::load(web, staff, None, "new").await?,
        form: form.0.to_string(),
        me: staff.agent.agent.clone(),
        problem,
        contacts: store.contacts(desk, "", SUGGESTIONS_MAX).await?,
        customers: store.customers(desk, None, SUGGESTIONS_MAX).await?,
        kinds: Kind::ALL
            .iter()
            .map(|kind| (kind.as_str(), t.say(&format!("kind-{}", kind.as_str()))))
            .collect(),
        channels: CHANNELS
            .map(|channel| {
                let name = channel.as_str();
                (name, t.say(&format!("channel-{name}")))
            })
            .into(),
        severities: known
            .map(|severity| {
                let name = severity.name.in_language(t.code());
                let number = severity.number.to_string();
                (number.clone(), format!("{number} · {name}"))
            })
            .collect(),
        subjects: policy
            .coverage_table()
            .filter(|table| !table.subjects.is_empty())
            .map_or_else(Vec::new, |table| subjects(table, t)),
        priorities: policy
            .priorities()
            .all
            .iter()
            .map(|priority| {
                let name = priority.name.in_language(t.code());
                (priority.id.clone(), name.to_owned())
            })
            .collect(),
        received: match fields.given("received_at") {
            Some(typed) => typed.to_owned(),
            None => now.strftime("%Y-%m-%dT%H:%M").to_string(),
        },
        acknowledge: !is_sent || fields.given("acknowledge").is_some(),
        seen,
        fields,
        t,
    })
}

/// What was filled in, understood; or the text that says what is wrong.
struct Understood {
    customer: CustomerRow,
    contact: ContactRow,
    is_new_contact: bool,
    kind: Kind,
    about: Option<String>,
    channel: Channel,
    severity: Option<u8>,
    priority: Option<String>,
    received_at: Timestamp,
}

pub(super) async fn open(
    State(web): State<Web>,
    staff: Staff,
    fields: Fields,
) -> Result<Response, PageError> {
    let t = staff.reader.words();
    let understood = match understand(&web, &staff, &fields).await? {
        Ok(understood) => understood,
        Err(problem) => {
            let page = page(&web, &staff, fields, Some(t.say(problem)), None).await?;
            return Ok(shown_again(page));
        }
    };
    if fields.given("preview").is_some() {
        let customer = understood.customer.customer.parse();
        let customer = customer.map_err(|_| PageError::BadForm("customer"))?;
        let owed = web.app();
        let owed = owed.owed(&staff.desk_name, customer, understood.received_at);
        let owed = owed.await?;
        let seen = Seen {
            promises: vows(&owed, &staff.reader, &understood),
            coverage: CoverageVow::of(
                &owed.policies,
                understood.kind,
                understood.about.clone(),
                owed.facts.state,
                staff.reader.language,
            ),
        };
        let page = page(&web, &staff, fields, None, Some(seen)).await?;
        return Ok(page.into_response());
    }
    let ticket = TicketId(web.app().new_id());
    let (command, rows) = command(&web, &staff, &fields, &understood, ticket)?;
    let mut order = Order::new(&staff.desk_name, ticket, staff.actor(), command);
    order.once = Some(FormId::of(&fields)?.once("ticket"));
    order.also = Write::rows(rows);
    match carry_out(&web, order).await {
        Ok(done) => {
            let jar = CookieJar::new().add(Flash::new("flash-opened").cookie());
            let home = format!("/d/{}/agent", staff.desk_name);
            let to = done.map_or(home.clone(), |done| {
                format!("{home}/tickets/{}", done.number)
            });
            Ok((jar, Redirect::to(&to)).into_response())
        }
        Err(AppError::Refused(refusal)) => {
            let problem = t.say(&format!("refusal-{}", refusal.code()));
            let page = page(&web, &staff, fields, Some(problem), None).await?;
            Ok(shown_again(page))
        }
        Err(error) => Err(error.into()),
    }
}

async fn understand(
    web: &Web,
    staff: &Staff,
    fields: &Fields,
) -> Result<Result<Understood, &'static str>, PageError> {
    let (store, desk) = (web.app().store(), &staff.desk.desk);
    let Some(address) = fields.given("address").filter(|typed| typed.contains('@')) else {
        return Ok(Err("new-ticket-no-address"));
    };
    let known = store.contact_by_address(desk, address).await?;
    let is_new_contact = known.is_none();
    let found = match (&known, fields.given("customer")) {
        (Some(contact), _) => store.customer_by_id(desk, &contact.customer).await?,
        (None, Some(name)) => store.customer_by_name(desk, name).await?,
        (None, None) => None,
    };
    let Some(customer) = found else {
        return Ok(Err("new-ticket-no-customer"));
    };
    let contact = match (known, fields.given("name")) {
        (Some(contact), _) => contact,
        (None, Some(name)) => ContactRow {
            desk: desk.clone(),
            contact: ContactId(web.app().new_id()).to_string(),
            customer: customer.customer.clone(),
            name: name.to_owned(),
            address: address.to_owned(),
            language: customer.language.clone(),
            manager: false,
            password_hash: None,
            active: true,
            created_at: staff.reader.now.as_microsecond(),
        }
        .normalised(),
        (None, None) => return Ok(Err("new-ticket-no-name")),
    };
    let Some(received_at) = received_at(fields, &staff.reader) else {
        return Ok(Err("new-ticket-no-time"));
    };
    let channel = Channel::parse(fields.text("channel")).filter(|c| CHANNELS.contains(c));
    Ok(Ok(Understood {
        customer,
        contact,
        is_new_contact,
        kind: Kind::parse(fields.text("kind")).ok_or(PageError::BadForm("kind"))?,
        about: fields.given("about").map(str::to_owned),
        channel: channel.ok_or(PageError::BadForm("channel"))?,
        severity: fields.parsed("severity")?,
        priority: fields.given("priority").map(str::to_owned),
        received_at,
    }))
}

/// When the desk was told, in the reader's zone. The field shows whole minutes: the
/// minute that has just begun is now.
fn received_at(fields: &Fields, reader: &Reader) -> Option<Timestamp> {
    let Some(typed) = fields.given("received_at") else {
        return Some(reader.now);
    };
    let typed: DateTime = typed.parse().ok()?;
    let at = typed.to_zoned(reader.zone.clone()).ok()?.timestamp();
    let is_this_minute = at.as_second() / 60 == reader.now.as_second() / 60;
    Some(if is_this_minute { reader.now } else { at })
}

fn command(
    web: &Web,
    staff: &Staff,
    fields: &Fields,
    understood: &Understood,
    ticket: TicketId,
) -> Result<(Command, Vec<RowOp>), PageError> {
    let (attachments, mut rows) = files_of(&staff.desk.desk, &fields.files);
    if understood.is_new_contact {
        rows.push(understood.contact.insert());
    }
    let unreadable = |_| PageError::BadForm("contact");
    let requester: ContactId = understood.contact.contact.parse().map_err(unreadable)?;
    let customer: CustomerId = understood.customer.customer.parse().map_err(unreadable)?;
    let command = Command::OpenTicket(OpenTicket {
        ticket,
        customer,
        requester,
        kind: understood.kind,
        about: understood.about.clone(),
        channel: understood.channel,
        subject: new_text(web, fields.text("subject").trim()),
        severity: understood.severity,
        priority: understood.priority.clone(),
        received_at: Some(understood.received_at),
        message: NewMessage {
            message: MessageId(web.app().new_id()),
            text: new_text(web, fields.text("body")),
            public: true,
            channel: understood.channel,
            act: None,
            happened_at: None,
            attachments,
        },
        acknowledge: fields.given("acknowledge").is_some(),
    });
    Ok((command, rows))
}

/// What the policy promises for it, and until when.
fn vows(owed: &Owed, reader: &Reader, understood: &Understood) -> Vec<Vow> {
    let policy = &owed.policies;
    let request = Request {
        anchor: Anchor::Receipt,
        priority: understood.priority.clone(),
        severity: understood.severity.or(policy.severity_default()),
        kind: understood.kind.as_str().to_owned(),
        plan: owed.facts.terms.plan.clone(),
        channel: understood.channel.as_str().to_owned(),
        received_at: understood.received_at,
    };
    let promises = policy.promises(&request).into_iter();
    promises
        .filter(Promise::begins_with_the_request)
        .map(|promise| {
            // A promise whose calendar cannot be read is shown without a time.
            let reading = policy.read_at_receipt(&promise, request.received_at).ok();
            let due_at = reading.and_then(|reading| reading.due_at);
            Vow {
                name: metric_name(reader.language, &promise.metric),
                due: due_at.map(|due| Moment::new(reader, due)),
                statement: promise.statement,
                clause: promise.clause,
                is_operating: promise.operating,
                is_internal: promise.audience == Audience::Internal,
            }
        })
        .collect()
}
