-- Erasure: what the vault holds of a person is destroyed for good, and a register says of whom and when. And idempotency keys belong to their caller.

-- The key of a command stands behind its caller: `operator/key`. In a caller's name `%25` stands for `%` and `%2F` for `/`. A key that is made of a
-- command's content belongs to nobody, and has no `/`.
alter table log.idempotency
    -- Apart from its index while keys change: a key of today may be what one of before is to become.
    drop constraint idempotency_pkey, drop constraint idempotency_key_check,
    add constraint idempotency_key_check check (octet_length(key) between 1 and 2000);
-- Keys of before belong to who gave the command. Of a command that recorded nothing the log does not tell: its key is that of the local token.
update log.idempotency as kept
    set key = replace(replace(coalesce(
        (select recorded_by from log.event as e where e.contract_id = kept.contract_id and e.version = kept.last_version), 'operator'), '%', '%25'), '/', '%2F')
        || '/' || key
    where key !~ '^content:[0-9a-f]{32}(:[0-9]+)?$';
alter table log.idempotency
    alter column key type text collate "C", alter column key set statistics 0, add primary key (key);

-- Under which idempotency keys the commands were kept that told a record: their fingerprints go when the person is erased.
alter table vault.record add column command_keys text[];
alter table vault.earlier_record add column command_keys text[];

-- A sample of a column is kept by the catalog, and would outlive what was erased: none is made of what is of one person, and those there are go with the
-- change of a type that changes nothing. Nothing is asked but by index.
alter table vault.record
    alter column tokens type bytea[], alter column tokens set statistics 0, alter column command_keys set statistics 0,
    alter column nir_token type bytea, alter column nir_token set statistics 0,
    alter column name_tokens type bytea[], alter column name_tokens set statistics 0;
alter table vault.duplicate
    alter column person set statistics 0, alter column other_person set statistics 0, alter column contract_id set statistics 0,
    alter column other_contract_id set statistics 0, alter column reason set statistics 0;
alter table vault.earlier_record
    alter column sealed type bytea, alter column sealed set statistics 0, alter column command_keys set statistics 0;

-- Those of records that were kept before. The present record names the keys of earlier ones too.
update vault.record as r set command_keys = told.keys
    from (
        select k.contract_id, array_agg(k.key) as keys,
            case e.type when 'beneficiaryAdded' then e.payload ->> 'beneficiary' else 'holder' end as person,
            case e.type when 'mandateRegistered' then 'bankDetails' else 'identity' end as kind,
            case e.type when 'mandateRegistered' then e.payload ->> 'mandateReference' else '' end as reference
        from log.idempotency as k join log.event as e on e.contract_id = k.contract_id and e.version between k.first_version and k.last_version
        where e.type in ('affiliated', 'beneficiaryAdded', 'mandateRegistered')
        group by 1, 3, 4, 5
    ) as told
    where (r.contract_id, r.person, r.kind, r.reference) = (told.contract_id, told.person, told.kind, told.reference);

create or replace function vault.keep_earlier_record() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$
begin
    insert into vault.earlier_record
        (contract_id, person, kind, reference, sealed, recorded_by, recorded_at, replaced_by, replaced_at, command_keys)
        values (old.contract_id, old.person, old.kind, old.reference, old.sealed, old.recorded_by, old.recorded_at, new.recorded_by,
            new.recorded_at, old.command_keys);
    return null;
end $$;

-- The register of erasures: a row for each event that says that a person is erased, added at its end and never changed.
create table vault.erasure (
    number bigint primary key,
    at timestamptz not null,
    caller text not null,  -- an identifier of the register of callers
    contract_id uuid not null,
    person text not null,
    position bigint not null,  -- that of the event
    hash bytea not null,
    unique (contract_id, person)
);
create trigger erasure_is_immutable before update or delete or truncate on vault.erasure
    for each statement execute function log.refuse_change();

-- The hash of an erasure: SHA-256 over the hash of the one before and a line of its fields, the instant in microseconds since 1970.
create function vault.hash(previous bytea, erasure vault.erasure) returns bytea
    language sql stable parallel safe set search_path = pg_catalog, pg_temp
    as $$
        select sha256(previous || convert_to(concat_ws(' ', erasure.number, (extract(epoch from erasure.at) * 1000000)::bigint, erasure.contract_id,
            erasure.person, erasure.position, erasure.caller), 'UTF8'))
    $$;

-- Destroys what is kept of the person of whom an event says that they are erased: their key, their records and the tokens of these, and the fingerprints
-- of the commands that told them. Enters the register. Run again it destroys what has come since.
create function vault.erase(erased_contract uuid, erased_version integer) returns void
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
    update log.idempotency set fingerprint = '', key = case
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
revoke execute on function vault.erase(uuid, integer) from public;

-- The position of the first event of an erasure that the register lacks, or has otherwise, or of whose person something is kept; null when it is whole.
create function vault.first_erasure_damage() returns bigint
    language sql stable set search_path = pg_catalog, pg_temp
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
        ) as damage
    $$;

-- Up to which erasure the files of the tables hold nothing of those who were erased.
create table vault.purge (
    only_row boolean primary key default true check (only_row),
    number bigint not null
);
insert into vault.purge (number) values (0);

-- Erases, by one function and no other right. A member of `maintien_service` takes the role on for the one statement that erases.
do $$
begin
    if not exists (select from pg_roles where rolname = 'maintien_eraser') then
        create role maintien_eraser nologin role maintien_service;
    end if;
exception when duplicate_object or unique_violation or internal_error then
    null;
end $$;
grant usage on schema vault to maintien_eraser, maintien_auditor;
grant execute on function vault.erase(uuid, integer) to maintien_eraser;
grant select on vault.erasure to maintien_service, maintien_people, maintien_auditor;
