//! `mainstay customer add-contact`, `contacts`, `disable-contact`: the people at
//! a customer. They sign in by a link in a mail, or with a password.

use std::io::Write;

use clap::Args;
use domain::text::Language;
use serde::Serialize;
use serde_json::json;

use super::{OfDesk, find};
use crate::cli::beside::{audit, desk};
use crate::cli::{Answer, check, failure::Failure, say, secret};
use crate::store::{ContactRow, Write as StoreWrite};

/// Add a person to a customer
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mainstay customer add-contact --desk infocyte --customer 'Acme Robotics' \\\n    \
    --name 'Ann Lee' --address ann@acme.example.com\n\n\
    Without a password the person signs in by a link sent to their address."
)]
pub(super) struct Add {
    /// The customer's name or id
    #[arg(long, value_name = "CUSTOMER")]
    customer: String,
    /// The person's name
    #[arg(long, value_name = "TEXT", value_parser = check::name)]
    name: String,
    /// Mail address, by which the desk knows them
    #[arg(long, value_name = "ADDRESS", value_parser = check::address)]
    address: String,
    /// Language; the customer's, if not given
    #[arg(long, value_name = "CODE", value_parser = check::language)]
    language: Option<Language>,
    /// May see all tickets of the company
    #[arg(long)]
    manager: bool,
    /// Take a password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    of: OfDesk,
}

/// List a customer's contacts
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mainstay customer contacts --desk infocyte --customer 'Acme Robotics'"
)]
pub(super) struct List {
    /// The customer's name or id
    #[arg(long, value_name = "CUSTOMER")]
    customer: String,
    #[command(flatten)]
    of: OfDesk,
}

/// Shut out one contact
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mainstay customer disable-contact ann@acme.example.com --desk infocyte\n\n\
    The person can no longer sign in, and their mails count as those of a stranger."
)]
pub(super) struct Disable {
    /// The person's mail address
    #[arg(value_name = "ADDRESS", value_parser = check::address)]
    address: String,
    #[command(flatten)]
    of: OfDesk,
}

#[derive(Serialize)]
struct Listed {
    id: String,
    customer: String,
    name: String,
    address: String,
    language: String,
    manager: bool,
    active: bool,
}

impl From<ContactRow> for Listed {
    fn from(row: ContactRow) -> Self {
        Self {
            id: row.contact,
            customer: row.customer,
            name: row.name,
            address: row.address,
            language: row.language,
            manager: row.manager,
            active: row.active,
        }
    }
}

pub(super) async fn add(new: &Add, out: &mut impl Write) -> Result<Answer, Failure> {
    let password = new
        .password_stdin
        .then(secret::password_given)
        .transpose()?;
    let app = new.of.place.open().await?;
    let (_, desk) = desk(&app, &new.of.desk).await?;
    let customer = find(&app, &desk.desk, &new.customer).await?;
    if let Some(other) = app
        .store()
        .contact_by_address(&desk.desk, &new.address)
        .await?
    {
        return Err(Failure::Use(format!(
            "the address {} belongs to the contact {} already",
            new.address, other.name
        )));
    }
    let row = ContactRow {
        desk: desk.desk.clone(),
        contact: app.new_id().to_string(),
        customer: customer.customer,
        name: new.name.clone(),
        address: new.address.clone(),
        language: new
            .language
            .map_or(customer.language, |language| language.code().to_owned()),
        manager: new.manager,
        password_hash: password.as_deref().map(crate::password::hash),
        active: true,
        created_at: app.now().as_microsecond(),
    };
    let about = format!("contact:{}", row.contact);
    let rows = [row.insert(), audit(&app, &desk.desk, &about, "created")];
    app.store().write(StoreWrite::rows(rows)).await?;
    if new.of.json {
        say::json(out, &Listed::from(row))?;
    } else {
        writeln!(
            out,
            "made contact {} <{}> of {}",
            row.name, row.address, customer.name
        )?;
    }
    Ok(Answer::Yes)
}

pub(super) async fn list(which: &List, out: &mut impl Write) -> Result<Answer, Failure> {
    let app = which.of.place.open().await?;
    let (_, desk) = desk(&app, &which.of.desk).await?;
    let customer = find(&app, &desk.desk, &which.customer).await?;
    let contacts = app
        .store()
        .contacts_of_customer(&desk.desk, &customer.customer)
        .await?;
    let contacts: Vec<Listed> = contacts.into_iter().map(Listed::from).collect();
    if which.of.json {
        say::json(out, &json!({ "contacts": contacts }))?;
        return Ok(Answer::Yes);
    }
    let rows: Vec<[String; 4]> = contacts
        .into_iter()
        .map(|row| {
            [
                row.name,
                row.address,
                say::mark(row.manager),
                say::mark(!row.active),
            ]
        })
        .collect();
    say::table(out, ["name", "address", "manager", "disabled"], &rows)?;
    Ok(Answer::Yes)
}

pub(super) async fn disable(which: &Disable, out: &mut impl Write) -> Result<Answer, Failure> {
    let app = which.of.place.open().await?;
    let (_, desk) = desk(&app, &which.of.desk).await?;
    let found = app
        .store()
        .contact_by_address(&desk.desk, &which.address)
        .await?;
    let mut row = found.ok_or_else(|| {
        let (desk, address) = (&desk.desk, &which.address);
        Failure::Use(format!(
            "desk `{desk}` has no contact with the address {address}"
        ))
    })?;
    row.active = false;
    let about = format!("contact:{}", row.contact);
    let rows = [row.upsert(), audit(&app, &desk.desk, &about, "disabled")];
    app.store().write(StoreWrite::rows(rows)).await?;
    app.store()
        .sessions_delete_of(&desk.desk, &row.contact)
        .await?;
    if which.of.json {
        say::json(out, &Listed::from(row))?;
    } else {
        writeln!(out, "disabled contact {} <{}>", row.name, row.address)?;
    }
    Ok(Answer::Yes)
}
