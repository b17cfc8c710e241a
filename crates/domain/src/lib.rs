//! What happens to a ticket, as pure functions over data.
//!
//! A [`Command`] arrives with the ids it will create. [`decide`] looks at the
//! [`Ticket`] (a fold of its [`Event`]s) and the [`Context`], and answers with new
//! events or a [`Refusal`]. [`notices`] says who must hear of them, and [`text`]
//! holds every sentence people read, in every language.
//!
//! The crate does no IO, reads no clock and draws no random number: "now", ids
//! and facts are arguments. It knows neither databases nor HTTP.

mod actor;
mod clocks;
mod command;
mod context;
mod contract;
mod coverage;
mod decide;
mod event;
mod fold;
mod grading;
mod history;
mod id;
mod notice;
mod past;
mod policies;
mod publishing;
mod recording;
mod refusal;
mod restated;
pub mod text;
mod ticket;
mod words;

pub use actor::{Actor, Author};
pub use clocks::{next_look_after, next_look_at, reading, timeline};
pub use command::{Command, NewAttachment, NewMessage, NewText, OpenTicket};
pub use context::{Context, DeskFacts, Other, RequesterFacts};
pub use contract::{
    Contract, ContractFacts, ContractSource, Says, Segment, Statement, Terms, contract_facts,
};
pub use coverage::{CoverageDispute, CoverageFacts, CoverageRecord, CoverageRuling};
pub use decide::{decide, if_agreed};
pub use event::{ClockCause, Event, EventError, Recorded, TextRef};
pub use grading::{Graded, Grading, Workaround};
pub use history::history;
pub use id::{
    AgentId, ContactId, ContractId, CustomerId, DeskName, MessageId, StatementId, TextId, TicketId,
    TicketNumber,
};
pub use notice::{Notice, NoticeKind, Recipient, RefusedMail, Restated, notices};
pub use past::past_ticket;
pub use policies::Policies;
pub use publishing::{may_approve, may_correct, may_take_effect};
pub use recording::{may_begin, may_record};
pub use refusal::Refusal;
pub use ticket::{
    AbsorbedBy, AbsorbedTicket, ClockRecord, ClockResult, Correction, MergedInto, Message, Status,
    Ticket,
};
pub use words::{Channel, Kind, Rating};
