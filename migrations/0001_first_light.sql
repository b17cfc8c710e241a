-- The schema, for both databases. Times are UTC microseconds; ids are text;
-- flags 0/1. Every key begins with the desk, but for the installation tables
-- `desks` itself and `migrations`. `BYTES` becomes BLOB or BYTEA (store/dialect.rs).

CREATE TABLE desks (
  desk       TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  prefix     TEXT   NOT NULL,
  address    TEXT   NOT NULL,
  language   TEXT   NOT NULL,
  zone       TEXT   NOT NULL,
  accent     TEXT   NOT NULL,
  secret     TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (desk)
);
CREATE UNIQUE INDEX desks_by_prefix ON desks (prefix);

-- Mail addresses that lead to a desk; several may lead to the same one.
CREATE TABLE desk_addresses (
  desk    TEXT NOT NULL,
  address TEXT NOT NULL,
  PRIMARY KEY (desk, address)
);
CREATE UNIQUE INDEX desk_addresses_by_address ON desk_addresses (address);

-- Published policy versions, addressed by content hash, never changed.
CREATE TABLE policies (
  desk         TEXT   NOT NULL,
  version      TEXT   NOT NULL,
  source       TEXT   NOT NULL,
  effective_at BIGINT NOT NULL,
  published_at BIGINT NOT NULL,
  PRIMARY KEY (desk, version)
);

-- People ------------------------------------------------------------------

CREATE TABLE customers (
  desk       TEXT   NOT NULL,
  customer   TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  plan       TEXT,
  zone       TEXT   NOT NULL,
  language   TEXT   NOT NULL,
  active     BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (desk, customer)
);

CREATE TABLE contacts (
  desk          TEXT   NOT NULL,
  contact       TEXT   NOT NULL,
  customer      TEXT   NOT NULL,
  name          TEXT   NOT NULL,
  address       TEXT   NOT NULL,
  language      TEXT   NOT NULL,
  manager       BIGINT NOT NULL,
  password_hash TEXT,
  active        BIGINT NOT NULL,
  created_at    BIGINT NOT NULL,
  PRIMARY KEY (desk, contact)
);
CREATE UNIQUE INDEX contacts_by_address ON contacts (desk, address);
CREATE INDEX contacts_by_customer ON contacts (desk, customer);

CREATE TABLE agents (
  desk          TEXT   NOT NULL,
  agent         TEXT   NOT NULL,
  name          TEXT   NOT NULL,
  address       TEXT   NOT NULL,
  language      TEXT   NOT NULL,
  zone          TEXT   NOT NULL,
  level         BIGINT NOT NULL,
  role          TEXT   NOT NULL,
  password_hash TEXT,
  active        BIGINT NOT NULL,
  created_at    BIGINT NOT NULL,
  PRIMARY KEY (desk, agent)
);
CREATE UNIQUE INDEX agents_by_address ON agents (desk, address);

-- Signed-in browsers; `digest` is of the cookie's secret, never the secret.
CREATE TABLE sessions (
  desk       TEXT   NOT NULL,
  digest     TEXT   NOT NULL,
  person     TEXT   NOT NULL,
  role       TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (desk, digest)
);

-- One-time links in mails (sign-in, rating), by digest of their secret.
CREATE TABLE links (
  desk       TEXT   NOT NULL,
  digest     TEXT   NOT NULL,
  purpose    TEXT   NOT NULL,
  person     TEXT   NOT NULL,
  state      TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (desk, digest)
);

-- Failed sign-ins per desk and address, so that guessing is slowed.
CREATE TABLE signin_failures (
  desk       TEXT   NOT NULL,
  address    TEXT   NOT NULL,
  failures   BIGINT NOT NULL,
  last_at    BIGINT NOT NULL,
  PRIMARY KEY (desk, address)
);

CREATE TABLE tokens (
  desk       TEXT   NOT NULL,
  digest     TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  agent      TEXT   NOT NULL,
  scopes     TEXT   NOT NULL,
  active     BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (desk, digest)
);
CREATE INDEX tokens_by_digest ON tokens (digest);

