//! The fixed words of the customer-readable page, in English and French.

use crate::policy::{
    Act, AllOf, Firmness, Metric,
    names::{act_word, metric_word},
};

/// One word or phrase per place on the page.
pub(in crate::policy) struct Labels {
    pub(super) language: &'static str,
    pub(super) own: &'static str,
    pub(super) version: &'static str,
    pub(super) effective: &'static str,
    pub(super) unstated: &'static str,
    pub(super) purpose: &'static str,
    pub(super) scope: &'static str,
    pub(super) review: &'static str,
    pub(super) hours: &'static str,
    pub(super) calendar: &'static str,
    pub(super) zone: &'static str,
    pub(super) always: &'static str,
    pub(super) closed: &'static str,
    pub(super) days: [&'static str; 7],
    pub(super) plans: &'static str,
    pub(super) plan: &'static str,
    pub(super) channels: &'static str,
    pub(super) channel: &'static str,
    pub(super) rule: &'static str,
    pub(super) accepted: &'static str,
    pub(super) refused: &'static str,
    pub(super) registered: &'static str,
    pub(super) preferred: &'static str,
    pub(super) severities: &'static str,
    pub(super) severity: &'static str,
    pub(super) means: &'static str,
    pub(super) examples: &'static str,
    pub(super) default: &'static str,
    pub(super) set_by: &'static str,
    pub(super) changed_by: &'static str,
    pub(super) promises: &'static str,
    pub(super) promise: &'static str,
    pub(super) applies_to: &'static str,
    pub(super) all: &'static str,
    pub(super) inside: &'static str,
    pub(super) outside: &'static str,
    pub(super) time: &'static str,
    pub(super) aims: &'static str,
    pub(super) attempts: &'static str,
    pub(super) and: &'static str,
    pub(super) priorities: &'static str,
    pub(super) priority: &'static str,
    pub(super) priority_default: &'static str,
    pub(super) share: &'static str,
    pub(super) kept_by: &'static str,
    pub(super) clause: &'static str,
    pub(super) levels: &'static str,
    pub(super) level: &'static str,
    pub(super) does: &'static str,
    pub(super) hands_over: &'static str,
    pub(super) rating: &'static str,
    pub(super) gaps: &'static str,
    pub(super) gap: &'static str,
    pub(super) we_use: &'static str,
}

/// French for `fr`, English for everything else.
pub(super) fn labels(language: &str) -> &'static Labels {
    if language == "fr" { &FRENCH } else { &ENGLISH }
}

const ENGLISH: Labels = Labels {
    language: "en",
    own: "our own choice, not stated in the policy",
    version: "Version",
    effective: "In force since",
    unstated: "not stated",
    purpose: "Purpose",
    scope: "Scope",
    review: "Review",
    hours: "Opening hours",
    calendar: "Calendar",
    zone: "Time zone",
    always: "at all times",
    closed: "closed",
    days: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    plans: "Plans",
    plan: "Plan",
    channels: "Ways to reach us",
    channel: "Channel",
    rule: "Rule",
    accepted: "open",
    refused: "not open",
    registered: "for registered people only",
    preferred: "preferred",
    severities: "Severities",
    severity: "Severity",
    means: "Meaning",
    examples: "Examples",
    default: "Severity where nobody chose one",
    set_by: "Chosen by",
    changed_by: "Changed by",
    promises: "What we promise",
    promise: "Promise",
    applies_to: "Applies to",
    all: "all requests",
    inside: "received inside",
    outside: "received outside",
    time: "Time",
    aims: "this is our aim",
    attempts: "attempted, not promised",
    and: "and",
    priorities: "Priorities",
    priority: "Priority",
    priority_default: "Priority where nobody chose one",
    share: "Kept in",
    kept_by: "Kept by",
    clause: "Clause",
    levels: "Levels",
    level: "Level",
    does: "What it does",
    hands_over: "Hands over",
    rating: "Rating",
    gaps: "What the policy leaves open",
    gap: "Not stated",
    we_use: "What we do",
};

