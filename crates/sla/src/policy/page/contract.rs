//! What concerns the contract and not one request: periods, services, the
//! product, work outside the contract, money, and terms.

use super::{Cell, Html, Page};
use crate::policy::{Anchor, Party, PaymentTime, Text, Within};

impl Page<'_> {
    /// The sections on the contract.
    pub(super) fn contract(&self, html: &mut Html) {
        html.section("periods", self.word("Periods", "Périodes"), |html| {
            self.periods(html)
        });
        html.section("services", self.word("Services", "Prestations"), |html| {
            self.services(html)
        });
        html.section("product", self.word("The product", "Le produit"), |html| {
            self.product(html)
        });
        html.section(
            "variation",
            self.word("Work outside the contract", "Travaux hors contrat"),
            |html| self.variation(html),
        );
        html.section("payment", self.word("Payment", "Paiement"), |html| {
            self.payment(html)
        });
        html.section("terms", self.word("Terms", "Conditions"), |html| {
            self.terms(html)
        });
    }

    fn periods(&self, html: &mut Html) {
        let rows: Vec<Vec<Cell>> = self
            .policy
            .periods()
            .iter()
            .map(|period| {
                let from = period.from.iter().map(|anchor| self.since(*anchor));
                let from: Vec<&str> = from.collect();
                let or = format!(" {} ", self.word("or", "ou"));
                vec![
                    self.cell(Some(&period.name)),
                    Cell::lines([
                        period.lasts.length_in_words(self.language).as_str(),
                        &from.join(&or),
                    ]),
                    self.lines(&period.gives),
                    self.lines(&period.excludes),
                    self.cell(period.served_by.as_ref()),
                    self.cell(period.limit.as_ref()),
                    Cell::text(period.clause.as_deref().unwrap_or_default()),
                ]
            })
            .collect();
        let columns = [
            self.word("Period", "Période"),
            self.labels.time,
            self.word("Includes", "Comprend"),
            self.word("Does not include", "Ne comprend pas"),
            self.word("Served by", "Assurée par"),
            self.word("Limits", "Limites"),
            self.labels.clause,
        ];
        html.table(self.word("Periods", "Périodes"), &columns, &rows);
    }

    fn services(&self, html: &mut Html) {
        let rows: Vec<Vec<Cell>> = self
            .policy
            .services()
            .iter()
            .map(|service| {
                vec![
                    self.cell(Some(&service.name)),
                    self.lines(&service.does),
                    self.lines(&service.charged),
                    self.lines(&service.does_not),
                    self.lines(&service.steps),
                    self.cell(service.rate.as_ref()),
                    Cell::text(service.clause.as_deref().unwrap_or_default()),
                ]
            })
            .collect();
        let columns = [
            self.word("Service", "Prestation"),
            self.word("We do", "Nous faisons"),
            self.word("Charged", "Facturé"),
            self.word("We do not do", "Nous ne faisons pas"),
            self.word("Steps", "Étapes"),
            self.word("Rate", "Tarif"),
            self.labels.clause,
        ];
        html.table(self.word("Services", "Prestations"), &columns, &rows);
        if let Some(readiness) = self.policy.readiness() {
            html.pairs(&[
                (
                    self.word("Must be ready", "À préparer"),
                    Some(self.lines(&readiness.needs)),
                ),
                self.pair("Before", "Avant", readiness.before.as_ref()),
                self.pair("By", "Par", readiness.by.as_ref()),
                self.clause(readiness.clause.as_deref()),
            ]);
        }
        if let Some(customisation) = self.policy.customisation() {
            let declined = self.word("The vendor may decline it.", "L'éditeur peut la refuser.");
            let declined = customisation.may_decline.then(|| Cell::text(declined));
            html.pairs(&[
                self.pair(
                    "Customisation",
                    "Individualisation",
                    Some(&customisation.means),
                ),
                (self.word("Choice", "Choix"), declined),
                self.pair("What is weighed", "Critères", customisation.weighs.as_ref()),
                self.pair("Price", "Prix", customisation.price.as_ref()),
                self.clause(customisation.clause.as_deref()),
            ]);
        }
    }

    fn product(&self, html: &mut Html) {
        if let Some(rules) = self.policy.release_rules() {
            html.pairs(&[
                (
                    self.word("Published", "Publié"),
                    (!rules.gives.is_empty()).then(|| self.lines(&rules.gives)),
                ),
                self.pair("For", "Pour", rules.to.as_ref()),
                self.pair(
                    "Waiting for a patch",
                    "En attente d'un patch",
                    rules.awaits_patch.as_ref(),
                ),
                self.pair(
                    "Research and development",
                    "Recherche et développement",
                    rules.awaits_research.as_ref(),
                ),
                self.clause(rules.clause.as_deref()),
            ]);
        }
        let systems = self.policy.compatibility().iter();
        let rows: Vec<Vec<Cell>> = systems
            .map(|system| {
                let versions = match &system.versions {
                    Some(versions) => versions.join(", "),
                    None => self.labels.unstated.to_owned(),
                };
                vec![
                    self.cell(Some(&system.system)),
                    Cell::text(&versions),
                    Cell::text(system.clause.as_deref().unwrap_or_default()),
                ]
            })
            .collect();
        let works_with = self.word("Works with", "Fonctionne avec");
        let versions = self.word("Supported versions", "Versions prises en charge");
        html.table(
            works_with,
            &[works_with, versions, self.labels.clause],
            &rows,
        );
        if let Some(window) = self.policy.maintenance_window() {
            html.pairs(&[
                self.pair(
                    "Maintenance window",
                    "Fenêtre de maintenance",
                    Some(&window.says),
                ),
                self.pair("Set by", "Fixée par", Some(&window.set_by)),
                self.clause(window.clause.as_deref()),
            ]);
        }
    }

    fn variation(&self, html: &mut Html) {
        let Some(terms) = self.policy.variation() else {
            return;
        };
        let raised_by = terms.raised_by.iter().map(|party| match party {
            Party::Customer => self.word("the customer", "le client"),
            Party::Vendor => self.word("the vendor", "l'éditeur"),
        });
        let raised_by: Vec<&str> = raised_by.collect();
        let approval = self.word(
            "in writing, before work begins",
            "par écrit, avant les travaux",
        );
        let payment = terms.payment.map(|time| match time {
            PaymentTime::InAdvance => self.word("in advance", "d'avance"),
            PaymentTime::AfterWork => self.word("after the work", "après les travaux"),
        });
        let apart = self.word("apart from the contract", "séparément du contrat");
        let apart = if terms.billed_apart { apart } else { "" };
        html.pairs(&[
            self.pair("What it is for", "Objet", terms.covers.as_ref()),
            (
                self.word("Asked for by", "Demandé par"),
                (!raised_by.is_empty()).then(|| Cell::text(&raised_by.join(", "))),
            ),
            (
                self.word("Quote, from submission", "Devis, dès la demande"),
                terms.quote_within.as_ref().map(|within| self.time(within)),
            ),
            (
                self.word("What the quote tells", "Contenu du devis"),
                (!terms.quotes.is_empty()).then(|| self.lines(&terms.quotes)),
            ),
            (
                self.word("Approval by the customer", "Approbation du client"),
                terms.written_approval.then(|| Cell::text(approval)),
            ),
            (
                self.word("Payment", "Paiement"),
                payment.map(|payment| Cell::lines([payment, apart])),
            ),
            self.clause(terms.clause.as_deref()),
        ]);
    }

    fn payment(&self, html: &mut Html) {
        if let Some(terms) = self.policy.payment() {
            let interest = terms.interest.as_ref().map(|interest| {
                let month = self.word("a month at most", "par mois au plus");
                let law = self.word("or the maximum of the law", "ou le maximum légal");
                let law = if interest.capped_by_law { law } else { "" };
                Cell::text(format!("{} {month} {law}", interest.percentage()).trim())
            });
            html.pairs(&[
                (
                    self.word("Due", "Échéance"),
                    self.due(terms.due_within.as_ref(), terms.due_from),
                ),
                self.pair("Schedule", "Échéancier", terms.schedule.as_ref()),
                (
                    self.word("Interest when overdue", "Intérêt de retard"),
                    interest,
                ),
                self.pair("Taxes", "Taxes", terms.taxes.as_ref()),
                self.pair("Refunds", "Remboursement", terms.refunds.as_ref()),
                self.clause(terms.clause.as_deref()),
            ]);
        }
        let rows: Vec<Vec<Cell>> = self
            .policy
            .charges()
            .iter()
            .map(|charge| {
                let due = self.due(charge.due_within.as_ref(), charge.due_from);
                vec![
                    self.cell(Some(&charge.what)),
                    self.cell(charge.when.as_ref()),
                    self.cell(charge.rate.as_ref()),
                    self.lines(&charge.reimbursed),
                    due.unwrap_or_default(),
                    Cell::text(charge.clause.as_deref().unwrap_or_default()),
                ]
            })
            .collect();
        let columns = [
            self.word("Charge", "Frais"),
            self.word("When", "Quand"),
            self.word("Rate", "Tarif"),
            self.word("Reimbursed", "Remboursé"),
            self.word("Due", "Échéance"),
            self.labels.clause,
        ];
        html.table(self.word("Charges", "Frais"), &columns, &rows);
    }

    fn due(&self, within: Option<&Within>, from: Option<Anchor>) -> Option<Cell> {
        let from = from.map_or("", |from| self.since(from));
        Some(Cell::lines([
            within?.in_words(self.language).as_str(),
            from,
        ]))
    }

    /// From which event on something counts.
    fn since(&self, anchor: Anchor) -> &'static str {
        match anchor {
            Anchor::Receipt => self.word("from receipt", "dès la réception"),
            Anchor::Submission => self.word("from submission", "dès la demande"),
            Anchor::GoLive => self.word("from go-live", "dès la mise en service"),
            Anchor::Delivery => self.word("from delivery", "dès la livraison"),
            Anchor::Purchase => self.word("from purchase", "dès l'achat"),
            Anchor::Renewal => self.word("from renewal", "dès le renouvellement"),
            Anchor::Signature => self.word("from signature", "dès la signature"),
            Anchor::Invoice => self.word("from the invoice", "dès la facture"),
        }
    }

    fn terms(&self, html: &mut Html) {
        let rows: Vec<Vec<Cell>> = self
            .policy
            .terms()
            .iter()
            .map(|term| {
                vec![
                    self.cell(Some(&term.says)),
                    self.cell(term.notice.as_ref()),
                    Cell::text(term.clause.as_deref().unwrap_or_default()),
                ]
            })
            .collect();
        let columns = [
            self.word("Term", "Condition"),
            self.word("Changes", "Modifications"),
            self.labels.clause,
        ];
        html.table(self.word("Terms", "Conditions"), &columns, &rows);
    }

    fn lines(&self, texts: &[Text]) -> Cell {
        Cell::lines(texts.iter().map(|text| self.say(text)))
    }

    fn pair(
        &self,
        english: &'static str,
        french: &'static str,
        text: Option<&Text>,
    ) -> (&'static str, Option<Cell>) {
        let cell = text.map(|text| Cell::text(self.say(text)));
        (self.word(english, french), cell)
    }
}
