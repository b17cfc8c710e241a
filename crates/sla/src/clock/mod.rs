//! One promise running on one ticket, as a pure function of facts.

mod reading;
mod timeline;

pub use reading::{ClockState, Reading, Span, SpanState};
pub use timeline::{Done, Hold, HoldReason, InForce, Timeline};
