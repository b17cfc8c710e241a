//! Passwords: hashed with Argon2id, compared in constant time. Slow on purpose;
//! call it off the async threads.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// The hash to store, in PHC form with its own salt and parameters.
///
/// # Panics
/// Never for passwords a form lets through; the hasher refuses only megabytes.
#[must_use]
pub fn hash(password: &str) -> String {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.expect("the hasher takes any password of ordinary length")
        .to_string()
}

/// True when the password is the one the hash was made of. `None` (nobody there)
/// takes as long as a wrong password, so that time tells nothing.
#[must_use]
pub fn verify(password: &str, stored: Option<&str>) -> bool {
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$YWJjZGVmZ2hpamtsbW5vcA$\
        0000000000000000000000000000000000000000000";
    let Ok(parsed) = PasswordHash::new(stored.unwrap_or(NOBODY)) else {
        return false;
    };
    let right = Argon2::default()
        .verify_password(password.as_bytes(), &parsed)
        .is_ok();
    right && stored.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_opens() {
        let stored = hash("harbour");
        assert!(verify("harbour", Some(&stored)));
        assert!(!verify("harbor", Some(&stored)));
        assert!(!verify("harbour", None));
        assert!(!verify("harbour", Some("not a hash")));
        assert_ne!(stored, hash("harbour"), "each hash has a salt of its own");
    }
}
