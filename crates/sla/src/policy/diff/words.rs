//! The words of a difference, in English and French.

use super::Change;
use crate::policy::Text;

/// A phrase in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    english: String,
    french: String,
}

impl Said {
    /// What `phrase` says in `en` and in `fr`.
    pub(super) fn of(phrase: impl Fn(&str) -> String) -> Self {
        Self {
            english: phrase("en"),
            french: phrase("fr"),
        }
    }

    pub(super) fn same(phrase: &str) -> Self {
        Self::of(|_| phrase.to_owned())
    }

    pub(super) fn quoted(text: &Text) -> Self {
        Self::of(|language| {
            let text = text.in_language(language);
            match language {
                "fr" => format!("« {text} »"),
                _ => format!("“{text}”"),
            }
        })
    }

    pub(super) fn list(phrases: Vec<Self>) -> Self {
        Self::of(|language| {
            let phrases: Vec<&str> = phrases
                .iter()
                .map(|one| one.in_language(language))
                .collect();
            phrases.join(", ")
        })
    }

    pub(super) fn pair(english: &str, french: &str) -> Self {
        Self {
            english: english.to_owned(),
            french: french.to_owned(),
        }
    }

    pub(super) fn yes(flag: bool) -> Self {
        if flag {
            Self::pair("yes", "oui")
        } else {
            Self::pair("no", "non")
        }
    }

    /// What a key of the file is about.
    pub(super) fn key(key: &str) -> Self {
        let known = KEYS.iter().find(|(known, _, _)| *known == key);
        let (english, french) = known.map_or((key, key), |(_, en, fr)| (*en, *fr));
        Self::pair(english, french)
    }

    /// `Plan Gold, hours`.
    pub(super) fn with(&self, more: &Self) -> Self {
        Self::of(|language| match self.in_language(language) {
            "" => more.in_language(language).to_owned(),
            title => format!("{title}, {}", more.in_language(language)),
        })
    }

    /// `closed day 2026-12-25`.
    pub(super) fn then(&self, word: &str) -> Self {
        Self::of(|language| format!("{} {word}", self.in_language(language)))
    }

    pub(super) fn in_language(&self, language: &str) -> &str {
        if language == "fr" {
            &self.french
        } else {
            &self.english
        }
    }
}

/// The keys of the file as people call them; a test sees that none is missing.
pub(super) const KEYS: &[(&str, &str, &str)] = &[
    ("accepted", "open", "ouvert"),
    ("addresses", "addresses", "adresses"),
    ("after-pause", "after a pause", "après une suspension"),
    ("anchor", "counted from", "compté à partir de"),
    ("applies", "applies to", "concerne"),
    ("begins-with", "begins with", "commence par"),
    ("calendar", "hours", "horaires"),
    (
        "change",
        "changed by the vendor alone",
        "modifiée par le seul fournisseur",
    ),
    ("changed-by", "changed by", "modifiée par"),
    ("channels", "channels", "canaux"),
    ("clause", "clause", "clause"),
    ("closed", "closed on", "fermeture le"),
    (
        "default",
        "severity where nobody chose one",
        "gravité si personne n'a choisi",
    ),
    (
        "disqualified",
        "what does not qualify",
        "ce qui n'en relève pas",
    ),
    ("does", "what it does", "ce qu'il fait"),
    ("effective", "in force from", "en vigueur dès"),
    (
        "counts-from",
        "after a change counted from",
        "après un changement, compté à partir de",
    ),
    ("firmness", "how firmly", "fermeté"),
    ("metrics", "own measures", "mesures propres"),
    ("examples", "examples", "exemples"),
    (
        "from",
        "for registered people only",
        "réservé aux personnes enregistrées",
    ),
    ("governs", "why it governs", "raison de sa primauté"),
    ("hands-over", "when it hands over", "transmission"),
    (
        "identify",
        "how to identify oneself",
        "comment s'identifier",
    ),
    ("instead", "what to use instead", "que faire à la place"),
    ("keep", "kept in", "tenu dans"),
    ("languages", "languages", "langues"),
    ("means", "meaning", "signification"),
    ("name", "name", "nom"),
    ("notice", "notice of changes", "préavis des changements"),
    ("operating", "our own choice", "notre propre choix"),
    (
        "paused-by",
        "rests while waiting for",
        "suspendu en attente de",
    ),
    ("preferred", "preferred", "à préférer"),
    ("purpose", "purpose", "but"),
    ("question", "question", "question"),
    ("review", "review", "révision"),
    (
        "running",
        "also for running tickets",
        "aussi pour les tickets en cours",
    ),
    ("satisfied-by", "kept by", "tenu par"),
    ("says", "wording", "formulation"),
    ("scale", "answers", "réponses"),
    ("scope", "scope", "domaine d'application"),
    (
        "sees",
        "what its people may see",
        "ce que ses membres peuvent voir",
    ),
    ("set-by", "chosen by", "choisie par"),
    ("special", "hours on", "horaires du"),
    ("starts", "counted from", "compté à partir de"),
    ("until", "until", "jusqu'à"),
    ("version", "version", "version"),
    ("warn", "warning", "avertissement"),
    (
        "told",
        "what the customer is told",
        "ce que le client apprend",
    ),
    ("we-use", "what we do", "ce que nous faisons"),
    ("weekly", "weekly hours", "horaires de la semaine"),
    (
        "without-a-break",
        "worked on without a break",
        "traitée sans interruption",
    ),
    ("zone", "time zone", "fuseau horaire"),
];

