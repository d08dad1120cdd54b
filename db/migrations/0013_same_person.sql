-- The same person twice: pairs of people with the same NIR, or with the same family name, given name and day of birth.

-- Tokens that are equal for the same person: of the NIR, and of each family name with the first given name and the day of birth. Null in a record that
-- has not been indexed so; then neither is there.
alter table vault.record
    add column nir_token bytea,
    add column name_tokens bytea[];
create index record_by_nir on vault.record (nir_token) where nir_token is not null;
create index record_by_whole_name on vault.record using gin (name_tokens) with (fastupdate = off);
-- What was indexed before is indexed again, by `maintien people reindex`.
drop index vault.record_unindexed;
create index record_unindexed on vault.record (contract_id, person, kind, reference) where tokens is null or name_tokens is null;

-- A pair of people who may be one, the lesser first. It holds no personal data but that the two may be one.
create table vault.duplicate (
    number bigint generated always as identity primary key,
    id uuid not null unique default gen_random_uuid(),
    contract_id uuid not null,
    person text not null,
    other_contract_id uuid not null,
    other_person text not null,
    found_at timestamptz not null default now(),
    -- Somebody has looked: they are two people, or the pair is known.
    dismissed_by text,
    dismissed_at timestamptz,
    reason text,
    unique (contract_id, person, other_contract_id, other_person),
    check ((contract_id, person) < (other_contract_id, other_person)),
    check ((dismissed_by is null) = (dismissed_at is null) and (dismissed_by is null) = (reason is null)),
    foreign key (contract_id, person) references vault.person on delete cascade,
    foreign key (other_contract_id, other_person) references vault.person on delete cascade
);
create index duplicate_by_other on vault.duplicate (other_contract_id, other_person);
create index duplicate_waiting on vault.duplicate (number) where dismissed_at is null;

-- Keeps the pairs in step with the records, in the statement that writes these, whoever does. Of a record whose tokens change the pairs are found anew,
-- so that one that was dismissed is told again; the others stay. Two who have the same names and day of birth, and different NIRs, are two people.
-- What a person shares with more than 50 others is no sign, and none of these is told. One who is erased at the same time is waited for: then there is no
-- pair.
create function vault.find_duplicates() returns trigger
    language plpgsql security definer
    -- By the indexes, however small the tables were when the plan was made.
    set search_path = pg_catalog, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan
    set gin_fuzzy_search_limit = 1000
    as $$
begin
    if tg_op = 'UPDATE' then
        delete from vault.duplicate d using written n join replaced o using (contract_id, person, kind, reference)
            where n.kind = 'identity' and (n.nir_token, n.name_tokens) is distinct from (o.nir_token, o.name_tokens)
                and ((d.contract_id, d.person) = (n.contract_id, n.person) or (d.other_contract_id, d.other_person) = (n.contract_id, n.person));
    end if;
    insert into vault.duplicate (contract_id, person, other_contract_id, other_person, found_at)
        select case when n.is_first then n.contract_id else o.contract_id end, case when n.is_first then n.person else o.person end,
            case when n.is_first then o.contract_id else n.contract_id end, case when n.is_first then o.person else n.person end,
            coalesce(greatest(n.recorded_at, o.recorded_at), now())
        from written w cross join lateral (
            select alike.*, count(*) over () as found from (
                (select r.contract_id, r.person, r.recorded_at from vault.record r where r.nir_token = w.nir_token limit 52)
                union
                (select r.contract_id, r.person, r.recorded_at from vault.record r
                    where r.name_tokens && w.name_tokens and (r.nir_token = w.nir_token or r.nir_token is null or w.nir_token is null) limit 52)
            ) as alike where (alike.contract_id, alike.person) <> (w.contract_id, w.person)
        ) as o cross join lateral (
            select w.contract_id, w.person, w.recorded_at, (w.contract_id, w.person) < (o.contract_id, o.person) as is_first
        ) as n
        where w.kind = 'identity' and o.found <= 50
            and exists (select from vault.person as p where (p.contract_id, p.person) = (o.contract_id, o.person) for key share)
        on conflict do nothing;
    return null;
end $$;
create trigger duplicates_of_new_records after insert on vault.record
    referencing new table as written for each statement execute function vault.find_duplicates();
create trigger duplicates_of_changed_records after update on vault.record
    referencing old table as replaced new table as written for each statement execute function vault.find_duplicates();

revoke execute on function vault.find_duplicates() from public;
grant select, update (dismissed_by, dismissed_at, reason) on vault.duplicate to maintien_service;
-- The worklist tells the pairs.
grant usage on schema vault to maintien_questions;
grant select on vault.duplicate to maintien_questions;
