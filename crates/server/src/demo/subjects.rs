//! What the tickets of the example desks are about.

use domain::Kind;

/// A ticket's subject and first message, and how its conversation may go on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Story {
    pub(super) kind: Kind,
    /// The subject in the coverage table of the policy that has it.
    pub(super) about: Option<&'static str>,
    pub(super) subject: &'static str,
    pub(super) report: &'static str,
}

/// What people say in a language, beside the stories.
#[derive(Clone, Copy, Debug)]
pub(super) struct Phrases {
    pub(super) stories: &'static [Story],
    pub(super) diagnoses: &'static [&'static str],
    pub(super) questions: &'static [&'static str],
    pub(super) answers: &'static [&'static str],
    pub(super) notes: &'static [&'static str],
    pub(super) solutions: &'static [&'static str],
    pub(super) reasons: &'static [&'static str],
    pub(super) thanks: &'static [&'static str],
}

pub(super) fn phrases(language: &str) -> &'static Phrases {
    if language == "fr" { &FRENCH } else { &ENGLISH }
}

const fn story(kind: Kind, subject: &'static str, report: &'static str) -> Story {
    Story {
        kind,
        about: None,
        subject,
        report,
    }
}

impl Story {
    const fn about(self, about: &'static str) -> Self {
        Self {
            about: Some(about),
            ..self
        }
    }
}

const ENGLISH: Phrases = Phrases {
    stories: &[
        story(
            Kind::Incident,
            "Orders stop arriving after the nightly sync",
            "Since last night no order from the shop has reached the ERP. The log shows a timeout at 02:14, then nothing.",
        ),
        story(
            Kind::Incident,
            "Console unreachable from the second site",
            "Since this morning nobody at our second site can open the console. The main site is fine. Nothing changed on our side that I know of.",
        ),
        story(
            Kind::Incident,
            "Export drops events larger than 64 KB",
            "Large events are missing from the export. Small ones arrive. We need them for the audit.",
        ),
        story(
            Kind::Question,
            "How do we read the risk column in the weekly report?",
            "The weekly report has a column called risk with values from 1 to 9. Is 9 good or bad?",
        ),
        story(
            Kind::Incident,
            "Stock levels differ between shop and warehouse",
            "Twelve articles show a different stock in the shop. A manual sync corrects it until the next hour.",
        ),
        story(
            Kind::ChangeRequest,
            "Add the customer's order number to the invoice",
            "Our customers ask for their own order number on the invoice. Could the mapping carry it over?",
        ),
        story(
            Kind::Incident,
            "Agent stops reporting after the update on 40 hosts",
            "After yesterday's update about forty hosts went silent. Restarting the service helps for an hour.",
        ),
        story(
            Kind::Question,
            "Which versions of the browser are supported?",
            "We are about to roll out a new browser. Which versions do you support?",
        ),
        story(
            Kind::Incident,
            "Licence count is too high after removing hosts",
            "We removed twelve hosts but the licence page still counts them.",
        ),
        story(
            Kind::ServiceRequest,
            "Please install the test system again",
            "We would like to start the acceptance test from an empty system.",
        )
        .about("reinstallation"),
        story(
            Kind::Incident,
            "Two-factor prompt loops",
            "The prompt for the second factor comes back after the right code, in one browser only.",
        ),
        story(
            Kind::Suggestion,
            "Show the last sync time on the dashboard",
            "It would help us to see at a glance when the last sync ran.",
        ),
    ],
    diagnoses: &[
        "Thank you for the report. We looked at the log: the connection is closed by the proxy after 30 seconds. We will raise the limit on our side and test it today.",
        "We can reproduce this. The cause is a changed field name in the new version. The plan: a corrected mapping tomorrow morning.",
        "We checked your installation. The service runs out of memory; we will give it more and watch it over night.",
    ],
    questions: &[
        "Could you please send us the log file of the last hour?",
        "Which version do you see under Help, About?",
        "Does it also happen with another user?",
    ],
    answers: &[
        "Here is what you asked for. It is getting urgent.",
        "It is version 3.7.2, and yes, it happens with every user.",
        "I attached the log to our share. Thank you for looking into it.",
    ],
    notes: &[
        "Looks like the old proxy problem again. Can somebody confirm?",
        "The customer called as well; sounded relaxed.",
        "Same as two tickets last month.",
    ],
    solutions: &[
        "The limit is raised and the backlog has gone through. Please check on your side.",
        "The corrected mapping is live. We ran it on yesterday's data and all records arrive.",
        "Solved by a restart with the new settings; we watched it for two hours.",
    ],
    reasons: &[
        "It stops the whole site",
        "There is a way round it",
        "It needs a deeper look at the code",
    ],
    thanks: &[
        "Works again, thank you!",
        "Quick and friendly.",
        "It took a while, but it is solved.",
    ],
};

const FRENCH: Phrases = Phrases {
    stories: &[
        story(
            Kind::Incident,
            "Impossible d'imprimer les bulletins de livraison",
            "Depuis ce matin, l'impression des bulletins de livraison reste bloquée. Les factures s'impriment normalement.",
        ),
        story(
            Kind::Question,
            "Comment clôturer un exercice comptable ?",
            "Nous devons clôturer l'exercice. Dans quel ordre faut-il procéder ?",
        ),
        story(
            Kind::Incident,
            "Message d'erreur à l'ouverture des commandes",
            "L'ouverture d'une commande affiche une erreur, puis le logiciel se ferme.",
        ),
        story(
            Kind::ServiceRequest,
            "Formation pour deux nouvelles collaboratrices",
            "Deux personnes nous rejoignent en janvier. Pourriez-vous organiser une formation sur les achats ?",
        )
        .about("formation"),
        story(
            Kind::ChangeRequest,
            "Ajouter une colonne à la liste des articles",
            "Il nous faudrait le poids brut dans la liste des articles.",
        )
        .about("fonctionnalite"),
        story(
            Kind::Incident,
            "Le stock affiché ne correspond pas à l'inventaire",
            "Après l'inventaire, trois articles montrent encore l'ancien stock.",
        ),
        story(
            Kind::ServiceRequest,
            "Copie de la société de test",
            "Nous aimerions une copie récente de notre société dans l'environnement de test.",
        )
        .about("copie"),
        story(
            Kind::Question,
            "Où trouver les notes de la dernière version ?",
            "Nous cherchons la liste des nouveautés de la dernière version.",
        ),
    ],
    diagnoses: &[
        "Merci pour votre demande. Nous avons reproduit le problème : un paramètre de l'imprimante a changé avec la mise à jour. Nous le corrigeons cet après-midi.",
        "Nous avons analysé le journal. La cause est une donnée incomplète ; voici la marche à suivre que nous proposons.",
    ],
    questions: &[
        "Pourriez-vous nous envoyer une copie d'écran du message complet ?",
        "Quelle version voyez-vous dans le menu Aide ?",
    ],
    answers: &[
        "Voici la copie d'écran demandée.",
        "C'est la version 12.3. Cela se produit sur tous les postes.",
    ],
    notes: &[
        "Le client a aussi téléphoné.",
        "Même cas que le mois dernier.",
    ],
    solutions: &[
        "Le paramètre est corrigé et l'impression fonctionne. Merci de vérifier de votre côté.",
        "La correction est en place ; nous avons testé avec vos données.",
    ],
    reasons: &[
        "Une expertise plus poussée est nécessaire",
        "La demande sort du contrat de maintenance",
    ],
    thanks: &["Tout fonctionne, merci !", "Rapide et aimable."],
};
