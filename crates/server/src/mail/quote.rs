//! Cuts the new part out of a reply: quoted history at its end and the signature go.
//!
//! Conservative on purpose: what is cut wrongly is lost to the reader's first glance, what is left
//! in costs one scroll. Answers written between quotes stay with the quotes, forwarded mails stay
//! whole, and a mail never becomes empty. The full text is kept beside the result.

mod history;
mod signature;
mod words;

/// The part of `text` its author wrote now.
///
/// `text` has Unix line ends. With `forwarded` the original below is what the mail is about, so
/// only the signature above nothing at all is looked for.
pub fn new_part(text: &str, forwarded: bool) -> String {
    let full = text.trim_matches('\n');
    let lines: Vec<&str> = full.lines().collect();
    if forwarded || lines.iter().any(|line| super::forward::is_marker(line)) {
        return full.to_owned();
    }
    let lines = history::without_history(&lines);
    let lines = signature::without_signature(&lines);
    let kept = lines.join("\n");
    let kept = kept.trim_matches('\n').trim_end();
    if kept.trim().is_empty() {
        full.to_owned()
    } else {
        kept.to_owned()
    }
}

/// Whether a line is quoted: `>` at its start, after at most one blank.
fn is_quoted(line: &str) -> bool {
    let line = line.strip_prefix(' ').unwrap_or(line);
    line.starts_with('>') || line.starts_with('＞')
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::new_part;

    /// `|` in the table stands for a line end, so that a case is one line.
    fn check(mail: &str, new: &str) {
        let text = mail.replace('|', "\n");
        assert_eq!(new_part(&text, false).replace('\n', "|"), new, "of: {mail}");
    }

    #[test]
    fn replies_above_the_quote_in_many_languages() {
        for attribution in [
            "On Mon, 2 Mar 2026 at 10:00, Ann <ann@example.com> wrote:",
            "On 2 March 2026, Ann wrote:",
            "Ann <ann@example.com> wrote:",
            "Le lun. 2 mars 2026 à 10:00, Ann <ann@example.com> a écrit :",
            "Le 02/03/2026 10:00, Ann a écrit\u{a0}:",
            "Am 02.03.2026 um 10:00 schrieb Ann:",
            "Am Mo., 2. März 2026 um 10:00 Uhr schrieb Ann <ann@example.com>:",
            "Ann <ann@example.com> schrieb am 02.03.2026 um 10:00:",
            "Am 02.03.2026 10:00, hat Ann geschrieben:",
            "El lun, 2 mar 2026 a las 10:00, Ann (<ann@example.com>) escribió:",
            "Il giorno lun 2 mar 2026 alle ore 10:00 Ann <ann@example.com> ha scritto:",
            "Em seg., 2 de mar. de 2026 às 10:00, Ann <ann@example.com> escreveu:",
            "Op ma 2 mrt 2026 om 10:00 schreef Ann <ann@example.com>:",
            "Den mån 2 mars 2026 kl 10:00 skrev Ann <ann@example.com>:",
            "W dniu 2.03.2026 o 10:00, Ann pisze:",
            "пн, 2 мар. 2026 г. в 10:00, Ann <ann@example.com> пишет:",
            "2.3.2026 10:00, Ann napsal(a):",
            "ma 2. maalisk. 2026 klo 10.00 Ann (ann@example.com) kirjoitti:",
            "2 Mar 2026 Pzt, 10:00 tarihinde Ann <ann@example.com> şunu yazdı:",
            "2026年3月2日(月) 10:00 Ann <ann@example.com>:",
            "2026年3月2日 10:00、Ann <ann@example.com>のメール:",
            "Ann <ann@example.com> 于2026年3月2日周一 10:00写道：",
            "2026년 3월 2일 (월) 오전 10:00, Ann <ann@example.com>님이 작성:",
        ] {
            check(
                &format!("It works.||{attribution}|> Does it?|> Ann"),
                "It works.",
            );
            check(
                &format!("It works.||{attribution}||> Does it?|>|> Ann|"),
                "It works.",
            );
        }
    }

    #[test]
    fn attributions_wrap_over_lines() {
        check(
            "Yes.||On Mon, 2 Mar 2026 at 10:00, Ann Example via Support|<support@example.com> wrote:||> old",
            "Yes.",
        );
        check(
            "Ja.||Am Montag, 2. März 2026 um 10:00 Uhr schrieb Ann Example|<ann@example.com>:|> alt",
            "Ja.",
        );
        check(
            "Oui.||Le lundi 2 mars 2026 à 10:00, Ann Example <|ann@example.com> a écrit :|> vieux",
            "Oui.",
        );
    }

    #[test]
    fn history_without_marks_goes_when_it_names_a_date_or_an_address() {
        check(
            "Yes.||On Mon, 2 Mar 2026 at 10:00, Ann <ann@example.com> wrote:||Does it work?|Ann",
            "Yes.",
        );
        check(
            "My boss is angry. On Monday he wrote:|please fix this",
            "My boss is angry. On Monday he wrote:|please fix this",
        );
    }

    #[test]
    fn header_blocks_of_office_programs() {
        for block in [
            "From: Ann <ann@example.com>|Sent: Monday, 2 March 2026 10:00|To: Support|Subject: Printer",
            "De : Ann <ann@example.com>|Envoyé : lundi 2 mars 2026 10:00|À : Support|Objet : Printer",
            "Von: Ann <ann@example.com>|Gesendet: Montag, 2. März 2026 10:00|An: Support|Betreff: Printer",
            "De: Ann <ann@example.com>|Enviado: lunes, 2 de marzo de 2026 10:00|Para: Support|Asunto: Printer",
            "Da: Ann <ann@example.com>|Inviato: lunedì 2 marzo 2026 10:00|A: Support|Oggetto: Printer",
            "Van: Ann <ann@example.com>|Verzonden: maandag 2 maart 2026 10:00|Aan: Support|Onderwerp: Printer",
            "Från: Ann <ann@example.com>|Skickat: den 2 mars 2026 10:00|Till: Support|Ämne: Printer",
            "差出人: Ann <ann@example.com>|送信日時: 2026年3月2日 10:00|宛先: Support|件名: Printer",
            "发件人: Ann <ann@example.com>|发送时间: 2026年3月2日 10:00|收件人: Support|主题: Printer",
            "*From:* Ann <ann@example.com>|*Sent:* Monday|*To:* Support|*Subject:* Printer",
        ] {
            check(&format!("It works.||{block}||Does it?"), "It works.");
            check(
                &format!("It works.||________________________________|{block}||Does it?"),
                "It works.",
            );
        }
        check("Send from: Berlin|To: Paris", "Send from: Berlin|To: Paris");
        check(
            "My settings:|From: support@example.com|is refused",
            "My settings:|From: support@example.com|is refused",
        );
    }

    #[test]
    fn original_message_rules() {
        for rule in [
            "-----Original Message-----",
            "----- Original Message -----",
            "-------- Original message --------",
            "-----Ursprüngliche Nachricht-----",
            "-----Message d'origine-----",
            "-----Mensaje original-----",
            "-----Messaggio originale-----",
            "-----Mensagem original-----",
            "-----Oorspronkelijk bericht-----",
            "-----元のメッセージ-----",
            "##- Please type your reply above this line -##",
        ] {
            check(&format!("It works.||{rule}|Does it?|Ann"), "It works.");
        }
    }

    #[test]
    fn answers_between_quotes_stay_with_the_quotes() {
        check(
            "On 2 March 2026, Ann wrote:|> First?|Yes.|> Second?|No.",
            "On 2 March 2026, Ann wrote:|> First?|Yes.|> Second?|No.",
        );
        check(
            "On 2 March 2026, Ann wrote:|> First?|Yes.|> Second?|No.|> Regards|> Ann",
            "On 2 March 2026, Ann wrote:|> First?|Yes.|> Second?|No.",
        );
        check(
            "See below.||On 2 March 2026, Ann wrote:|> First?|Yes.",
            "See below.||On 2 March 2026, Ann wrote:|> First?|Yes.",
        );
    }

    #[test]
    fn an_answer_below_one_quote_stands_alone() {
        check(
            "On 2 March 2026, Ann wrote:|> Does it work?||It does.",
            "It does.",
        );
        check("> Does it work?||It does.", "It does.");
    }

    #[test]
    fn never_empty() {
        check("> only a quote", "> only a quote");
        check(
            "On 2 March 2026, Ann wrote:|> only a quote",
            "On 2 March 2026, Ann wrote:|> only a quote",
        );
        check(
            "From: Ann|Sent: Monday|To: Support|Subject: x||text",
            "From: Ann|Sent: Monday|To: Support|Subject: x||text",
        );
        check("-- |Ann", "-- |Ann");
        check("", "");
    }

    #[test]
    fn signatures() {
        check("It works.||-- |Ann Example|Example Ltd", "It works.");
        check("It works.||--|Ann", "It works.");
        check("It works.||Sent from my iPhone", "It works.");
        check("Es geht.||Von meinem iPhone gesendet", "Es geht.");
        check("Ça marche.||Envoyé de mon iPhone", "Ça marche.");
        check("Funciona.||Enviado desde mi iPhone", "Funciona.");
        check("Funziona.||Inviato da iPhone", "Funziona.");
        check("Funciona.||Enviado do meu iPhone", "Funciona.");
        check("Het werkt.||Verstuurd vanaf mijn iPhone", "Het werkt.");
        check("動きます。||iPhoneから送信", "動きます。");
        check("Works.||Get Outlook for Android", "Works.");
        check(
            "Works.||Sent from my Galaxy||On 2 March 2026, Ann wrote:|> old",
            "Works.",
        );
        check(
            "Works.||-- |Ann||On 2 March 2026, Bob wrote:|> old",
            "Works.",
        );
        check("Works.||> old||-- |Ann", "Works.");
    }

    #[test]
    fn what_looks_like_a_signature_in_the_middle_stays() {
        let table = "Output:|--|1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21";
        check(table, table);
        check(
            "Sent from my iPhone it fails.|From the PC it works.",
            "Sent from my iPhone it fails.|From the PC it works.",
        );
    }

    #[test]
    fn forwarded_mails_stay_whole() {
        check(
            "FYI||---------- Forwarded message ---------|From: Ann|Date: x|Subject: y|To: z||Help",
            "FYI||---------- Forwarded message ---------|From: Ann|Date: x|Subject: y|To: z||Help",
        );
        let text = "FYI\n\nFrom: Ann\nSent: Monday\nTo: x\nSubject: y\n\nHelp";
        assert_eq!(new_part(text, true), text);
    }

    #[test]
    fn code_and_logs_are_not_quotes() {
        check(
            "I ran:|$ a > b|then|C:\\> dir",
            "I ran:|$ a > b|then|C:\\> dir",
        );
        check(
            "Error on 2026-03-02 10:00:|stack overflow",
            "Error on 2026-03-02 10:00:|stack overflow",
        );
    }
}