const FRENCH: Labels = Labels {
    language: "fr",
    own: "notre propre choix, non précisé dans la politique",
    version: "Version",
    effective: "En vigueur depuis",
    unstated: "non précisé",
    purpose: "But",
    scope: "Domaine d'application",
    review: "Révision",
    hours: "Heures d'ouverture",
    calendar: "Calendrier",
    zone: "Fuseau horaire",
    always: "en tout temps",
    closed: "fermé",
    days: ["lun", "mar", "mer", "jeu", "ven", "sam", "dim"],
    plans: "Formules",
    plan: "Formule",
    channels: "Comment nous joindre",
    channel: "Canal",
    rule: "Règle",
    accepted: "ouvert",
    refused: "fermé",
    registered: "réservé aux personnes enregistrées",
    preferred: "à préférer",
    severities: "Gravités",
    severity: "Gravité",
    means: "Signification",
    examples: "Exemples",
    default: "Gravité si personne n'a choisi",
    set_by: "Choisie par",
    changed_by: "Modifiée par",
    promises: "Ce que nous promettons",
    promise: "Promesse",
    applies_to: "Concerne",
    all: "toutes les demandes",
    inside: "reçues pendant",
    outside: "reçues hors de",
    time: "Délai",
    aims: "c'est notre objectif",
    attempts: "visé, non promis",
    and: "et",
    priorities: "Priorités",
    priority: "Priorité",
    priority_default: "Priorité si personne n'a choisi",
    share: "Tenu dans",
    kept_by: "Tenu par",
    clause: "Clause",
    levels: "Niveaux",
    level: "Niveau",
    does: "Ce qu'il fait",
    hands_over: "Transmission",
    rating: "Évaluation",
    gaps: "Ce que la politique laisse ouvert",
    gap: "Non précisé",
    we_use: "Ce que nous faisons",
};

impl Labels {
    /// The name of a metric.
    pub(in crate::policy) fn metric(&self, metric: &Metric) -> String {
        if self.language != "fr" {
            return capitalised(metric_word(metric));
        }
        let french = match metric {
            Metric::Acknowledgement => "Accusé de réception",
            Metric::FirstResponse => "Première réponse",
            Metric::NextResponse => "Réponse suivante",
            Metric::Update => "Nouvelle de l'avancement",
            Metric::WorkBegin => "Début des travaux",
            Metric::Workaround => "Contournement",
            Metric::Resolution => "Résolution",
            Metric::Quote => "Devis",
            Metric::ContinuousWork => "Travail sans interruption",
            Metric::TakeOver => "Reprise après transmission",
            Metric::Own(name) => name,
        };
        french.to_owned()
    }

    /// The name of an act.
    pub(in crate::policy) fn act(&self, act: Act) -> &'static str {
        if self.language != "fr" {
            return act_word(act);
        }
        match act {
            Act::AcknowledgedAutomatically => "accusé de réception automatique",
            Act::Responded => "réponse",
            Act::Acknowledged => "accusé de réception",
            Act::Diagnosed => "diagnostic",
            Act::PlanGiven => "plan d'action",
            Act::WorkBegun => "début des travaux",
            Act::WorkaroundGiven => "contournement",
            Act::ConveyedToPrincipals => "transmission aux responsables",
            Act::Forwarded => "transmission",
            Act::FeedbackGiven => "retour d'information",
            Act::TrainingSuggested => "formation proposée",
            Act::QuoteGiven => "devis",
            Act::FixReleased => "correctif publié",
            Act::Resolved => "résolution",
        }
    }

    /// Acts that satisfy together.
    pub(in crate::policy) fn acts(&self, all: &AllOf) -> String {
        let names: Vec<&str> = all.0.iter().map(|act| self.act(*act)).collect();
        names.join(&format!(" {} ", self.and))
    }

    /// What is said beside a time that is not simply promised.
    pub(super) fn firmness(&self, firmness: Firmness) -> &'static str {
        match firmness {
            Firmness::Will => "",
            Firmness::Aims => self.aims,
            Firmness::Attempts => self.attempts,
        }
    }

    /// The name of a channel.
    pub(in crate::policy) fn channel_name(&self, id: &str) -> String {
        let french = self.language == "fr";
        match id {
            "portal" if french => "Portail".to_owned(),
            "mail" if french => "E-mail".to_owned(),
            "chat" if french => "Messagerie instantanée".to_owned(),
            "phone" if french => "Téléphone".to_owned(),
            "social" if french => "Réseaux sociaux".to_owned(),
            "social" => "Social networks".to_owned(),
            "api" => "API".to_owned(),
            other => capitalised(other),
        }
    }
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
