//! Finds the end of a mail in the bytes after `DATA` and undoes dot stuffing.
//!
//! Servers that disagree where a mail ends can be made to see a second, forged mail ("SMTP
//! smuggling"). So only `CR LF . CR LF` ends a mail here; a dot on a line that a bare LF or a bare
//! CR sets off is content. Bare line ends are not refused, since old programs write them and their
//! mails would be lost: they become proper ones *after* the end was looked for, which is safe
//! because the desk is the last stop and never sends these bytes on.

/// Reads one mail. Bytes beyond the limit are read and forgotten, so that the sender can be told.
#[derive(Debug)]
pub(super) struct DataReader {
    state: State,
    content: Vec<u8>,
    bytes_max: usize,
    too_long: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// After `CR LF`, or at the very beginning.
    LineStart,
    /// A dot at the start of a line.
    Dot,
    /// A dot at the start of a line and a CR.
    DotReturn,
    /// Inside a line.
    Line,
    /// A CR inside a line.
    Return,
}

impl DataReader {
    pub(super) fn new(bytes_max: usize) -> DataReader {
        DataReader {
            state: State::LineStart,
            content: Vec::new(),
            bytes_max,
            too_long: false,
        }
    }

    /// Takes bytes. When the mail ends in them, says after how many; what follows is commands.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Option<usize> {
        for (index, byte) in bytes.iter().enumerate() {
            if self.step(*byte) {
                return Some(index + 1);
            }
        }
        None
    }

    /// The mail, or `None` when it was longer than allowed.
    pub(super) fn finish(self) -> Option<Vec<u8>> {
        (!self.too_long).then_some(self.content)
    }

    /// Whether this byte ends the mail.
    fn step(&mut self, byte: u8) -> bool {
        match (self.state, byte) {
            (State::LineStart, b'.') => self.state = State::Dot,
            (State::Dot, b'\r') => self.state = State::DotReturn,
            (State::DotReturn, b'\n') => return true,
            // The first dot of a line was added by the sender and goes.
            (State::DotReturn, _) => {
                self.state = State::Return;
                return self.step(byte);
            }
            (State::Return, b'\n') => {
                self.push(b"\r\n");
                self.state = State::LineStart;
            }
            // `CR CR LF`, written by programs that convert twice, is one line end.
            (State::Return, b'\r') => {}
            (State::Return, _) => {
                self.push(b" ");
                self.state = State::Line;
                return self.step(byte);
            }
            (_, b'\r') => self.state = State::Return,
            // A bare LF: a line end for readers, but no line start in the protocol's sense.
            (_, b'\n') => {
                self.push(b"\r\n");
                self.state = State::Line;
            }
            (_, byte) => {
                self.push(&[byte]);
                self.state = State::Line;
            }
        }
        false
    }

    fn push(&mut self, bytes: &[u8]) {
        if self.too_long {
            return;
        }
        if self.content.len() + bytes.len() > self.bytes_max {
            self.too_long = true;
            self.content = Vec::new();
        } else {
            self.content.extend_from_slice(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Content and what is left over, fed in pieces of the given size.
    fn read(wire: &[u8], piece: usize) -> Option<(Vec<u8>, Vec<u8>)> {
        let mut reader = DataReader::new(1_000_000);
        let mut fed = 0;
        for bytes in wire.chunks(piece) {
            if let Some(end) = reader.feed(bytes) {
                return Some((reader.finish().unwrap(), wire[fed + end..].to_vec()));
            }
            fed += bytes.len();
        }
        None
    }

    #[test]
    fn only_the_full_mark_ends_a_mail() {
        for (wire, content, rest) in [
            ("a\r\n.\r\nQUIT", "a\r\n", "QUIT"),
            (".\r\nx", "", "x"),
            ("..a\r\n.\r\n", ".a\r\n", ""),
            (".a\r\n.\r\n", "a\r\n", ""),
            ("a\r\n..\r\n.\r\n", "a\r\n.\r\n", ""),
            // Smuggling: what other servers might take for an end is content here.
            ("a\n.\n.\r\nb\r\n.\r\n", "a\r\n.\r\n.\r\nb\r\n", ""),
            (
                "a\n.\r\nMAIL FROM:<x>\r\n.\r\n",
                "a\r\n.\r\nMAIL FROM:<x>\r\n",
                "",
            ),
            (
                "a\r\n.\nMAIL FROM:<x>\r\n.\r\n",
                "a\r\n\r\nMAIL FROM:<x>\r\n",
                "",
            ),
            ("a\r.\r\nb\r\n.\r\n", "a .\r\nb\r\n", ""),
            ("a\r\n.\rb\r\n.\r\n", "a\r\n b\r\n", ""),
            ("a\r\r\n.\r\n", "a\r\n", ""),
            ("a\nb\r\n.\r\n", "a\r\nb\r\n", ""),
            ("a\rb\r\n.\r\n", "a b\r\n", ""),
            ("a\0b\r\n.\r\n", "a\0b\r\n", ""),
        ] {
            for piece in [1, 2, 3, 1_000] {
                let (found, left) =
                    read(wire.as_bytes(), piece).unwrap_or_else(|| panic!("{wire:?} ends"));
                assert_eq!(
                    String::from_utf8(found).unwrap(),
                    content,
                    "{wire:?} in pieces of {piece}"
                );
                assert_eq!(
                    String::from_utf8(left).unwrap(),
                    rest,
                    "{wire:?} in pieces of {piece}"
                );
            }
        }
        for endless in [
            "a\n.\n",
            "a\r.\r",
            "a\n\n.\n\n",
            "a\r\n.",
            "a\r\n.\r",
            "a.\r\n",
            "\n.\r\n",
        ] {
            assert_eq!(read(endless.as_bytes(), 7), None, "{endless:?}");
        }
    }

    #[test]
    fn what_is_too_long_is_read_to_its_end_and_not_kept() {
        let mut reader = DataReader::new(3);
        assert_eq!(reader.feed(b"abcdef\r\n.\r\nQUIT"), Some(11));
        assert_eq!(reader.finish(), None);
    }

    proptest! {
        #[test]
        fn any_stuffed_text_comes_back(lines in proptest::collection::vec("[ -~]{0,20}", 0..20)) {
            let content: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
            let stuffed: String = lines
                .iter()
                .map(|line| if line.starts_with('.') { format!(".{line}\r\n") } else { format!("{line}\r\n") })
                .collect();
            let (found, rest) = read(format!("{stuffed}.\r\n").as_bytes(), 5).unwrap();
            prop_assert_eq!(String::from_utf8(found).unwrap(), content);
            prop_assert!(rest.is_empty());
        }

        #[test]
        fn any_bytes_give_the_same_in_any_pieces(wire in proptest::collection::vec(
            prop_oneof![Just(b'\r'), Just(b'\n'), Just(b'.'), any::<u8>()], 0..60), piece in 1usize..7) {
            prop_assert_eq!(read(&wire, piece), read(&wire, 1_000));
        }
    }
}