impl Change {
    /// The change as one line for people. French for `fr`, English for everything
    /// else.
    ///
    /// ```
    /// # let source = r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # purpose = "Help"
    /// # "#;
    /// # let read = |source: &str| sla::policy::Policy::parse("nordwind.toml", source).policy.unwrap();
    /// # let (old, new) = (read(source), read(&source.replace("Help", "Quick help")));
    /// let change = &sla::policy::diff(&old, &new)[0];
    /// assert_eq!(change.in_words("en"), "Purpose: “Quick help” (before: “Help”)");
    /// ```
    #[must_use]
    pub fn in_words(&self, language: &str) -> String {
        let title = self.titled(language);
        let (before, after) = (
            self.before.as_ref().map(|said| said.in_language(language)),
            self.after.as_ref().map(|said| said.in_language(language)),
        );
        match (before, after, language) {
            (Some(before), Some(after), "fr") => format!("{title} : {after} (avant : {before})"),
            (None, Some(after), "fr") => format!("{title} : {after} (nouveau)"),
            (Some(before), None, "fr") => format!("{title} : supprimé (avant : {before})"),
            (Some(before), Some(after), _) => format!("{title}: {after} (before: {before})"),
            (None, Some(after), _) => format!("{title}: {after} (new)"),
            (Some(before), None, _) => format!("{title}: dropped (before: {before})"),
            (None, None, _) => title,
        }
    }

    /// `Severity 2, first response`.
    fn titled(&self, language: &str) -> String {
        let title = self.title.in_language(language);
        let numbers: Vec<String> = self.severities.iter().map(u8::to_string).collect();
        let numbers = numbers.join(", ");
        let titled = match (self.severities.len(), language) {
            (0, _) => title.to_owned(),
            (1, "fr") => format!("Gravité {numbers}, {title}"),
            (_, "fr") => format!("Gravités {numbers}, {title}"),
            (1, _) => format!("Severity {numbers}, {title}"),
            (_, _) => format!("Severities {numbers}, {title}"),
        };
        first_letter(&titled, |first| first.to_uppercase().collect())
    }
}

/// A phrase with its first letter written otherwise.
pub(super) fn first_letter(phrase: &str, otherwise: impl Fn(char) -> String) -> String {
    let mut letters = phrase.chars();
    match letters.next() {
        Some(first) => otherwise(first) + letters.as_str(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::KEYS;

    /// The files that lay policies out, and the calls in which they name a key.
    const SOURCES: [&str; 2] = [include_str!("parts.rs"), include_str!("targets.rs")];
    const CALLS: [&str; 8] = [
        ".say(",
        ".say_at(",
        ".item(",
        ".text(",
        ".texts(",
        ".word(",
        ".flag(",
        ".numbers(",
    ];

    #[test]
    fn every_key_that_is_told_has_its_words() {
        let mut told = 0;
        for source in SOURCES {
            for call in CALLS {
                for rest in source.split(call).skip(1) {
                    let Some(key) = rest.trim_start().strip_prefix('"') else {
                        continue;
                    };
                    let key = key.split('"').next().unwrap();
                    let has_words = KEYS.iter().any(|(known, _, _)| *known == key);
                    assert!(has_words, "{key} has no words");
                    told += 1;
                }
            }
        }
        assert!(told > 30, "only {told} keys were found");
    }
}
