-- Accounts. The canonical forms (NFKC, case folded) are what is unique and what logins are looked up by; a username never holds an '@'
-- and an email always does, so that one login names at most one account.
CREATE TABLE accounts (
    id                 uuid        PRIMARY KEY,
    username           text        NOT NULL,
    username_canonical text        NOT NULL CONSTRAINT accounts_username_key UNIQUE CHECK (position('@' IN username_canonical) = 0),
    email              text        NOT NULL,
    email_canonical    text        NOT NULL CONSTRAINT accounts_email_key UNIQUE CHECK (position('@' IN email_canonical) > 1),
    password_hash      text        NOT NULL,
    status             text        NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
    roles              text[]      NOT NULL DEFAULT '{}' CHECK (array_to_string(roles, '') !~ '\s' AND array_position(roles, '') IS NULL),
    email_verified     boolean     NOT NULL DEFAULT false,
    otp_enabled        boolean     NOT NULL DEFAULT false,
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL
);

-- Sessions. The generation is that of the newest refresh token; last_used_at is when that one was issued.
CREATE TABLE sessions (
    id            uuid        PRIMARY KEY,
    account_id    uuid        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    generation    integer     NOT NULL CHECK (generation >= 0),
    created_at    timestamptz NOT NULL,
    last_used_at  timestamptz NOT NULL,
    ip            text,
    revoked_at    timestamptz,
    revoke_reason text        CHECK (revoke_reason IN ('logout', 'revoked', 'reuse', 'password_changed', 'account_disabled')),
    CHECK ((revoked_at IS NULL) = (revoke_reason IS NULL))
);

CREATE INDEX sessions_account_id_idx ON sessions (account_id);
CREATE INDEX sessions_last_used_at_idx ON sessions (last_used_at);
CREATE INDEX sessions_created_at_idx ON sessions (created_at);
CREATE INDEX sessions_revoked_at_idx ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;

-- Every refresh token that a session has had, as a hash, so that the use of an old one is recognised. Rows never change.
CREATE TABLE refresh_tokens (
    token_hash bytea       PRIMARY KEY,
    session_id uuid        NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    generation integer     NOT NULL,
    issued_at  timestamptz NOT NULL,
    UNIQUE (session_id, generation)
);

-- Signing keys. The private key is sealed under the master key; at most one key signs at a time.
CREATE TABLE signing_keys (
    kid          text        PRIMARY KEY,
    algorithm    text        NOT NULL,
    private_key  bytea       NOT NULL,
    status       text        NOT NULL CHECK (status IN ('active', 'retired')),
    created_at   timestamptz NOT NULL,
    activated_at timestamptz NOT NULL,
    not_after    timestamptz
);

CREATE UNIQUE INDEX signing_keys_one_active_idx ON signing_keys (status) WHERE status = 'active';
