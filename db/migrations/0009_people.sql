-- People: the values they had before, and a blind index to find them by.

-- Who kept a record and when: null in records kept before this was kept.
-- The tokens of a record's terms, each an HMAC under a key that the database never sees: `Vault` says which terms have tokens. Null in a record that
-- has not been indexed yet: `maintien people reindex` does it.
alter table vault.record
    add column recorded_by text,
    add column recorded_at timestamptz,
    add column tokens bytea[];
-- Without a list of entries still to be merged, so that no search has to read one.
create index record_by_token on vault.record using gin (tokens) with (fastupdate = off);
create index record_unindexed on vault.record (contract_id, person, kind, reference) where tokens is null;

-- A record that another has replaced, sealed as it was, under the key of its person.
create table vault.earlier_record (
    contract_id uuid not null,
    person text not null,
    kind text not null,
    reference text not null,
    number bigint generated always as identity,
    sealed bytea not null,
    recorded_by text,
    recorded_at timestamptz,
    replaced_by text,
    replaced_at timestamptz,
    primary key (contract_id, person, kind, reference, number),
    foreign key (contract_id, person) references vault.person on delete cascade
);

-- Of several who replace one record at once, each keeps what it replaces: the row is locked by then.
create function vault.keep_earlier_record() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$
begin
    insert into vault.earlier_record (contract_id, person, kind, reference, sealed, recorded_by, recorded_at, replaced_by, replaced_at)
        values (old.contract_id, old.person, old.kind, old.reference, old.sealed, old.recorded_by, old.recorded_at, new.recorded_by, new.recorded_at);
    return null;
end $$;
create trigger earlier_record_is_kept after update on vault.record
    for each row when (old.sealed is distinct from new.sealed) execute function vault.keep_earlier_record();

revoke execute on function vault.keep_earlier_record() from public;
grant select on vault.earlier_record to maintien_service;
