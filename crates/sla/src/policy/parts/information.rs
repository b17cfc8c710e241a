//! What a report must tell so that work on it can begin, who judges that it is
//! complete, and who may do without. Asking for it is not done here.

use serde::Serialize;

use super::part::{Ids, Part};
use crate::policy::{Text, names::KINDS};

/// How much a piece of information is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// A report without it is not complete.
    Required,
    /// Needed under the condition told with it; whoever judges says whether it holds.
    Conditional,
    /// It helps, and a report is complete without it.
    Helpful,
}

/// The words of `need`.
pub(crate) const NEEDS: [(&str, Need); 3] = [
    ("required", Need::Required),
    ("conditional", Need::Conditional),
    ("helpful", Need::Helpful),
];

/// One piece of information.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InformationItem {
    /// Unique among the pieces.
    pub id: String,
    /// What is asked, as the customer reads it.
    pub asks: Text,
    /// The kinds of ticket it is for, as stored (`change_request`); empty: all.
    pub kinds: Vec<&'static str>,
    /// How much it is needed; required, where the file does not say.
    pub need: Need,
    /// Under which condition it is needed.
    pub when: Option<Text>,
}

/// What stands under `[information]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Information {
    /// In the order in which it is asked.
    pub items: Vec<InformationItem>,
    /// Who judges that a report is complete.
    pub judged_by: Option<Text>,
    /// Who may do without a piece, and how a dispute about it ends.
    pub waiver: Option<Text>,
    /// What is asked of the customer beside the pieces: to answer promptly.
    pub asks: Option<Text>,
    /// True where the text does not say who judges or waives.
    pub operating: bool,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
}

impl Information {
    /// What a report of a kind must still tell: the required pieces that are not
    /// among the ids `told`. Conditional ones are judged by people.
    ///
    /// ```
    /// # let file = r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # [information]
    /// # item = [
    /// #     { id = "product", asks = "Which product?" },
    /// #     { id = "build", asks = "Which build?", need = "conditional", when = "where it matters" },
    /// # ]
    /// # "#;
    /// # let policy = sla::policy::Policy::parse("nordwind.toml", file).policy.unwrap();
    /// let information = policy.information().unwrap();
    /// let missing = information.missing("incident", &[]);
    /// assert_eq!(missing.len(), 1);
    /// assert_eq!(missing[0].id, "product");
    /// assert!(information.missing("incident", &["product"]).is_empty());
    /// let all = information.in_language("en");
    /// assert_eq!(all, "Which product?; Which build? (where it matters)");
    /// assert_eq!(information.of_kind("question").count(), 2);
    /// ```
    pub fn missing(&self, kind: &str, told: &[&str]) -> Vec<&InformationItem> {
        self.of_kind(kind)
            .filter(|item| item.need == Need::Required && !told.contains(&item.id.as_str()))
            .collect()
    }

    /// All that is asked, in one paragraph of the policy's words.
    pub fn in_language(&self, language: &str) -> String {
        let items = self.items.iter().map(|item| {
            let asks = item.asks.in_language(language);
            match &item.when {
                Some(when) => format!("{asks} ({})", when.in_language(language)),
                None => asks.to_owned(),
            }
        });
        let items: Vec<String> = items.collect();
        let asks = self.asks.as_ref().map(|asks| asks.in_language(language));
        let paragraph = [items.join("; "), asks.unwrap_or_default().to_owned()];
        let parts: Vec<String> = paragraph
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        parts.join(". ")
    }

    /// All that is asked of a report of a kind.
    pub fn of_kind<'i>(&'i self, kind: &str) -> impl Iterator<Item = &'i InformationItem> {
        let kind = kind.to_owned();
        let asked = move |item: &&InformationItem| {
            item.kinds.is_empty() || item.kinds.contains(&kind.as_str())
        };
        self.items.iter().filter(asked)
    }
}

pub(super) fn read(part: &mut Part<'_, '_, '_>) -> Option<Information> {
    let mut ids = Ids::new();
    let information = Information {
        items: part.parts("item", |item| read_item(item, &mut ids)),
        judged_by: part.text("judged-by"),
        waiver: part.text("waiver"),
        asks: part.text("asks"),
        operating: part.operating("who judges that a report is complete"),
        clause: part.clause(),
    };
    Some(information)
}

fn read_item(part: &mut Part<'_, '_, '_>, ids: &mut Ids) -> Option<InformationItem> {
    let id = part.need_id("a piece of information", ids);
    let (asks, when) = (part.need_text("asks"), part.text("when"));
    let kinds = part.words("kind", &KINDS);
    let need = part.word("need", &NEEDS).unwrap_or(Need::Required);
    if need == Need::Conditional && when.is_none() {
        let help = "add `when = \"...\"`: whoever judges must know the condition";
        let place = part.place();
        part.problem("missing-key", &place, "a condition is not told", help);
    }
    Some(InformationItem {
        id: id?.value,
        asks: asks?,
        kinds,
        need,
        when,
    })
}
