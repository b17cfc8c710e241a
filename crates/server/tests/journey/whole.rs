//! One request from the first mail to the rating, through two desks, on both
//! databases.

use std::time::{Duration, Instant};

use domain::text::{Language, date_time};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::browser::Browser;
use super::cast::{APPSECONNECT, Cast, INFOCYTE, Person};
use super::desk::{Desk, Store};
use super::letterbox::Letter;
use super::people::{
    assert_never_reloaded, attribute, choose, click, fetched, mark, sign_in, unfold, write,
};

/// What the requester's mail program sends, after its first lines.
const REPORT: &str = "Subject: Sensors report nothing since the update
Date: Wed, 18 Nov 2026 15:00:00 +0000
Message-ID: <first@sender.example.com>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=\"between\"

--between
Content-Type: text/plain; charset=utf-8

Since this morning's update all forty sensors are silent. The log is attached.
--between
Content-Type: text/plain; name=\"agent-log.txt\"
Content-Disposition: attachment; filename=\"agent-log.txt\"

heartbeat lost after 4.2.1
--between--
";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_lives_from_the_first_mail_to_the_rating_on_sqlite() {
    journey(&INFOCYTE, Store::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_lives_from_the_first_mail_to_the_rating_on_postgresql() {
    journey(&INFOCYTE, Store::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn so_it_does_where_only_registered_people_may_write_on_sqlite() {
    journey(&APPSECONNECT, Store::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn so_it_does_where_only_registered_people_may_write_on_postgresql() {
    journey(&APPSECONNECT, Store::Postgres).await;
}

async fn journey(cast: &'static Cast, store: Store) {
    let (desk, agent, customer) =
        tokio::join!(Desk::start(store), Browser::start(), Browser::start());
    let it = Journey {
        cast,
        desk,
        agent,
        customer,
    };
    let inbox = cast.page(&it.desk, "/agent");
    sign_in(&it.agent, &it.desk, cast.desk, cast.agent.address).await;
    it.agent.wait_until_at(&inbox).await;

    let number = it.report().await;
    it.write_as_a_stranger().await;
    it.open_and_take(&number).await;
    it.sign_in_by_mail().await;
    it.customer.open(&cast.ticket(&it.desk, &number)).await;
    it.compare_explanations(&number).await;
    it.agent.open(&cast.agents_ticket(&it.desk, &number)).await;

    let diagnosis = it.diagnose().await;
    it.answer_by_mail(&diagnosis).await;
    it.ask_and_resume().await;
    it.resolve().await;
    it.close_and_rate(&number).await;

    for browser in [&it.agent, &it.customer] {
        let errors = browser.console_errors().await;
        assert!(errors.is_empty(), "{errors:?}");
    }
}

/// A running desk with its people, each before a browser.
struct Journey {
    cast: &'static Cast,
    desk: Desk,
    agent: Browser,
    customer: Browser,
}

impl Journey {
    /// A mail with a file comes: the inbox shows it without being asked, and its sender
    /// holds the number and the promises.
    async fn report(&self) -> String {
        let agent = &self.agent;
        let Cast {
            support, requester, ..
        } = self.cast;
        let Person { name, address } = requester;
        mark(agent).await;
        let mail = format!("From: {name} <{address}>\nTo: {support}\n{REPORT}");
        self.desk.mail(address, support, &mail).await;
        let kept_at = Instant::now();
        let acknowledgement = self.letter("Sensors report nothing since the update").await;
        // No acknowledgement is written before its ticket is.
        let within = acknowledgement.came_at.saturating_duration_since(kept_at);
        assert!(within < Duration::from_secs(1), "a ticket after {within:?}");
        let number = acknowledgement.ticket_number();
        assert!(number.starts_with(self.cast.prefix), "{number}");
        let text = &acknowledgement.mail.text_full;
        assert!(text.contains(&number), "{text}");
        assert!(text.contains("First response: by "), "{text}");
        agent
            .wait_for_text("#tickets", "Sensors report nothing since the update")
            .await;
        assert_never_reloaded(agent).await;
        number
    }

    /// The desk takes a stranger's mail, or tells the way to its portal instead.
    async fn write_as_a_stranger(&self) {
        let (stranger, subject) = ("someone@nowhere.example.org", "Do you sell sensors");
        let mail = format!(
            "From: {stranger}\nTo: {}\nSubject: {subject}\n\
         Message-ID: <stranger@nowhere.example.org>\n\nWe would need some.\n",
            self.cast.support
        );
        mark(&self.agent).await;
        self.desk.mail(stranger, self.cast.support, &mail).await;
        let letter = self.desk.letterbox.letter(stranger, subject).await;
        if self.cast.takes_strangers {
            assert!(letter.ticket_number().starts_with(self.cast.prefix));
            self.agent.wait_for_text("#tickets", subject).await;
        } else {
            let portal = self.cast.page(&self.desk, "");
            assert!(letter.word(&portal).starts_with(&portal));
            self.agent.driver().refresh().await.unwrap();
            let tickets = self.agent.text("#tickets").await;
            assert!(!tickets.contains(subject), "{tickets}");
        }
    }

    async fn open_and_take(&self, number: &str) {
        let agent = &self.agent;
        click(agent, &format!("#row-{number} a.subject")).await;
        agent
            .wait_until_at(&self.cast.agents_ticket(&self.desk, number))
            .await;
        agent
            .wait_for_text("#talk", "all forty sensors are silent")
            .await;
        agent.wait_for_text("#talk .files", "agent-log.txt").await;
        let file = attribute(agent, "#talk .files a", "href").await;
        let content = fetched(agent, &file).await;
        assert_eq!(content.trim_end(), "heartbeat lost after 4.2.1");
        click(agent, "form[action$='/assignment'] button[data-hotkey=m]").await;
        agent.wait_for_text("#state", self.cast.agent.name).await;
    }

    /// The customer asks for a link by mail and signs in with it.
    async fn sign_in_by_mail(&self) {
        let customer = &self.customer;
        let page = |path| self.cast.page(&self.desk, path);
        customer.open(&page("/sign-in")).await;
        write(customer, "input[name=address]", self.cast.requester.address).await;
        click(customer, "button[formaction$='/sign-in/link']").await;
        let link = self.letter("Sign in to").await;
        customer.open(&link.word(&page("/sign-in/"))).await;
        click(customer, "button.go").await;
        customer.wait_until_at(&page("")).await;
    }

    /// Staff, customer, mail and command line name the same deadline.
    async fn compare_explanations(&self, number: &str) {
        let (agent, customer) = (&self.agent, &self.customer);
        let zone = TimeZone::get(self.cast.zone).unwrap();
        let received = attribute(agent, "#facts time", "datetime").await;
        let promised = self.cast.first_response_due_at(&received);
        let told = date_time(Language::En, promised, &zone);
        let acknowledgement = self.letter("What we promise").await;
        let line = format!("First response: by {told}");
        assert!(
            acknowledgement.mail.text_full.contains(&line),
            "{line}\n{}",
            acknowledgement.mail.text_full
        );

        unfold(agent, "[id='why-first-response.1']").await;
        agent
            .wait_for_text("[id='why-first-response.1']", self.cast.calendar_zone)
            .await;
        click(agent, "[id='why-first-response.1'] p > a").await;
        agent
            .wait_until_at(&format!(
                "{}/clocks/first-response.1",
                self.cast.agents_ticket(&self.desk, number)
            ))
            .await;
        let shown = attribute(agent, "#proof > p > time", "datetime").await;
        assert_eq!(shown.parse::<Timestamp>().unwrap(), promised);

        let shown = attribute(customer, "#promises [data-due]", "data-due").await;
        assert_eq!(shown.parse::<Timestamp>().unwrap(), promised);
        unfold(customer, "#promises > div:has([data-due]) details").await;
        let local = promised.to_zoned(zone);
        customer
            .wait_for_text(
                "#promises details[open]",
                &local.strftime("%H:%M").to_string(),
            )
            .await;
    }

    /// A reply that finds the cause keeps the promise of a first response, and reaches the
    /// customer as the words of a person. Its Markdown is shown, unlike the stars that a
    /// customer writes.
    async fn diagnose(&self) -> Letter {
        let agent = &self.agent;
        write(
            agent,
            "#answer textarea",
            "Version **4.2.1** drops the heartbeat. Please send us sensor.conf.",
        )
        .await;
        let (act, told) = self.cast.response;
        choose(agent, "#answer select[name=act]", act).await;
        click(agent, "#answer button.go").await;
        agent
            .wait_for_text("#talk", "Version 4.2.1 drops the heartbeat")
            .await;
        agent.wait_for_text("#talk", told).await;
        let letter = self.letter("drops the heartbeat").await;
        assert!(!letter.says_machine(), "a person wrote it");
        assert!(letter.mail.text_full.contains(self.cast.agent.name));
        letter
    }

    /// The customer answers from a mail program: the open page of the agent shows it.
    async fn answer_by_mail(&self, answered: &Letter) {
        let agent = &self.agent;
        mark(agent).await;
        self.reply(answered, "The file is */etc/sensor.conf*, as delivered.")
            .await;
        agent
            .wait_for_text("#talk", "The file is */etc/sensor.conf*")
            .await;
        let talk = agent.text("#talk").await;
        assert!(!talk.contains("wrote:"), "the quote is cut: {talk}");
        assert_never_reloaded(agent).await;
    }

    /// A question stops the clocks, its answer lets them go on.
    async fn ask_and_resume(&self) {
        let agent = &self.agent;
        unfold(agent, "details:has(form[action$='/pause'])").await;
        write(
            agent,
            "form[action$='/pause'] textarea",
            "Which proxy stands between?",
        )
        .await;
        click(agent, "form[action$='/pause'] button").await;
        agent.wait_for_text("#state", "aused").await;
        let question = self.letter("Which proxy stands between?").await;
        mark(agent).await;
        self.reply(&question, "None, they speak to you directly.")
            .await;
        agent
            .wait_for_text("#talk", "None, they speak to you directly.")
            .await;
        agent.wait_for_text("#state > .bar", "Open").await;
        assert_never_reloaded(agent).await;
    }

    async fn resolve(&self) {
        let agent = &self.agent;
        // The customer's answer changed the ticket, and the form must know of it.
        agent.driver().refresh().await.unwrap();
        unfold(agent, "details:has(form[action$='/resolution'])").await;
        write(
            agent,
            "form[action$='/resolution'] textarea",
            "Set heartbeat to 30 in sensor.conf and restart.",
        )
        .await;
        click(agent, "form[action$='/resolution'] button").await;
        agent.wait_for_text("#state > .bar", "Resolved").await;
        let letter = self.letter("Set heartbeat to 30").await;
        assert!(letter.mail.subject.starts_with("Resolved:"));
    }

    /// The customer closes, and rates from the page behind the link.
    async fn close_and_rate(&self, number: &str) {
        let (agent, customer) = (&self.agent, &self.customer);
        let (rating, told) = self.cast.rating;
        customer.open(&self.cast.ticket(&self.desk, number)).await;
        click(customer, "form[action$='/closure'] button").await;
        customer.wait_for_text("#head", "Closed").await;
        let closing = self.letter("Closed:").await;
        agent.wait_for_text("#state", "Closed").await;
        mark(agent).await;
        let rate = self.cast.page(&self.desk, "/rate/");
        customer.open(&closing.word(&rate)).await;
        click(customer, &format!("button[name=rating][value={rating}]")).await;
        customer.wait_for_text("main", told).await;
        agent.wait_for_text("#facts", told).await;
        assert_never_reloaded(agent).await;
    }

    /// Answers as mail programs do: to the address for answers, with the quote below.
    async fn reply(&self, answered: &Letter, text: &str) {
        let Person { name, address } = &self.cast.requester;
        let to = &answered.mail.reply_to[0].address;
        let id = answered.mail.message_id.as_ref().unwrap();
        let subject = answered.mail.subject.trim_start_matches("Re: ");
        let mail = format!(
            "From: {name} <{address}>\nTo: {to}\nSubject: Re: {subject}\n\
         Date: Wed, 18 Nov 2026 15:10:00 +0000\nMessage-ID: <answer-{id}>\n\
         In-Reply-To: <{id}>\nReferences: <{id}>\n\n\
         {text}\n\nOn Wed, 18 Nov 2026, the desk wrote:\n> {}\n",
            answered.mail.text.lines().collect::<Vec<_>>().join("\n> ")
        );
        self.desk.mail(address, to, &mail).await;
    }

    /// Waits for such a letter to the requester.
    async fn letter(&self, part: &str) -> Letter {
        self.desk
            .letterbox
            .letter(self.cast.requester.address, part)
            .await
    }
}
