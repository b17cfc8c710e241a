//! Whom each desk lets in by mail, and what it tells those whom it does not.

use super::desk::{Desk, Store};
use super::letterbox::Letter;

const ANIKA: &str = "anika.rao@tamarind-retail.example.com";
const STRANGER: &str = "someone@nowhere.example.org";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_for_registered_people_tells_a_stranger_the_way_once_a_day() {
    let desk = Desk::start(Store::Sqlite).await;
    let support = "support@appseconnect.example.com";

    letter(&desk, ANIKA, support, "Orders are doubled", "").await;
    let opened = desk.letterbox.letter(ANIKA, "Orders are doubled").await;
    assert!(opened.ticket_number().starts_with("APP-"));

    letter(&desk, STRANGER, support, "Is anybody there", "").await;
    letter(&desk, STRANGER, support, "Hello again", "").await;
    let refusal = desk.letterbox.letter(STRANGER, "Is anybody there").await;
    assert_is_refusal(&refusal, &desk.page("/d/appseconnect"));
    assert!(refusal.mail.text_full.contains("registered address"));

    // A machine is not answered, whether or not its address is registered.
    let machine = "Auto-Submitted: auto-replied\n";
    letter(&desk, ANIKA, support, "Out of office", machine).await;
    letter(&desk, "robot@nowhere.example.org", support, "Gone", machine).await;

    // Mails are worked on one after another: after this one all others are done.
    letter(&desk, ANIKA, support, "The last one", "").await;
    desk.letterbox.letter(ANIKA, "The last one").await;
    assert_eq!(desk.letterbox.letters_to(STRANGER).len(), 1);
    assert!(
        desk.letterbox
            .letters_to("robot@nowhere.example.org")
            .is_empty()
    );
    assert_eq!(desk.letterbox.letters_to(ANIKA).len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn desks_without_mail_name_their_portal_in_their_language() {
    let desk = Desk::start(Store::Sqlite).await;
    for (name, from, words) in [
        (
            "in8sync",
            "wade.colter@redrock-supply.example.com",
            ["does not take requests by mail", "customer portal"],
        ),
        (
            "proconcept",
            "chloe.rochat@horlogerie-du-lac.example.com",
            ["portail", "ne peut donc pas être gérée par e-mail"],
        ),
    ] {
        let support = format!("support@{name}.example.com");
        let subject = format!("Printer of {name}");
        letter(&desk, from, &support, &subject, "").await;
        let refusal = desk.letterbox.letter(from, &subject).await;
        assert_is_refusal(&refusal, &desk.page(&format!("/d/{name}")));
        for word in words {
            let text = &refusal.mail.text_full;
            assert!(text.contains(word), "`{word}` is missing in:\n{text}");
        }
    }
}

/// Nothing can come back to it, no machine answers it, and it names the way.
fn assert_is_refusal(letter: &Letter, way: &str) {
    assert_eq!(letter.sender, None, "the envelope names no sender");
    assert!(letter.says_machine());
    assert!(letter.word(way).starts_with(way));
}

async fn letter(desk: &Desk, from: &str, to: &str, subject: &str, headers: &str) {
    let id = subject.to_lowercase().replace(' ', "-");
    let mail = format!(
        "From: {from}\nTo: {to}\nSubject: {subject}\nMessage-ID: <{id}@sender.example.org>\n\
         Date: Wed, 18 Nov 2026 15:00:00 +0000\n{headers}\nSomething is wrong here.\n"
    );
    desk.mail(from, to, &mail).await;
}
