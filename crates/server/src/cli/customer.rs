//! `mainstay customer`: the companies that bought support, and their people.

mod contact;

use std::io::Write;

use clap::{Args, Subcommand};
use domain::text::Language;
use serde::Serialize;
use serde_json::json;

use super::beside::{audit, desk};
use super::flags::Place;
use super::serve::block_on;
use super::{Answer, check, failure::Failure, say};
use crate::app::App;
use crate::store::{ContactRow, CustomerRow, Write as StoreWrite};

/// Make, list and disable customers and their contacts
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a customer
    #[command(
        after_help = "Example:\n  mainstay customer create 'Acme Robotics' --desk infocyte --plan patrol"
    )]
    Create(Create),
    /// List a desk's customers
    #[command(after_help = "Example:\n  mainstay customer list --desk infocyte --json")]
    List(OfDesk),
    /// Shut out a customer and all its contacts
    #[command(
        after_help = "Example:\n  mainstay customer disable 'Acme Robotics' --desk infocyte\n\n\
        Its contacts can no longer sign in, and their mails count as those of strangers.\n\
        Tickets stay as they are."
    )]
    Disable {
        /// Name or id
        #[arg(value_name = "CUSTOMER")]
        customer: String,
        #[command(flatten)]
        of: OfDesk,
    },
    AddContact(contact::Add),
    Contacts(contact::List),
    DisableContact(contact::Disable),
}

/// What all commands about a desk's people take.
#[derive(Debug, Args)]
pub(super) struct OfDesk {
    /// The desk's short name
    #[arg(long = "desk", value_name = "NAME")]
    pub(super) desk: String,
    /// Answer in JSON
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) place: Place,
}

#[derive(Debug, Args)]
struct Create {
    /// The company's name
    #[arg(value_name = "NAME", value_parser = check::name)]
    name: String,
    /// The id of the plan it bought, as the desk's policy has it: begins a contract
    /// today, without an end
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
    /// Time zone; the desk's, if not given
    #[arg(long, value_name = "ZONE", value_parser = check::zone)]
    zone: Option<String>,
    /// Language; the desk's, if not given
    #[arg(long, value_name = "CODE", value_parser = check::language)]
    language: Option<Language>,
    #[command(flatten)]
    of: OfDesk,
}

/// How many customers are read at once.
const PAGE: i64 = 500;

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    match &arguments.command {
        Command::Create(new) => block_on(create(new, out)),
        Command::List(of) => block_on(list(of, out)),
        Command::Disable { customer, of } => block_on(disable(customer, of, out)),
        Command::AddContact(new) => block_on(contact::add(new, out)),
        Command::Contacts(which) => block_on(contact::list(which, out)),
        Command::DisableContact(which) => block_on(contact::disable(which, out)),
    }
}

#[derive(Serialize)]
struct Listed {
    id: String,
    name: String,
    plan: Option<String>,
    zone: String,
    language: String,
    active: bool,
    created_at: String,
}

impl Listed {
    fn new(row: CustomerRow, plan: Option<String>) -> Self {
        Self {
            id: row.customer,
            name: row.name,
            plan,
            zone: row.zone,
            language: row.language,
            active: row.active,
            created_at: say::instant(row.created_at).to_string(),
        }
    }
}

