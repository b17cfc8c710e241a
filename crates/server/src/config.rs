//! Settings: a file, then `MAINSTAY_*` variables, then flags; the later wins.
//! The only reader of the environment.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// One setting, as people write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// In the file `base_url`, as a variable `MAINSTAY_BASE_URL`, as a flag
    /// `--base-url`.
    pub name: &'static str,
    /// What it means, with its default.
    pub means: &'static str,
}

/// Every setting there is.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "data",
        means: "Folder of the database and its lock. Default: data",
    },
    Setting {
        name: "database",
        means: "URL of a PostgreSQL database, postgres://user@host/name. Default: SQLite in the data folder",
    },
    Setting {
        name: "listen",
        means: "Address for browsers and the API. Default: 127.0.0.1:8080",
    },
    Setting {
        name: "smtp",
        means: "Address on which mails arrive. Default: 127.0.0.1:2525",
    },
    Setting {
        name: "relay",
        means: "Mail server that sends, smtp://host:25 or smtps://user:password@host. Default: none, mails wait in the outbox",
    },
    Setting {
        name: "base_url",
        means: "Where people reach the desks in a browser, for links in mails. Default: http:// and the listening address",
    },
    Setting {
        name: "smtp_certificate",
        means: "PEM file with the certificate chain for STARTTLS on arriving mails. Default: none, no STARTTLS",
    },
    Setting {
        name: "smtp_key",
        means: "PEM file with the private key of that certificate",
    },
];

/// The settings in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub data: PathBuf,
    pub database: Option<String>,
    pub listen: SocketAddr,
    pub smtp: SocketAddr,
    pub relay: Option<String>,
    pub base_url: String,
    pub smtp_certificate: Option<PathBuf>,
    pub smtp_key: Option<PathBuf>,
}

impl Settings {
    /// Takes the addresses that are listened on. They differ from what was set where
    /// that left the choice of the port to the system.
    pub fn listens_on(&mut self, listen: SocketAddr, smtp: SocketAddr) {
        if self.base_url == address_of(self.listen) {
            self.base_url = address_of(listen);
        }
        self.listen = listen;
        self.smtp = smtp;
    }
}

/// Where people reach the desks, when nothing else is set.
fn address_of(listen: SocketAddr) -> String {
    format!("http://{listen}")
}

/// What is wrong with a setting, and where it stands.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("cannot read the settings file `{}`", path.display())]
    Read {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("the settings file `{}` is not valid TOML", path.display())]
    Syntax {
        path: PathBuf,
        #[source]
        source: Box<toml_edit::TomlError>,
    },
    #[error("{place}: there is no setting `{name}`; the settings are: {known}")]
    Unknown {
        place: String,
        name: String,
        known: String,
    },
    #[error("{place}: `{name}` must be a text in quotes")]
    NotText { place: String, name: String },
    #[error("{place}: `{value}` is no {wanted} for `{name}`")]
    Wrong {
        place: String,
        name: &'static str,
        value: String,
        wanted: &'static str,
    },
    #[error("STARTTLS needs both `smtp_certificate` and `smtp_key`, or neither")]
    HalfCertificate,
}

