//! Channels: by which ways a request may come, and under which rule.

use serde::Serialize;

use super::{
    problems::{Place, Problems},
    table::{Node, Table, unknown, word},
    text::Text,
};

/// The ways by which a request can come. `social`: messages in social networks.
pub const CHANNELS: [&str; 6] = ["portal", "mail", "chat", "phone", "social", "api"];

/// The rule of one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChannelRule {
    /// `portal`, `mail`, `chat`, `phone`, `social`, `api`.
    pub id: String,
    /// False: what comes this way is answered with [`ChannelRule::instead`].
    pub accepted: bool,
    /// Only people registered with the desk may use it.
    pub registered_only: bool,
    /// The notice to whoever is refused, naming the way that is open.
    pub instead: Option<Text>,
    /// The desk's own addresses of this channel.
    pub addresses: Vec<String>,
    /// What a caller or writer tells so that the contract is found.
    pub identify: Option<Text>,
    /// The way the vendor prefers.
    pub preferred: bool,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
    #[serde(skip)]
    pub(crate) place: Place,
}

impl ChannelRule {
    /// A channel the policy does not mention. A policy that names its channels
    /// names all of them; one that names none accepts all.
    pub(crate) fn unmentioned(id: &str, accepted: bool) -> Self {
        Self {
            id: id.to_owned(),
            accepted,
            registered_only: false,
            instead: None,
            addresses: Vec::new(),
            identify: None,
            preferred: false,
            clause: None,
            place: 0..0,
        }
    }
}

/// Every `[channel.ID]`, in the order of the file.
pub(crate) fn read(
    table: Option<Table<'_>>,
    languages: &[String],
    problems: &mut Problems<'_>,
) -> Vec<ChannelRule> {
    table
        .iter()
        .flat_map(Table::entries)
        .filter_map(|node| read_one(&node, languages, problems))
        .collect()
}

fn read_one(
    node: &Node<'_>,
    languages: &[String],
    problems: &mut Problems<'_>,
) -> Option<ChannelRule> {
    if !CHANNELS.contains(&node.key.as_str()) {
        unknown(
            "unknown-word",
            &node.key,
            &node.key_place,
            "the list of channels",
            &CHANNELS,
            problems,
        );
    }
    let mut table = node.table(&format!("[channel.{}]", node.key), problems)?;
    let accepted = table
        .take("accepted")
        .and_then(|flag| flag.boolean(problems))
        .unwrap_or(true);
    let from = table.take("from").and_then(|from| from.string(problems));
    let registered_only = from
        .and_then(|from| {
            word(
                &from,
                &[("anyone", false), ("registered", true)],
                "`from`",
                problems,
            )
        })
        .unwrap_or(false);
    let refuses = !accepted || registered_only;
    let instead = if refuses {
        table.need("instead", problems)
    } else {
        table.take("instead")
    };
    let instead = instead.and_then(|node| Text::read(&node, languages, problems));
    let addresses = table
        .take("addresses")
        .map(|node| node.strings(problems))
        .unwrap_or_default();
    let identify = table
        .take("identify")
        .and_then(|node| Text::read(&node, languages, problems));
    let preferred = table
        .take("preferred")
        .and_then(|flag| flag.boolean(problems));
    let clause = table
        .take("clause")
        .and_then(|clause| clause.string(problems));
    table.finish(problems);
    Some(ChannelRule {
        id: node.key.clone(),
        accepted,
        registered_only,
        instead,
        addresses: addresses.into_iter().map(|address| address.value).collect(),
        identify,
        preferred: preferred.unwrap_or(false),
        clause: clause.map(|clause| clause.value),
        place: node.key_place.clone(),
    })
}
