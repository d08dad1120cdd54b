-- Epochs of the vault's master key. The keys of people are wrapped under the key of an epoch. `maintien vault rotate` begins the next one, and wraps them anew.
-- A key that is wrapped under an epoch after the first begins with the epoch's number, in two bytes. The keys of epochs are never in the database.
create table vault.epoch (
    number integer primary key check (number between 1 and 65535),
    check_value bytea,  -- a value that only the right key of the epoch gives again; of the first, vault.master_key has it
    begun_at timestamptz not null default clock_timestamp(),
    settled_at timestamptz,  -- when no stored key was wrapped under an earlier epoch any more
    destroyed_at timestamptz
);
insert into vault.epoch (number, settled_at) values (1, clock_timestamp());

grant select on vault.epoch to maintien_service, maintien_people, maintien_auditor;
