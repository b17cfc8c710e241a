//! The parts of a policy that run no clock: what a report must tell, which level
//! it needs, what the contract covers, how one complains, what is paid.
//!
//! Each file reads one part and answers the pure questions it can answer. What a
//! desk does with the answers is not decided here.

pub(super) mod case;
mod complaint;
mod coverage;
mod inactivity;
mod information;
mod lowering;
mod part;
mod payment;
mod period;
mod product;
mod questionnaire;
mod service;
mod span;
mod term;
mod variation;

use super::{
    Policy,
    problems::Problems,
    severity::Severity,
    table::{Table, unknown},
};
use part::{Ids, Part};
use serde::Serialize;

pub(super) use coverage::{CAUSES, CONTRACTS, COVERAGES, MODIFIERS};
pub(super) use inactivity::AWAITED;
pub(super) use information::NEEDS;
pub(super) use questionnaire::FINDS;
pub(super) use variation::{PARTIES, PAYMENT_TIMES};

pub use complaint::{ComplaintPath, ComplaintStep, Suggestions};
pub use coverage::{
    Cause, ContractState, Coverage, CoverageDecision, CoverageFact, CoverageQuestion, CoverageRow,
    CoverageTable, ModifiedBy, OTHER_SUBJECT, Reason,
};
pub use inactivity::{Awaited, Discretion, Inactivity, InactivitySchedule};
pub use information::{Information, InformationItem, Need};
pub use lowering::Lowering;
pub use payment::{Charge, Interest, PaymentTerms};
pub use period::Period;
pub use product::{Compatibility, MaintenanceWindow, ReleaseRules};
pub use questionnaire::{Answer, Finds, Leads, Question, Questionnaire, Step, WalkError};
pub use service::{Customisation, Readiness, Service};
pub use term::{Note, Term};
pub use variation::{InWriting, Party, PaymentTime, VariationFacts, VariationStep, VariationTerms};

/// All of them, as far as the policy has them.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Parts {
    information: Option<Information>,
    questionnaires: Vec<Questionnaire>,
    lowering: Option<Lowering>,
    coverage: Option<CoverageTable>,
    periods: Vec<Period>,
    inactivity: Option<Inactivity>,
    discretion: Option<Discretion>,
    complaint: Option<ComplaintPath>,
    suggestions: Option<Suggestions>,
    variation: Option<VariationTerms>,
    payment: Option<PaymentTerms>,
    charges: Vec<Charge>,
    services: Vec<Service>,
    readiness: Option<Readiness>,
    customisation: Option<Customisation>,
    release: Option<ReleaseRules>,
    compatibility: Vec<Compatibility>,
    maintenance_window: Option<MaintenanceWindow>,
    terms: Vec<Term>,
    notes: Vec<Note>,
}

/// Reads every part of the file's root.
pub(super) fn read(
    root: &mut Table<'_>,
    languages: &[String],
    severities: &[Severity],
    problems: &mut Problems<'_>,
) -> Parts {
    let mut given = Given::default();
    let mut root = Part::root(root, languages, problems);
    Parts {
        information: root.part("information", information::read),
        questionnaires: root.parts("questionnaire", |part| {
            questionnaire::read(part, &mut given.questionnaires)
        }),
        lowering: root.part("lowering", |part| lowering::read(part, severities)),
        coverage: root.part("coverage", coverage::read),
        periods: root.named("period", period::read),
        inactivity: root.part("inactivity", inactivity::read),
        discretion: root.part("discretion", inactivity::read_discretion),
        complaint: root.part("complaint", complaint::read),
        suggestions: root.part("suggestion", complaint::read_suggestions),
        variation: root.part("variation", variation::read),
        payment: root.part("payment", payment::read),
        charges: root.parts("charge", |part| {
            payment::read_charge(part, &mut given.charges)
        }),
        services: root.parts("service", |part| service::read(part, &mut given.services)),
        readiness: root.part("readiness", service::read_readiness),
        customisation: root.part("customisation", service::read_customisation),
        release: root.part("release", product::read_release),
        compatibility: root.parts("compatibility", product::read_compatibility),
        maintenance_window: root.part("maintenance-window", product::read_window),
        terms: root.parts("term", |part| term::read(part, &mut given.terms)),
        notes: root.parts("note", |part| term::read_note(part, &mut given.notes)),
    }
}

/// The ids given so far, by kind.
#[derive(Default)]
struct Given {
    questionnaires: Ids,
    charges: Ids,
    services: Ids,
    terms: Ids,
    notes: Ids,
}

/// What the parts, and the cases, say of each other and of the rest of the policy.
pub(super) fn check(policy: &Policy, problems: &mut Problems<'_>) {
    let parts = &policy.parts;
    let levels: Vec<u8> = policy.levels.iter().map(|level| level.number).collect();
    let severities: Vec<u8> = policy.severities.iter().map(|known| known.number).collect();
    for questionnaire in &parts.questionnaires {
        questionnaire::check(questionnaire, &levels, &severities, problems);
    }
    if let Some(table) = &parts.coverage {
        let periods: Vec<&str> = parts
            .periods
            .iter()
            .map(|period| period.id.as_str())
            .collect();
        coverage::check(table, &periods, &levels, problems);
    }
    let targets: Vec<&str> = policy
        .targets
        .iter()
        .map(|target| target.id.as_str())
        .collect();
    let steps = parts.complaint.iter().flat_map(|path| &path.steps);
    for target in steps.filter_map(|step| step.target.as_ref()) {
        if !targets.contains(&target.value.as_str()) {
            let place = "the targets of the policy";
            let code = "unknown-reference";
            unknown(
                code,
                &target.value,
                &target.place,
                place,
                &targets,
                problems,
            );
        }
    }
    case::check(policy, problems);
}