async fn create(new: &Create, out: &mut impl Write) -> Result<Answer, Failure> {
    let app = new.of.place.open().await?;
    let (name, desk) = desk(&app, &new.of.desk).await?;
    if let Some(plan) = &new.plan {
        let policy = app.policy_at(&name, app.now()).await?;
        if !policy.plans().iter().any(|known| known.id == *plan) {
            return Err(Failure::Use(super::due::unknown_plan(&policy, plan)));
        }
    }
    if app
        .store()
        .customer_by_name(&desk.desk, &new.name)
        .await?
        .is_some()
    {
        return Err(Failure::Use(format!(
            "desk `{}` has a customer `{}` already",
            desk.desk, new.name
        )));
    }
    let row = CustomerRow {
        desk: desk.desk.clone(),
        customer: app.new_id().to_string(),
        name: new.name.clone(),
        zone: new.zone.clone().unwrap_or_else(|| desk.zone.clone()),
        language: new
            .language
            .map_or(desk.language, |language| language.code().to_owned()),
        active: true,
        created_at: app.now().as_microsecond(),
    };
    let about = format!("customer:{}", row.customer);
    let mut write = StoreWrite::rows([row.insert(), audit(&app, &desk.desk, &about, "created")]);
    if let Some(plan) = &new.plan {
        let contract = app.first_contract(&row, &desk.zone, Some(plan), "command line");
        write.rows.extend(contract);
    }
    app.store().write(write).await?;
    if new.of.json {
        say::json(out, &Listed::new(row, new.plan.clone()))?;
    } else {
        writeln!(out, "made customer {} ({})", row.name, row.customer)?;
    }
    Ok(Answer::Yes)
}

async fn list(of: &OfDesk, out: &mut impl Write) -> Result<Answer, Failure> {
    let app = of.place.open().await?;
    let (name, desk) = desk(&app, &of.desk).await?;
    let mut customers: Vec<Listed> = Vec::new();
    loop {
        let after = customers
            .last()
            .map(|last| (last.name.as_str(), last.id.as_str()));
        let page = app.store().customers(&desk.desk, after, PAGE).await?;
        if page.is_empty() {
            break;
        }
        let mut plans = app.plans_in_force(&name, &page).await?;
        customers.extend(page.into_iter().map(|row| {
            let plan = plans.remove(&row.customer);
            Listed::new(row, plan)
        }));
    }
    if of.json {
        say::json(out, &json!({ "customers": customers }))?;
        return Ok(Answer::Yes);
    }
    let rows: Vec<[String; 5]> = customers
        .into_iter()
        .map(|row| {
            let plan = row.plan.unwrap_or_default();
            [row.name, plan, row.zone, say::mark(!row.active), row.id]
        })
        .collect();
    say::table(out, ["name", "plan", "zone", "disabled", "id"], &rows)?;
    Ok(Answer::Yes)
}

async fn disable(customer: &str, of: &OfDesk, out: &mut impl Write) -> Result<Answer, Failure> {
    let app = of.place.open().await?;
    let (name, desk) = desk(&app, &of.desk).await?;
    let mut row = find(&app, &desk.desk, customer).await?;
    row.active = false;
    let contacts = app
        .store()
        .contacts_of_customer(&desk.desk, &row.customer)
        .await?;
    let about = format!("customer:{}", row.customer);
    let mut write = StoreWrite::rows([row.upsert(), audit(&app, &desk.desk, &about, "disabled")]);
    for contact in contacts.iter().filter(|contact| contact.active) {
        let off = ContactRow {
            active: false,
            ..contact.clone()
        };
        let about = format!("contact:{}", contact.contact);
        let noted = audit(&app, &desk.desk, &about, "disabled with their customer");
        write.rows.extend([off.upsert(), noted]);
    }
    app.store().write(write).await?;
    for contact in &contacts {
        app.store()
            .sessions_delete_of(&desk.desk, &contact.contact)
            .await?;
    }
    if of.json {
        let mut plans = app
            .plans_in_force(&name, std::slice::from_ref(&row))
            .await?;
        let plan = plans.remove(&row.customer);
        say::json(out, &Listed::new(row, plan))?;
    } else {
        let people = say::counted(contacts.len(), "contact");
        writeln!(out, "disabled customer {} with {people}", row.name)?;
    }
    Ok(Answer::Yes)
}

/// The customer with that id or name.
pub(super) async fn find(app: &App, desk: &str, customer: &str) -> Result<CustomerRow, Failure> {
    let by_id = app.store().customer_by_id(desk, customer).await?;
    let found = match by_id {
        Some(row) => Some(row),
        None => app.store().customer_by_name(desk, customer).await?,
    };
    found.ok_or_else(|| {
        Failure::Use(format!(
            "desk `{desk}` has no customer `{customer}`: see `mainstay customer list --desk {desk}`"
        ))
    })
}