CREATE TABLE audit (
  desk    TEXT   NOT NULL,
  entry   TEXT   NOT NULL,
  at      BIGINT NOT NULL,
  actor   TEXT   NOT NULL,
  subject TEXT   NOT NULL,
  change  TEXT   NOT NULL,
  PRIMARY KEY (desk, entry)
);
CREATE INDEX audit_by_time ON audit (desk, at, entry);

-- Tickets: what happened --------------------------------------------------

-- How far a ticket's events go; the gate that makes writers notice each other.
CREATE TABLE ticket_heads (
  desk     TEXT   NOT NULL,
  ticket   TEXT   NOT NULL,
  sequence BIGINT NOT NULL,
  PRIMARY KEY (desk, ticket)
);

-- The last number given; apart from `desks`, because each new ticket changes it.
CREATE TABLE ticket_number_counters (
  desk        TEXT   NOT NULL,
  number_last BIGINT NOT NULL,
  PRIMARY KEY (desk)
);

CREATE TABLE ticket_numbers (
  desk   TEXT   NOT NULL,
  number BIGINT NOT NULL,
  ticket TEXT   NOT NULL,
  PRIMARY KEY (desk, number)
);
CREATE UNIQUE INDEX ticket_numbers_by_ticket ON ticket_numbers (desk, ticket);

CREATE TABLE events (
  desk     TEXT   NOT NULL,
  ticket   TEXT   NOT NULL,
  sequence BIGINT NOT NULL,
  at       BIGINT NOT NULL,
  kind     TEXT   NOT NULL,
  version  BIGINT NOT NULL,
  actor    TEXT   NOT NULL,
  payload  TEXT   NOT NULL,
  PRIMARY KEY (desk, ticket, sequence)
);

-- What people wrote; events carry its id and digest, so that erasing it later
-- breaks neither arithmetic nor chain.
CREATE TABLE texts (
  desk   TEXT NOT NULL,
  text   TEXT NOT NULL,
  body   TEXT NOT NULL,
  PRIMARY KEY (desk, text)
);

CREATE TABLE blobs (
  desk    TEXT   NOT NULL,
  digest  TEXT   NOT NULL,
  bytes   BYTES  NOT NULL,
  PRIMARY KEY (desk, digest)
);

-- What is done at most once: API calls with an idempotency key, arriving mails.
CREATE TABLE once (
  desk   TEXT   NOT NULL,
  scope  TEXT   NOT NULL,
  key    TEXT   NOT NULL,
  at     BIGINT NOT NULL,
  result TEXT   NOT NULL,
  PRIMARY KEY (desk, scope, key)
);

-- Tickets: projections, made from events alone and made anew by `rebuild` ---

CREATE TABLE tickets (
  desk          TEXT   NOT NULL,
  ticket        TEXT   NOT NULL,
  number        BIGINT NOT NULL,
  sequence      BIGINT NOT NULL,
  status        TEXT   NOT NULL,
  open          BIGINT NOT NULL,
  kind          TEXT   NOT NULL,
  severity      BIGINT,
  level         BIGINT NOT NULL,
  channel       TEXT   NOT NULL,
  customer      TEXT   NOT NULL,
  requester     TEXT   NOT NULL,
  assignee      TEXT,
  subject       TEXT   NOT NULL,
  plan          TEXT,
  received_at   BIGINT NOT NULL,
  changed_at    BIGINT NOT NULL,
  next_due_at   BIGINT NOT NULL,
  next_clock    TEXT,
  waiting       BIGINT NOT NULL,
  rating        TEXT,
  PRIMARY KEY (desk, ticket)
);
CREATE UNIQUE INDEX tickets_by_number ON tickets (desk, number);
CREATE INDEX tickets_due ON tickets (desk, next_due_at, ticket) WHERE open = 1;
CREATE INDEX tickets_by_assignee ON tickets (desk, assignee, next_due_at, ticket) WHERE open = 1;
CREATE INDEX tickets_waiting ON tickets (desk, next_due_at, ticket) WHERE open = 1 AND waiting = 1;
CREATE INDEX tickets_by_time ON tickets (desk, received_at, ticket);
CREATE INDEX tickets_by_requester ON tickets (desk, requester, received_at, ticket);
CREATE INDEX tickets_by_customer ON tickets (desk, customer, received_at, ticket);

