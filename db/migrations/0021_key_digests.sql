-- Event hashes cover the idempotency keys that commands came with, from hash version 2 on.

-- Binds the row of the key to the last event of its command: SHA-256 over the row's salt, its first version, its key and its fingerprint. Empty in an event
-- without a key, or that is not the last. Null in events of before: their hash covers no key. Neither column rewrites its table.
alter table log.event add column key_digest bytea;
-- A sample of salts in the catalog would outlive an erasure: none is made.
alter table log.idempotency add column salt uuid, alter column salt set statistics 0;

-- As it was, and the salt goes with the fingerprint: the digest that stays in the event is worth nothing then.
create or replace function vault.erase(erased_contract uuid, erased_version integer) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$
declare
    told log.event;
    erased text;
    keys text[];
    added vault.erasure;
    previous bytea;
begin
    select * into told from log.event where contract_id = erased_contract and version = erased_version and type = 'personErased';
    if not found then
        raise exception 'no event of the log says that a person is erased' using errcode = 'insufficient_privilege';
    end if;
    erased := told.payload ->> 'person';
    select array_agg(key) into keys from (
        select unnest(command_keys) as key from vault.record where contract_id = erased_contract and person = erased
        union select unnest(command_keys) from vault.earlier_record where contract_id = erased_contract and person = erased
    ) as told_under;
    -- The row stays: it says that the key was used. A key made of content is half a fingerprint itself.
    update log.idempotency set fingerprint = '', salt = null, key = case
            when key ~ '^content:[0-9a-f]{32}(:[0-9]+)?$' then 'erased:' || contract_id || ':' || coalesce(first_version, version)
            else key end
        where key = any (keys) and contract_id = erased_contract;
    delete from vault.person where contract_id = erased_contract and person = erased;
    -- One command may have told others of the contract too.
    update vault.record set command_keys = array(select key from unnest(command_keys) as key where key <> all (keys))
        where contract_id = erased_contract and command_keys && keys;
    update vault.earlier_record set command_keys = array(select key from unnest(command_keys) as key where key <> all (keys))
        where contract_id = erased_contract and command_keys && keys;

    -- Of several who erase at once, each adds behind the one before.
    lock table vault.erasure in share row exclusive mode;
    if exists (select from vault.erasure where contract_id = erased_contract and person = erased) then return; end if;
    select number, hash into added.number, previous from vault.erasure order by number desc limit 1;
    added.number := coalesce(added.number, 0) + 1;
    added.at := told.recorded_at;
    added.caller := told.recorded_by;
    added.contract_id := erased_contract;
    added.person := erased;
    added.position := told.position;
    added.hash := vault.hash(coalesce(previous, decode(repeat('00', 32), 'hex')), added);
    insert into vault.erasure values (added.*);
end $$;

-- As it was, but with the rights of its owner, so that an auditor may run it, and for earlier records too. A key without records may be there: it was made
-- while the person was erased, and opens nothing.
create or replace function vault.first_erasure_damage() returns bigint
    language sql stable security definer set search_path = pg_catalog, pg_temp
    as $$
        select min(wrong) from (
            select coalesce(r.position, e.position) as wrong
            from (select position, contract_id, payload ->> 'person' as person, recorded_at, recorded_by from log.event where type = 'personErased') as e
                full join vault.erasure as r using (position)
            where (e.contract_id, e.person, e.recorded_at, e.recorded_by) is distinct from (r.contract_id, r.person, r.at, r.caller)
            union all
            select c.position from (
                select r.position, r.number, r.hash, row_number() over chain as place,
                    vault.hash(lag(r.hash, 1, decode(repeat('00', 32), 'hex')) over chain, r) as expected
                from vault.erasure as r window chain as (order by r.number)
            ) as c
            where c.number <> c.place or c.hash is distinct from c.expected
            union all
            select r.position from vault.erasure as r join vault.record using (contract_id, person)
            union all
            select r.position from vault.erasure as r join vault.earlier_record using (contract_id, person)
        ) as damage
    $$;
revoke execute on function vault.first_erasure_damage() from public;
grant execute on function vault.first_erasure_damage() to maintien_service, maintien_auditor;
