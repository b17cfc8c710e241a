//! Finds the ticket a mail answers, by a token only this installation can make.
//!
//! A token is the ticket's id with a keyed hash over desk and id. It stands in the reply address
//! (`support+TOKEN@...`) and in the Message-ID of every mail the desk sends, so that either is
//! enough. A forged, cut or other desk's token is no match; the mail then opens a ticket of its
//! own, and never lands on a stranger's. Whether the sender may write on the ticket, and what an
//! answer to a closed one does, is the caller's decision.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

use super::parse::ParsedMail;

/// Bytes of the keyed hash kept in a token: 72 bits, and the server answers a guess with nothing.
const HASH_BYTES: usize = 9;

/// Characters of a token: 16 bytes of id and the hash, five bits each.
const TOKEN_CHARS: usize = (16 + HASH_BYTES) * 8 / 5;

/// Lower case without padding; mail servers may change the case of an address.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// A token as it stands in addresses and Message-IDs: 40 characters `a-z2-7`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyToken(String);

impl ReplyToken {
    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ReplyToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Makes and checks the tokens of one desk.
#[derive(Clone)]
pub struct TokenKey {
    hash: Hmac<Sha256>,
}

impl std::fmt::Debug for TokenKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("TokenKey(..)")
    }
}

impl TokenKey {
    /// The key of a desk, from the installation's secret and the desk's own (stable) name or id.
    pub fn new(secret: &[u8], desk: &str) -> TokenKey {
        let mut hash =
            Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
        hash.update(b"mainstay reply token 1\0");
        hash.update(&(desk.len() as u64).to_be_bytes());
        hash.update(desk.as_bytes());
        TokenKey { hash }
    }

    /// The token of a ticket.
    pub fn make(&self, ticket: Uuid) -> ReplyToken {
        let hash = self.of(ticket).finalize().into_bytes();
        let mut bytes = ticket.as_bytes().to_vec();
        bytes.extend(hash.iter().take(HASH_BYTES));
        ReplyToken(encode(&bytes))
    }

    /// The ticket of a token, when this key made it. The comparison takes constant time.
    pub fn check(&self, token: &str) -> Option<Uuid> {
        let bytes = decode(token)?;
        let (id, hash) = bytes.split_at_checked(16)?;
        let ticket = Uuid::from_slice(id).ok()?;
        self.of(ticket).verify_truncated_left(hash).ok()?;
        Some(ticket)
    }

    fn of(&self, ticket: Uuid) -> Hmac<Sha256> {
        let mut hash = self.hash.clone();
        hash.update(ticket.as_bytes());
        hash
    }
}

/// Where the ticket of a mail was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundIn {
    /// The address the mail was sent to.
    Address,
    /// `In-Reply-To`.
    InReplyTo,
    /// `References`.
    References,
    /// The mail a bounce is about.
    Bounced,
}

/// The ticket a mail answers: by the recipients of its envelope, then `In-Reply-To`, then the
/// newest of `References`, then the addresses in its headers, then the mail a bounce reports on.
pub fn ticket_of(
    mail: &ParsedMail,
    recipients: &[String],
    key: &TokenKey,
) -> Option<(Uuid, FoundIn)> {
    let in_address = |address: &str| key.check(split_plus(address)?.1);
    let in_id = |id: &String| in_message_id(id, key);
    let bounced = mail
        .bounce
        .as_ref()
        .and_then(|bounce| bounce.original_message_id.as_ref());
    let mut shown = mail.to.iter().chain(&mail.cc);
    let by_address = recipients.iter().find_map(|address| in_address(address));
    by_address
        .map(|ticket| (ticket, FoundIn::Address))
        .or_else(|| Some((mail.in_reply_to.iter().find_map(in_id)?, FoundIn::InReplyTo)))
        .or_else(|| {
            Some((
                mail.references.iter().rev().find_map(in_id)?,
                FoundIn::References,
            ))
        })
        .or_else(|| {
            Some((
                shown.find_map(|it| in_address(&it.address))?,
                FoundIn::Address,
            ))
        })
        .or_else(|| Some((bounced.and_then(in_id)?, FoundIn::Bounced)))
}

/// `support@example.com` and a token give `support+TOKEN@example.com`.
pub fn reply_address(address: &str, token: &ReplyToken) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{local}+{token}@{domain}"),
        None => address.to_owned(),
    }
}

/// A Message-ID (without angle brackets) that carries a token. `unique` tells the mails of one
/// ticket apart.
pub fn message_id(token: &ReplyToken, unique: Uuid, domain: &str) -> String {
    format!("{token}.{}@{domain}", unique.simple())
}

/// Splits `support+tag@example.com` into the plain address and the tag.
pub fn split_plus(address: &str) -> Option<(String, &str)> {
    let (local, domain) = address.rsplit_once('@')?;
    let (base, tag) = local.split_once('+')?;
    (!base.is_empty() && !tag.is_empty()).then(|| (format!("{base}@{domain}"), tag))
}