/// What a policy says beside its promises; none of it runs a clock.
///
/// ```
/// use sla::policy::Policy;
///
/// let policy = Policy::parse("nordwind.toml", r#"
/// format = 1
/// [policy]
/// name      = "Nordwind"
/// version   = "1"
/// languages = ["en"]
/// effective = 2026-01-01
/// calendar  = "always"
/// [information]
/// item = [{ id = "product", asks = "Which product?" }]
/// [complaint]
/// addresses = "complaints@nordwind.example"
/// [inactivity]
/// awaiting     = "answer"
/// closes-after = "14 calendar days"
/// [payment]
/// due-within = "30 calendar days"
/// due-from   = "invoice"
/// [[charge]]
/// id   = "travel"
/// what = "Travel to the customer"
/// [[term]]
/// id   = "changes"
/// says = "Changes are announced."
/// "#).policy.unwrap();
/// assert_eq!(policy.information().unwrap().missing("incident", &[]).len(), 1);
/// assert_eq!(policy.complaint_path().unwrap().addresses, ["complaints@nordwind.example"]);
/// assert_eq!(policy.inactivity().unwrap().closes_after.to_string(), "14 calendar days");
/// assert!(policy.payment().unwrap().due_within.is_some());
/// assert_eq!((policy.charges()[0].id.as_str(), policy.terms()[0].id.as_str()), ("travel", "changes"));
///
/// // What the file does not say is not made up.
/// assert!(policy.questionnaires().is_empty() && policy.questionnaire("level").is_none());
/// assert!(policy.lowering().is_none() && policy.discretion().is_none());
/// assert!(policy.coverage_table().is_none() && policy.coverage(&Default::default()).is_none());
/// assert!(policy.periods().is_empty() && policy.services().is_empty());
/// assert!(policy.suggestions().is_none() && policy.variation().is_none());
/// assert!(policy.readiness().is_none() && policy.customisation().is_none());
/// assert!(policy.release_rules().is_none() && policy.compatibility().is_empty());
/// assert!(policy.maintenance_window().is_none() && policy.notes().is_empty());
/// ```
impl Policy {
    /// What a report must tell.
    pub fn information(&self) -> Option<&Information> {
        self.parts.information.as_ref()
    }

    /// In the order of the file.
    pub fn questionnaires(&self) -> &[Questionnaire] {
        &self.parts.questionnaires
    }

    /// One questionnaire by its id.
    pub fn questionnaire(&self, id: &str) -> Option<&Questionnaire> {
        self.parts
            .questionnaires
            .iter()
            .find(|known| known.id == id)
    }

    /// What becomes of a severity once the business can go on.
    pub fn lowering(&self) -> Option<&Lowering> {
        self.parts.lowering.as_ref()
    }

    /// What the contract covers; `None`: the policy does not say.
    pub fn coverage_table(&self) -> Option<&CoverageTable> {
        self.parts.coverage.as_ref()
    }

    /// Whether the contract covers a request, by the coverage table; `None` where
    /// the policy has none. See [`CoverageTable::decide`].
    pub fn coverage(&self, question: &CoverageQuestion) -> Option<CoverageDecision> {
        self.coverage_table().map(|table| table.decide(question))
    }

    /// Periods that begin with an event of the contract, in the order of the file.
    pub fn periods(&self) -> &[Period] {
        &self.parts.periods
    }

    /// When a ticket nobody works on is reminded of and closed.
    pub fn inactivity(&self) -> Option<&Inactivity> {
        self.parts.inactivity.as_ref()
    }

    /// Which tickets the vendor may close without asking.
    pub fn discretion(&self) -> Option<&Discretion> {
        self.parts.discretion.as_ref()
    }

    /// How one complains; `None`: the policy does not say.
    pub fn complaint_path(&self) -> Option<&ComplaintPath> {
        self.parts.complaint.as_ref()
    }

    /// Where suggestions go; `None`: the policy does not say.
    pub fn suggestions(&self) -> Option<&Suggestions> {
        self.parts.suggestions.as_ref()
    }

    /// The terms of work outside the contract.
    pub fn variation(&self) -> Option<&VariationTerms> {
        self.parts.variation.as_ref()
    }

    /// When payments are due and what overdue ones bear; `None`: the policy does not say.
    pub fn payment(&self) -> Option<&PaymentTerms> {
        self.parts.payment.as_ref()
    }

    /// What is charged beside the contract, in the order of the file.
    pub fn charges(&self) -> &[Charge] {
        &self.parts.charges
    }

    /// What the vendor does and does not do, by occasion, in the order of the file.
    pub fn services(&self) -> &[Service] {
        &self.parts.services
    }

    /// What must be there before a project begins.
    pub fn readiness(&self) -> Option<&Readiness> {
        self.parts.readiness.as_ref()
    }

    /// How features for one customer come about; `None`: the policy does not say.
    pub fn customisation(&self) -> Option<&Customisation> {
        self.parts.customisation.as_ref()
    }

    /// What is published, and for whom; `None`: the policy does not say.
    pub fn release_rules(&self) -> Option<&ReleaseRules> {
        self.parts.release.as_ref()
    }

    /// The systems the product works with.
    pub fn compatibility(&self) -> &[Compatibility] {
        &self.parts.compatibility
    }

    /// The customer's hours for planned outages; `None`: the policy does not say.
    pub fn maintenance_window(&self) -> Option<&MaintenanceWindow> {
        self.parts.maintenance_window.as_ref()
    }

    /// Terms that are only shown.
    pub fn terms(&self) -> &[Term] {
        &self.parts.terms
    }

    /// What the text says without asking anything of a desk.
    pub fn notes(&self) -> &[Note] {
        &self.parts.notes
    }
}