CREATE TABLE clocks (
  desk         TEXT   NOT NULL,
  ticket       TEXT   NOT NULL,
  clock        TEXT   NOT NULL,
  target       TEXT   NOT NULL,
  cycle        BIGINT NOT NULL,
  metric       TEXT   NOT NULL,
  audience     TEXT   NOT NULL,
  state        TEXT   NOT NULL,
  started_at   BIGINT,
  warn_at      BIGINT,
  due_at       BIGINT,
  met_at       BIGINT,
  warned_at    BIGINT,
  breached_at  BIGINT,
  PRIMARY KEY (desk, ticket, clock)
);

CREATE TABLE messages (
  desk       TEXT   NOT NULL,
  ticket     TEXT   NOT NULL,
  message    TEXT   NOT NULL,
  sequence   BIGINT NOT NULL,
  public     BIGINT NOT NULL,
  author     TEXT   NOT NULL,
  channel    TEXT   NOT NULL,
  text       TEXT   NOT NULL,
  at         BIGINT NOT NULL,
  PRIMARY KEY (desk, ticket, message)
);

CREATE TABLE attachments (
  desk    TEXT   NOT NULL,
  ticket  TEXT   NOT NULL,
  message TEXT   NOT NULL,
  place   BIGINT NOT NULL,
  name    TEXT   NOT NULL,
  media   TEXT   NOT NULL,
  bytes   BIGINT NOT NULL,
  digest  TEXT   NOT NULL,
  PRIMARY KEY (desk, ticket, message, place)
);

-- The next instant at which a ticket must be looked at again.
CREATE TABLE timers (
  desk    TEXT   NOT NULL,
  ticket  TEXT   NOT NULL,
  fire_at BIGINT NOT NULL,
  PRIMARY KEY (desk, ticket)
);
CREATE INDEX timers_due ON timers (fire_at);

-- Work for reconcilers ------------------------------------------------------

-- Mails that came in, raw, written before they are answered 250.
CREATE TABLE mails (
  desk         TEXT   NOT NULL,
  mail         TEXT   NOT NULL,
  received_at  BIGINT NOT NULL,
  sender       TEXT   NOT NULL,
  recipients   TEXT   NOT NULL,
  raw          BYTES  NOT NULL,
  state        TEXT   NOT NULL,
  attempts     BIGINT NOT NULL,
  outcome      TEXT,
  ticket       TEXT,
  next_at      BIGINT NOT NULL,
  PRIMARY KEY (desk, mail)
);
CREATE INDEX mails_waiting ON mails (next_at) WHERE state = 'waiting';
CREATE INDEX mails_by_time ON mails (desk, received_at, mail);

-- Which ticket a Message-ID belongs to, ours and theirs, for threading.
CREATE TABLE mail_threads (
  desk       TEXT NOT NULL,
  message_id TEXT NOT NULL,
  ticket     TEXT NOT NULL,
  PRIMARY KEY (desk, message_id)
);

-- Mails to be sent. `notice` says what; the words are made when it is sent and
-- kept in `rendered`. `sending` is written before the relay is spoken to, so
-- that a mail that may have gone twice is known as such (`resent`).
CREATE TABLE outbox (
  desk       TEXT   NOT NULL,
  item       TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  next_at    BIGINT NOT NULL,
  state      TEXT   NOT NULL,
  attempts   BIGINT NOT NULL,
  resent     BIGINT NOT NULL,
  last_error TEXT,
  recipient  TEXT   NOT NULL,
  message_id TEXT   NOT NULL,
  notice     TEXT   NOT NULL,
  rendered   TEXT,
  ticket     TEXT,
  sent_at    BIGINT,
  PRIMARY KEY (desk, item)
);
CREATE INDEX outbox_waiting ON outbox (next_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX outbox_by_time ON outbox (desk, created_at, item);