/// The ticket numbers a subject names in brackets, for a desk's prefix: `Re: [IN8-1042] Printer`
/// gives 1042. Anyone can write a number, so this is a hint for people and never enough to put a
/// mail on a ticket unless its sender already takes part in it.
pub fn number_in_subject(subject: &str, prefix: &str) -> Option<u64> {
    let upper = subject.to_uppercase();
    let prefix = format!("{}-", prefix.to_uppercase());
    upper
        .split(['[', ']'])
        .skip(1)
        .step_by(2)
        .find_map(|inside| {
            let digits = inside.trim().strip_prefix(&prefix)?;
            digits
                .bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| digits.parse().ok())?
        })
}

fn in_message_id(id: &str, key: &TokenKey) -> Option<Uuid> {
    let local = id.trim().trim_start_matches('<').split('@').next()?;
    key.check(local.split('.').next()?)
}

fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(TOKEN_CHARS);
    let (mut bits, mut count) = (0u32, 0u32);
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            let index = (bits >> count) & 31;
            let letter = ALPHABET.get(index as usize).copied();
            text.push(char::from(letter.expect("five bits are below 32")));
        }
    }
    text
}

fn decode(text: &str) -> Option<Vec<u8>> {
    if text.len() != TOKEN_CHARS {
        return None;
    }
    let mut bytes = Vec::with_capacity(16 + HASH_BYTES);
    let (mut bits, mut count) = (0u32, 0u32);
    for letter in text.bytes() {
        let letter = letter.to_ascii_lowercase();
        let value = ALPHABET.iter().position(|known| *known == letter)?;
        bits = ((bits << 5) | u32::try_from(value).ok()?) & 0xffff;
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(desk: &str) -> TokenKey {
        TokenKey::new(b"a secret of thirty-two bytes....", desk)
    }

    const TICKET: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_002a);

    #[test]
    fn a_token_leads_back_to_its_ticket_in_any_case() {
        let token = key("in8sync").make(TICKET);
        assert_eq!(token.as_str().len(), TOKEN_CHARS);
        assert_eq!(key("in8sync").check(token.as_str()), Some(TICKET));
        assert_eq!(
            key("in8sync").check(&token.as_str().to_uppercase()),
            Some(TICKET)
        );
    }

    #[test]
    fn forged_and_foreign_tokens_match_nothing() {
        let token = key("in8sync").make(TICKET);
        assert_eq!(key("infocyte").check(token.as_str()), None);
        assert_eq!(
            TokenKey::new(b"another secret", "in8sync").check(token.as_str()),
            None
        );
        for position in 0..TOKEN_CHARS {
            let mut forged = token.as_str().as_bytes().to_vec();
            forged[position] = if forged[position] == b'a' { b'b' } else { b'a' };
            let forged = String::from_utf8(forged).unwrap();
            assert_eq!(key("in8sync").check(&forged), None, "changed at {position}");
        }
        for broken in [
            "",
            "a",
            &token.as_str()[1..],
            &format!("{token}a"),
            "é".repeat(20).as_str(),
        ] {
            assert_eq!(key("in8sync").check(broken), None);
        }
    }

    #[test]
    fn a_reply_is_found_by_address_and_by_references() {
        let key = key("in8sync");
        let token = key.make(TICKET);
        let address = reply_address("support@in8sync.example.com", &token);
        assert_eq!(
            address.split('@').next().unwrap().len(),
            "support+".len() + TOKEN_CHARS
        );
        assert!(
            address.split('@').next().unwrap().len() <= 64,
            "RFC 5321 limits the local part"
        );
        let id = message_id(&token, Uuid::from_u128(7), "in8sync.example.com");

        let none = ParsedMail::default();
        assert_eq!(
            ticket_of(&none, std::slice::from_ref(&address), &key),
            Some((TICKET, FoundIn::Address))
        );
        assert_eq!(
            ticket_of(&none, &["support@in8sync.example.com".to_owned()], &key),
            None
        );
        let reply = ParsedMail {
            in_reply_to: vec![id.clone()],
            ..ParsedMail::default()
        };
        assert_eq!(
            ticket_of(&reply, &[], &key),
            Some((TICKET, FoundIn::InReplyTo))
        );
        let later = ParsedMail {
            references: vec![id, "x@y".into()],
            ..ParsedMail::default()
        };
        assert_eq!(
            ticket_of(&later, &[], &key),
            Some((TICKET, FoundIn::References))
        );
    }

    #[test]
    fn numbers_in_subjects_need_brackets_and_the_prefix() {
        for (subject, number) in [
            ("Re: [IN8-1042] Printer", Some(1042)),
            ("Re: [in8-7]", Some(7)),
            ("Re: [X] [IN8-7]", Some(7)),
            ("IN8-1042", None),
            ("[ABC-1042]", None),
            ("[IN8-10x]", None),
            ("[IN8-]", None),
            ("[IN8-99999999999999999999999]", None),
        ] {
            assert_eq!(number_in_subject(subject, "IN8"), number, "{subject}");
        }
    }
}
