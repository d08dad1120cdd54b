-- The sessions of browsers that signed in at the issuer. A session is looked up here by every service, and ends by its clock and by signing out.

create table access.session (
    -- Of the secret only its SHA-256 is kept: it has 256 random bits, so that nothing slower is needed.
    secret_hash bytea primary key check (length(secret_hash) = 32),
    -- The SHA-256 of what began the sign-in: each sign-in gives one session, once.
    started_hash bytea not null unique check (length(started_hash) = 32),
    caller_id text not null references access.caller,
    role text not null check (role in ('clerk', 'supervisor', 'auditor', 'employer', 'agent', 'operator')),
    employer text,
    -- Sealed under a key that only the browser's secret gives.
    refresh_token bytea,
    begun_at timestamptz not null,
    used_at timestamptz not null,
    -- When the issuer last confirmed the role, and until when one service is asking again.
    checked_at timestamptz not null,
    asking_until timestamptz,
    ended_at timestamptz,
    check ((role = 'employer') = (employer is not null))
);
create index session_by_caller on access.session (caller_id);

grant select, insert, update, delete on access.session to maintien_people;
