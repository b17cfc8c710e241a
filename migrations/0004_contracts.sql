-- What customers bought, and when that became known.

-- One row per contract. `statements` counts what was said of it, so that two people
-- who change it at once do not both succeed. `notice_at` is when the customer is told
-- that it will lapse; absent when there is nothing to tell, or it was told.
CREATE TABLE contracts (
  desk       TEXT   NOT NULL,
  contract   TEXT   NOT NULL,
  customer   TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  statements BIGINT NOT NULL,
  notice_at  BIGINT,
  PRIMARY KEY (desk, contract)
);
CREATE INDEX contracts_by_customer ON contracts (desk, customer, contract);
CREATE INDEX contracts_noticing ON contracts (desk, notice_at)
  WHERE notice_at IS NOT NULL;

-- What a contract says for a period. Nothing is ever taken back: of the statements
-- that hold for an instant the one recorded last governs. `says` is `in_force`,
-- `suspended` or `ended`; plan and overrides stand where it is in force.
-- `applied_after` is the ticket up to which a statement that reaches into the past was
-- applied to tickets; empty before the first, absent when none is left.
CREATE TABLE contract_statements (
  desk          TEXT   NOT NULL,
  contract      TEXT   NOT NULL,
  statement     TEXT   NOT NULL,
  from_at       BIGINT NOT NULL,
  until_at      BIGINT,
  recorded_at   BIGINT NOT NULL,
  recorded_by   TEXT   NOT NULL,
  says          TEXT   NOT NULL,
  plan          TEXT,
  overrides     TEXT   NOT NULL,
  signed_at     BIGINT,
  reason        TEXT,
  applied_after TEXT,
  PRIMARY KEY (desk, contract, statement)
);
CREATE INDEX contract_statements_applying ON contract_statements (desk, recorded_at)
  WHERE applied_after IS NOT NULL;

-- Which tickets a statement that reaches into the past restated.
CREATE TABLE contract_restatements (
  desk        TEXT   NOT NULL,
  contract    TEXT   NOT NULL,
  statement   TEXT   NOT NULL,
  ticket      TEXT   NOT NULL,
  restated_at BIGINT NOT NULL,
  PRIMARY KEY (desk, contract, statement, ticket)
);

-- Whoever is a customer already has one, without an end, with the plan it had.
INSERT INTO contracts (desk, contract, customer, name, created_at, statements)
  SELECT desk, customer, customer, name, created_at, 1 FROM customers;
INSERT INTO contract_statements
  (desk, contract, statement, from_at, recorded_at, recorded_by, says, plan, overrides)
  SELECT desk, customer, customer, created_at, created_at, 'upgrade', 'in_force', plan, ''
  FROM customers;
ALTER TABLE customers DROP COLUMN plan;
