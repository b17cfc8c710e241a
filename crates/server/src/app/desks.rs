//! Making a desk.

use domain::DeskName;
use jiff::Timestamp;

use super::{App, policies};
use crate::error::AppError;
use crate::store::DeskRow;

/// What a new desk starts with.
#[derive(Clone, Debug)]
pub struct NewDesk {
    pub desk: DeskName,
    /// As customers know it.
    pub name: String,
    /// Of ticket numbers: `INF` makes `INF-1`. Unique in the installation.
    pub prefix: String,
    /// The mail addresses that lead to it; the first is the one it writes from.
    pub addresses: Vec<String>,
    /// Two-letter code.
    pub language: String,
    /// IANA zone in which times are shown to people without one of their own.
    pub zone: String,
    /// CSS colour of its portal, `#0a5a76`.
    pub accent: String,
    /// The policy it runs, as text.
    pub policy: String,
    /// From when the policy counts.
    pub effective_at: Timestamp,
}

impl App {
    /// Creates a desk with its addresses and first policy.
    ///
    /// # Errors
    /// When the policy has errors, the desk, prefix or an address is taken, or the
    /// store fails.
    pub async fn create_desk(&self, new: &NewDesk) -> Result<(), AppError> {
        // Without this a policy with errors would leave a desk without any.
        policies::read(&new.desk, "to be published", &new.policy)?;
        let mut secret = [0_u8; 32];
        getrandom::fill(&mut secret).expect("the system gives random bytes");
        let row = DeskRow {
            desk: new.desk.as_str().to_owned(),
            name: new.name.clone(),
            prefix: new.prefix.clone(),
            address: new.addresses.first().cloned().unwrap_or_default(),
            language: new.language.clone(),
            zone: new.zone.clone(),
            accent: new.accent.clone(),
            secret: secret.iter().map(|byte| format!("{byte:02x}")).collect(),
            created_at: self.now().as_microsecond(),
        };
        let addresses: Vec<&str> = new.addresses.iter().map(String::as_str).collect();
        self.store().desk_create(&row, &addresses).await?;
        self.publish_policy(&new.desk, &new.policy, new.effective_at)
            .await?;
        Ok(())
    }
}
