//! Counting a log on all cores: one thread reads, the others count.
//!
//! Lines travel in blocks, and only a few blocks are under way, so that memory
//! does not grow with the log.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use sla::backtest::{Backtest, Tally};

use super::super::super::failure::Failure;

/// A ticket with thousands of facts is far shorter.
const LINE_BYTES_MAX: u64 = 1 << 20;
/// A block is sent when it has so many bytes.
const BLOCK_BYTES: usize = 256 << 10;
/// So many blocks may wait for each thread.
const BLOCKS_WAITING: usize = 2;

/// Whole lines, with the number of the first.
struct Block {
    first: u64,
    text: Vec<u8>,
}

/// Counts every line of a log. `progress` hears how many bytes each block had.
pub(super) fn count(
    backtest: &Backtest<'_>,
    path: &Path,
    progress: impl FnMut(u64),
) -> Result<Tally, Failure> {
    let failed = |source| Failure::Read {
        path: path.to_owned(),
        source,
    };
    let log = BufReader::new(File::open(path).map_err(failed)?);
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    count_lines(backtest, log, threads, progress).map_err(failed)
}

fn count_lines(
    backtest: &Backtest<'_>,
    log: impl BufRead,
    threads: usize,
    progress: impl FnMut(u64),
) -> io::Result<Tally> {
    let (send, receive) = mpsc::sync_channel::<Block>(threads * BLOCKS_WAITING);
    let receive = Mutex::new(receive);
    let work = || {
        let mut tally = backtest.tally();
        loop {
            let next = receive
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .recv();
            let Ok(block) = next else { return tally };
            let lines = block.text.split(|byte| *byte == b'\n');
            for (number, line) in (block.first..).zip(lines) {
                backtest.count_line(&mut tally, number, &String::from_utf8_lossy(line));
            }
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let sent = send_blocks(log, &send, progress);
        // Without this the workers would wait for ever.
        drop(send);
        let mut whole = backtest.tally();
        for worker in workers {
            let tally = worker.join();
            whole.merge(tally.unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        sent.map(|()| whole)
    })
}

fn send_blocks(
    mut log: impl BufRead,
    send: &mpsc::SyncSender<Block>,
    mut progress: impl FnMut(u64),
) -> io::Result<()> {
    let (mut number, mut first) = (1, 1);
    let mut text = Vec::with_capacity(BLOCK_BYTES);
    loop {
        let before = text.len();
        let mut limited = log.by_ref().take(LINE_BYTES_MAX);
        let read = limited.read_until(b'\n', &mut text)?;
        if read > 0 && limited.limit() == 0 && text.last() != Some(&b'\n') {
            let long =
                format!("line {number} has more than {LINE_BYTES_MAX} bytes: is this a log?");
            return Err(io::Error::new(io::ErrorKind::InvalidData, long));
        }
        number += u64::from(read > 0);
        let ended = read == 0 && text.len() == before;
        if text.len() >= BLOCK_BYTES || (ended && !text.is_empty()) {
            progress(u64::try_from(text.len()).unwrap_or(0));
            let whole = std::mem::replace(&mut text, Vec::with_capacity(BLOCK_BYTES));
            let block = Block { first, text: whole };
            if send.send(block).is_err() {
                // Every worker is gone: joining them tells why.
                return Ok(());
            }
            first = number;
        }
        if ended {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sla::backtest::Then;
    use sla::policy::Policy;

    const POLICY: &str = "format = 1\n[policy]\nname = \"N\"\nversion = \"1\"\nlanguages = [\"en\"]\n\
        effective = 2026-01-01\ncalendar = \"always\"\n[[target]]\nid = \"response\"\n\
        metric = \"first response\"\nwithin = \"4h\"\nclause = \"R\"\n";

    #[test]
    fn a_log_is_counted_alike_on_one_thread_and_on_four() {
        let policy = Policy::parse("n.toml", POLICY).policy.unwrap();
        let backtest = Backtest::new(
            &policy,
            Then::Recorded,
            "2026-04-01T00:00:00Z".parse().unwrap(),
        );
        let mut log = String::new();
        for number in 0..9_000 {
            log += &format!(
                "{{\"ticket\": \"N-{number}\", \"customer\": \"C-{}\", \"received_at\": \"2026-03-{:02}T08:00:00Z\"}}\n",
                number % 7,
                1 + number % 28
            );
            if number % 1_000 == 500 {
                log += "nonsense\n\n";
            }
        }
        assert!(log.len() > 2 * BLOCK_BYTES, "several blocks");
        let counted = [1, 4].map(|threads| {
            let mut read = 0;
            let tally =
                count_lines(&backtest, log.as_bytes(), threads, |bytes| read += bytes).unwrap();
            assert_eq!(read, log.len() as u64);
            backtest.report(&tally)
        });
        assert_eq!(counted[0], counted[1]);
        let [report, _] = counted;
        assert_eq!((report.tickets, report.problems.count), (9_000, 9));
        assert_eq!(report.problems.listed[0].line, 502);
        assert_eq!(report.problems.listed[1].line, 1_504);
    }

    #[test]
    fn a_line_without_an_end_is_refused() {
        let policy = Policy::parse("n.toml", POLICY).policy.unwrap();
        let backtest = Backtest::new(
            &policy,
            Then::Recorded,
            "2026-04-01T00:00:00Z".parse().unwrap(),
        );
        let endless = vec![b'x'; 3 << 20];
        let error = count_lines(&backtest, endless.as_slice(), 2, |_| ()).unwrap_err();
        assert!(
            error.to_string().starts_with("line 1 has more than"),
            "{error}"
        );
    }
}