/// Values by the name of their setting, each with where it was found.
#[derive(Clone, Debug, Default)]
pub struct Layers(BTreeMap<&'static str, (String, String)>);

impl Layers {
    /// Reads the file (the one given, or the one `MAINSTAY_CONFIG` names), then
    /// the environment.
    ///
    /// # Errors
    /// When the file cannot be read or has a setting that does not exist.
    pub fn read(file: Option<&Path>) -> Result<Self, SettingsError> {
        let mut layers = Self::default();
        let named = std::env::var_os("MAINSTAY_CONFIG").map(PathBuf::from);
        if let Some(path) = file.map(Path::to_owned).or(named) {
            layers.file(&path)?;
        }
        for setting in SETTINGS {
            let variable = format!("MAINSTAY_{}", setting.name.to_uppercase());
            if let Ok(value) = std::env::var(&variable) {
                layers
                    .0
                    .insert(setting.name, (value, format!("the variable {variable}")));
            }
        }
        Ok(layers)
    }

    /// The `MAINSTAY_*` variables that set nothing, such as misspelt ones.
    #[must_use]
    pub fn variables_unknown() -> Vec<String> {
        let known = |variable: &str| {
            let is = |name: &str| variable == format!("MAINSTAY_{}", name.to_uppercase());
            is("config") || SETTINGS.iter().any(|setting| is(setting.name))
        };
        let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
        let ours = names.filter(|name| name.starts_with("MAINSTAY_"));
        ours.filter(|name| !known(name)).collect()
    }

    /// Puts a flag's value over what stands.
    #[must_use]
    pub fn flag(mut self, name: &'static str, value: Option<&str>) -> Self {
        if let Some(value) = value {
            let place = format!("the flag --{}", name.replace('_', "-"));
            self.0.insert(name, (value.to_owned(), place));
        }
        self
    }

    /// True when something other than the default says the setting.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    fn file(&mut self, path: &Path) -> Result<(), SettingsError> {
        let text = std::fs::read_to_string(path).map_err(|source| SettingsError::Read {
            path: path.to_owned(),
            source,
        })?;
        let document: toml_edit::DocumentMut =
            text.parse().map_err(|source| SettingsError::Syntax {
                path: path.to_owned(),
                source: Box::new(source),
            })?;
        for (name, item) in document.iter() {
            let place = format!("the file `{}`", path.display());
            let Some(setting) = SETTINGS.iter().find(|setting| setting.name == name) else {
                let known: Vec<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
                let (name, known) = (name.to_owned(), known.join(", "));
                return Err(SettingsError::Unknown { place, name, known });
            };
            let Some(value) = item.as_str() else {
                return Err(SettingsError::NotText {
                    place,
                    name: name.to_owned(),
                });
            };
            self.0.insert(setting.name, (value.to_owned(), place));
        }
        Ok(())
    }

    /// The settings in force.
    ///
    /// # Errors
    /// When a value is not of its setting's kind; says where it stands.
    pub fn settings(&self) -> Result<Settings, SettingsError> {
        let text = |name| self.0.get(name).map(|(value, _)| value.clone());
        let address = |name: &'static str, default: &str| {
            let (value, place) = self
                .0
                .get(name)
                .cloned()
                .unwrap_or_else(|| (default.to_owned(), "the default".to_owned()));
            value
                .parse::<SocketAddr>()
                .map_err(|_| SettingsError::Wrong {
                    place,
                    name,
                    value,
                    wanted: "address with a port, such as 127.0.0.1:8080,",
                })
        };
        let listen = address("listen", "127.0.0.1:8080")?;
        let settings = Settings {
            data: text("data").unwrap_or_else(|| "data".to_owned()).into(),
            database: text("database"),
            listen,
            smtp: address("smtp", "127.0.0.1:2525")?,
            relay: text("relay"),
            base_url: text("base_url").unwrap_or_else(|| address_of(listen)),
            smtp_certificate: text("smtp_certificate").map(PathBuf::from),
            smtp_key: text("smtp_key").map(PathBuf::from),
        };
        if settings.smtp_certificate.is_some() != settings.smtp_key.is_some() {
            return Err(SettingsError::HalfCertificate);
        }
        Ok(settings)
    }

    /// Each setting with its value, where that stands, and what it means.
    pub fn explained(&self) -> impl Iterator<Item = (Setting, Option<&str>, &str)> {
        SETTINGS
            .iter()
            .map(|setting| match self.0.get(setting.name) {
                Some((value, place)) => (*setting, Some(value.as_str()), place.as_str()),
                None => (*setting, None, "the default"),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Result<Settings, SettingsError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mainstay.toml");
        std::fs::write(&path, text).unwrap();
        let mut layers = Layers::default();
        layers.file(&path)?;
        layers.flag("smtp", Some("127.0.0.1:25")).settings()
    }

    #[test]
    fn flags_win_over_the_file_and_defaults_fill_the_rest() {
        let settings = file("listen = \"0.0.0.0:80\"\nsmtp = \"0.0.0.0:2525\"").unwrap();
        assert_eq!(settings.listen.to_string(), "0.0.0.0:80");
        assert_eq!(settings.smtp.to_string(), "127.0.0.1:25");
        assert_eq!(settings.base_url, "http://0.0.0.0:80");
        assert_eq!(settings.data, PathBuf::from("data"));
    }

    #[test]
    fn a_port_that_was_left_to_the_system_is_told_as_it_is() {
        let (listen, smtp) = (
            "127.0.0.1:4711".parse().unwrap(),
            "127.0.0.1:4712".parse().unwrap(),
        );
        let mut settings = file("listen = \"127.0.0.1:0\"").unwrap();
        settings.listens_on(listen, smtp);
        assert_eq!(settings.base_url, "http://127.0.0.1:4711");
        assert_eq!((settings.listen, settings.smtp), (listen, smtp));

        let named = "listen = \"127.0.0.1:0\"\nbase_url = \"https://desk.example.com\"";
        let mut settings = file(named).unwrap();
        settings.listens_on(listen, smtp);
        assert_eq!(settings.base_url, "https://desk.example.com");
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let cases = [
            ("listne = \"x\"", "there is no setting `listne`"),
            ("listen = 80", "`listen` must be a text in quotes"),
            ("listen = \"here\"", "`here` is no address with a port"),
            ("smtp_key = \"key.pem\"", "STARTTLS needs both"),
            ("listen = ", "is not valid TOML"),
        ];
        for (text, words) in cases {
            let error = file(text).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }
}
