-- Who calls, and what lets them: the register of callers, the keys of programs, and the contracts of agents.

create schema access;

-- An id stands in events for ever. It is random, or the name that the settings give to a local token; never a person's name.
create table access.caller (
    id text primary key,
    kind text not null check (kind in ('token', 'key', 'local')),
    -- The bearer of tokens, as their issuer names them.
    issuer text,
    subject text,
    -- What calls with a key, in words.
    name text,
    -- As they last called.
    roles text[] not null,
    registered_at timestamptz not null default now(),
    check ((kind = 'token') = (issuer is not null and subject is not null)),
    unique (issuer, subject)
);

-- Whose contract it is.
create table access.agent (
    issuer text not null,
    subject text not null,
    contract_id uuid not null,
    tied_by text not null references access.caller,
    tied_at timestamptz not null default now(),
    primary key (issuer, subject)
);

-- Of the secret only its SHA-256 is kept: it has 256 random bits, so that nothing slower is needed.
create table access.api_key (
    id text primary key,
    caller_id text not null references access.caller,
    secret_hash bytea not null check (length(secret_hash) = 32),
    role text not null check (role in ('clerk', 'supervisor', 'auditor', 'employer', 'operator')),
    employer text,
    created_by text references access.caller,
    created_at timestamptz not null default now(),
    ends_at timestamptz not null,
    revoked_by text references access.caller,
    revoked_at timestamptz,
    check ((role = 'employer') = (employer is not null)),
    check (ends_at > created_at and ends_at <= created_at + interval '400 days')
);

grant usage on schema access to maintien_service;
grant select, insert, update (roles) on access.caller to maintien_service;
grant select, insert, update, delete on access.agent to maintien_service;
grant select, insert, update (revoked_by, revoked_at) on access.api_key to maintien_service;
