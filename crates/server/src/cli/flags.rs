//! The settings as flags, the same for every command that opens an installation.

use std::path::PathBuf;

use clap::Args;

use crate::config::{Layers, SettingsError};

/// Where the installation is.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Place {
    /// Folder of the database [default: data]
    #[arg(long, value_name = "DIR")]
    data: Option<String>,
    /// URL of a PostgreSQL database; without it, SQLite in the data folder
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Settings file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// How the server listens and sends.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Server {
    #[command(flatten)]
    pub(super) place: Place,
    /// Address for browsers and the API [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Address on which mails arrive [default: 127.0.0.1:2525]
    #[arg(long, value_name = "ADDR")]
    smtp: Option<String>,
    /// Mail server that sends; without it, mails wait in the outbox
    #[arg(long, value_name = "URL")]
    relay: Option<String>,
    /// Where people reach the desks in a browser, for links in mails
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
}

impl Place {
    /// File, variables and these flags, in layers.
    pub(super) fn layers(&self) -> Result<Layers, SettingsError> {
        Ok(Layers::read(self.config.as_deref())?
            .flag("data", self.data.as_deref())
            .flag("database", self.database.as_deref()))
    }
}

impl Server {
    pub(super) fn layers(&self) -> Result<Layers, SettingsError> {
        Ok(self
            .place
            .layers()?
            .flag("listen", self.listen.as_deref())
            .flag("smtp", self.smtp.as_deref())
            .flag("relay", self.relay.as_deref())
            .flag("base_url", self.base_url.as_deref()))
    }
}
