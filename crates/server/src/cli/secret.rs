//! Passwords on the command line: taken from standard input, never from an
//! argument, which other users of the machine could see; or made up.

use std::io;

use super::failure::Failure;

const PASSWORD_CHARS_MIN: usize = 10;
const PASSWORD_CHARS_MAX: usize = 200;
/// Letters and digits that nobody confuses when reading them aloud.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789-";
/// Of 5 bits each: 100 bits.
const PASSWORD_CHARS_MADE: usize = 20;

/// The first line of standard input.
pub(super) fn password_given() -> Result<String, Failure> {
    let mut line = String::new();
    io::stdin().read_line(&mut line).map_err(Failure::Input)?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    let fits = PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX;
    if fits.contains(&password.chars().count()) {
        Ok(password)
    } else {
        Err(Failure::Use(format!(
            "a password has {PASSWORD_CHARS_MIN} to {PASSWORD_CHARS_MAX} characters, and is the \
             first line of standard input"
        )))
    }
}

/// A random password.
pub(super) fn password_made() -> String {
    let mut random = [0_u8; PASSWORD_CHARS_MADE];
    getrandom::fill(&mut random).expect("the system gives random bytes");
    let letters = random.iter().map(|byte| {
        let letter = ALPHABET.get(usize::from(byte % 32));
        char::from(*letter.expect("the alphabet has 32 letters"))
    });
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_up_password_is_long_and_new_each_time() {
        let one = password_made();
        assert_eq!(one.len(), PASSWORD_CHARS_MADE);
        assert!(one.bytes().all(|letter| ALPHABET.contains(&letter)));
        assert_ne!(one, password_made());
    }
}
