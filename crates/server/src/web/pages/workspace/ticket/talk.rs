//! The conversation: what people wrote, and between it what happened, in
//! sentences and in order.

use domain::text::{act_name, sentence};
use domain::{Event, Recorded};

use super::super::inbox::initials;
use super::load::Loaded;
use crate::store::AttachmentRow;
use crate::web::{Moment, Prose, Reader};

/// So many facts about clocks in a row are folded into one line.
const CLOCK_FACTS_MAX: usize = 2;

pub(super) enum Entry {
    Message(Box<MessageView>),
    Fact(FactView),
    /// Many facts about clocks that came at once.
    Folded {
        summary: String,
        facts: Vec<FactView>,
    },
}

pub(super) struct MessageView {
    pub(super) id: String,
    pub(super) who: String,
    pub(super) initials: String,
    pub(super) channel: String,
    pub(super) at: Moment,
    /// When it was written down, where that was later.
    pub(super) logged: Option<Moment>,
    pub(super) is_note: bool,
    pub(super) by_staff: bool,
    pub(super) act: Option<String>,
    pub(super) body: Prose,
    pub(super) files: Vec<FileView>,
}

pub(super) struct FileView {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) size: String,
}

pub(super) struct FactView {
    pub(super) icon: &'static str,
    pub(super) text: String,
    /// In the words of whoever did it.
    pub(super) reason: Option<String>,
    pub(super) at: Moment,
    is_clock: bool,
}

pub(super) fn entries(loaded: &Loaded, reader: &Reader, desk: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut clocks: Vec<FactView> = Vec::new();
    for recorded in &loaded.history {
        let entry = entry(loaded, reader, desk, recorded);
        if let Entry::Fact(fact) = entry {
            if fact.is_clock {
                clocks.push(fact);
                continue;
            }
            fold(&mut entries, &mut clocks, reader);
            entries.push(Entry::Fact(fact));
        } else {
            fold(&mut entries, &mut clocks, reader);
            entries.push(entry);
        }
    }
    fold(&mut entries, &mut clocks, reader);
    entries
}

fn fold(entries: &mut Vec<Entry>, clocks: &mut Vec<FactView>, reader: &Reader) {
    let facts = std::mem::take(clocks);
    if facts.len() > CLOCK_FACTS_MAX {
        let count = i64::try_from(facts.len()).unwrap_or(i64::MAX);
        let summary = reader.words().count("talk-clocks", count);
        entries.push(Entry::Folded { summary, facts });
    } else {
        entries.extend(facts.into_iter().map(Entry::Fact));
    }
}

fn entry(loaded: &Loaded, reader: &Reader, desk: &str, recorded: &Recorded) -> Entry {
    if let Event::MessageAdded { message, .. } = &recorded.event
        && let Some(view) = message_view(loaded, reader, desk, *message)
    {
        return Entry::Message(Box::new(view));
    }
    let text = sentence(
        recorded,
        &loaded.ticket,
        &loaded.people,
        reader.language,
        &reader.zone,
    );
    Entry::Fact(FactView {
        icon: icon(&recorded.event),
        text,
        reason: loaded.reason(&recorded.event).map(str::to_owned),
        at: Moment::new(reader, recorded.at),
        is_clock: recorded.event.clock().is_some(),
    })
}

fn message_view(
    loaded: &Loaded,
    reader: &Reader,
    desk: &str,
    id: domain::MessageId,
) -> Option<MessageView> {
    let t = reader.words();
    let message = loaded.ticket.message(id)?;
    let id = id.to_string();
    let read = loaded.messages.get(&id)?;
    let who = read
        .author_name
        .clone()
        .unwrap_or_else(|| t.say("somebody-unknown"));
    // A minute between saying and writing down is nothing worth telling.
    let is_later = message
        .recorded_at
        .duration_since(message.happened_at)
        .as_secs()
        > 60;
    let files = loaded.files.get(&id).map_or(&[][..], Vec::as_slice);
    Some(MessageView {
        initials: initials(&who),
        who,
        channel: t.say(&format!("channel-{}", message.channel.as_str())),
        at: Moment::new(reader, message.happened_at),
        logged: is_later.then(|| Moment::new(reader, message.recorded_at)),
        is_note: !message.public,
        by_staff: read.by_staff,
        act: message
            .act
            .map(|act| t.say(&format!("act-{}", act_name(act)))),
        body: match &read.body {
            Some(body) => Prose::of(body.clone(), read.by_staff),
            None => Prose::of(t.say("text-erased"), false),
        },
        files: files
            .iter()
            .map(|file| file_view(loaded, desk, file))
            .collect(),
        id,
    })
}

fn file_view(loaded: &Loaded, desk: &str, file: &AttachmentRow) -> FileView {
    FileView {
        href: format!(
            "/d/{desk}/agent/tickets/{}/messages/{}/files/{}",
            loaded.number, file.message, file.place
        ),
        name: file.name.clone(),
        size: size(file.bytes),
    }
}

/// `2.1 MB`, in thousands as operating systems show it.
pub(super) fn size(bytes: i64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

fn icon(event: &Event) -> &'static str {
    match event {
        Event::TicketOpened { .. } | Event::MessageAdded { .. } => "○",
        Event::ActRecorded { .. } | Event::ReportJudged { .. } => "◆",
        Event::TicketAssigned { .. } | Event::LevelChanged { .. } => "→",
        Event::SeverityChanged { .. }
        | Event::SeverityAgreed { .. }
        | Event::PriorityChanged { .. }
        | Event::PolicyChanged { .. }
        | Event::ContractApplied { .. } => "◇",
        Event::SeverityProposed { .. } => "?",
        Event::SeverityDeclined { .. } => "✕",
        Event::WorkaroundAccepted { .. } => "◆",
        Event::TicketPaused { .. } => "❚❚",
        Event::TicketResumed { .. } | Event::TicketReopened { .. } => "▶",
        Event::TicketResolved { .. } | Event::ClockMet { .. } | Event::ClockRestated { .. } => "✓",
        Event::ClockCorrected { .. } | Event::ClockRepromised { .. } => "◷",
        Event::TicketMerged { .. } | Event::TicketAbsorbed { .. } => "⇉",
        Event::TicketUnmerged { .. } | Event::TicketSeparated { .. } => "⇇",
        Event::TicketClosed
        | Event::ClockCancelled { .. }
        | Event::ClockAbsorbed { .. }
        | Event::ClockSeparated { .. } => "–",
        Event::TicketRated { .. } => "★",
        Event::CoverageDecided(_) => "§",
        Event::CoverageDisputed { .. } => "≠",
        Event::ClockStarted { .. } | Event::ClockMoved { .. } => "◷",
        Event::ClockWarned { .. } => "▲",
        Event::ClockBreached { .. } => "■",
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_said_in_the_largest_unit() {
        let cases = [
            (0, "0 B"),
            (999, "999 B"),
            (48_200, "48 kB"),
            (2_140_000, "2.1 MB"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(size(bytes), expected);
        }
    }
}
