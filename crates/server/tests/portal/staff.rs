//! What staff do to a ticket while its customer looks on.

use domain::{Actor, Channel, Command, MessageId, NewAttachment, NewMessage, NewText, TextId};
use server::app::{Done, Order};
use server::store::{BlobRow, Write};
use sla::policy::PauseReason;

use crate::world::{Person, World};

impl World {
    pub(crate) fn text(&self, body: &str) -> NewText {
        NewText {
            id: TextId(self.app.new_id()),
            body: body.to_owned(),
        }
    }

    pub(crate) fn message(&self, body: &str, public: bool) -> NewMessage {
        NewMessage {
            message: MessageId(self.app.new_id()),
            text: self.text(body),
            public,
            channel: Channel::Workspace,
            act: None,
            happened_at: None,
            attachments: Vec::new(),
        }
    }

    /// A note among staff with a file; the path of the file, if it were public.
    pub(crate) async fn note_with_file(
        &self,
        who: &Person,
        path: &str,
        agent: Actor,
        body: &str,
        file: &str,
    ) -> String {
        let digest = "a".repeat(64);
        let mut note = self.message(body, false);
        note.attachments = vec![NewAttachment {
            name: "internal.txt".to_owned(),
            media: "text/plain".to_owned(),
            bytes: 4,
            digest: digest.clone(),
        }];
        let blob = BlobRow {
            desk: who.desk.as_str().to_owned(),
            digest,
            bytes: file.as_bytes().to_vec(),
        };
        let place = format!("{path}/attachments/{}/1", note.message);
        let ticket = self.ticket_of(who, path).await.id;
        let order = Order {
            also: Write::rows([blob.ensure()]),
            ..Order::new(&who.desk, ticket, agent, Command::AddMessage(note))
        };
        self.app.execute(order).await.unwrap();
        place
    }

    pub(crate) async fn command(
        &self,
        who: &Person,
        path: &str,
        actor: Actor,
        command: Command,
    ) -> Done {
        let ticket = self.ticket_of(who, path).await.id;
        let order = Order::new(&who.desk, ticket, actor, command);
        self.app.execute(order).await.unwrap()
    }

    pub(crate) async fn ask(&self, who: &Person, path: &str, agent: Actor, question: &str) {
        let command = Command::PauseTicket {
            reason: PauseReason::Customer,
            question: Some(self.message(question, true)),
            seen: None,
        };
        self.command(who, path, agent, command).await;
    }

    pub(crate) async fn resolve(&self, who: &Person, path: &str, agent: Actor) {
        let command = Command::ResolveTicket {
            solution: Some(self.message("It works again.", true)),
            found: Box::default(),
            seen: None,
        };
        self.command(who, path, agent, command).await;
    }
}
