//! Which acts a clock listens to, where one instant could be read two ways.
//!
//! Facts at one instant count in the order in which they were recorded. Without
//! this a question would be answered by what stood there before it, and an update
//! would be its own successor.

use jiff::Timestamp;

use crate::clock::Done;
use crate::policy::Metric;

/// The acts of a ticket that may satisfy one of its clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hears {
    /// All from its anchor on.
    All,
    /// Those recorded after so many others had been: what stood there before a
    /// question does not answer it.
    RecordedAfter(usize),
    /// Those later than its anchor, which is itself the act that went before.
    Later,
}

impl Hears {
    /// What a clock listens to that is started when `recorded` acts are known:
    /// the `cycle`th of its target, counted from receipt or from another event.
    ///
    /// ```
    /// use sla::history::Hears;
    /// use sla::policy::Metric;
    ///
    /// assert_eq!(Hears::of(&Metric::Resolution, 1, true, 0), Hears::All);
    /// assert_eq!(Hears::of(&Metric::NextResponse, 1, false, 3), Hears::RecordedAfter(3));
    /// assert_eq!(Hears::of(&Metric::Update, 2, false, 4), Hears::Later);
    /// ```
    #[must_use]
    pub fn of(metric: &Metric, cycle: u32, from_receipt: bool, recorded: usize) -> Self {
        match metric {
            Metric::NextResponse | Metric::TakeOver => Self::RecordedAfter(recorded),
            // The act with which the duty begins, also the first time, is not its own
            // successor.
            Metric::ContinuousWork => Self::Later,
            Metric::Update if cycle > 1 => Self::Later,
            _ if from_receipt => Self::All,
            _ => Self::RecordedAfter(recorded),
        }
    }

    /// Those of the acts, given in the order of recording, that the clock hears.
    ///
    /// ```
    /// use sla::clock::Done;
    /// use sla::history::Hears;
    /// use sla::policy::Act;
    ///
    /// let at: jiff::Timestamp = "2026-03-06T16:40:00Z".parse()?;
    /// let acts = [Done { act: Act::Responded, at }, Done { act: Act::Diagnosed, at }];
    /// // What was recorded before the question does not answer it.
    /// assert_eq!(Hears::RecordedAfter(1).heard(&acts, at), acts[1..]);
    /// assert_eq!(Hears::Later.heard(&acts, at), []);
    /// # Ok::<(), jiff::Error>(())
    /// ```
    #[must_use]
    pub fn heard(self, acts: &[Done], anchor_at: Timestamp) -> Vec<Done> {
        let heard = acts.iter().enumerate().filter(|(index, done)| match self {
            Self::All => true,
            Self::RecordedAfter(recorded) => *index >= recorded,
            Self::Later => done.at > anchor_at,
        });
        heard.map(|(_, done)| *done).collect()
    }
}
