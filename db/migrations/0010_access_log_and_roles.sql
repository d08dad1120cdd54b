-- The access log: who read personal data, of whom, and when. Readings are added at its end, and never changed; whole months are dropped when they are
-- no longer kept.

-- One reading. `contract_id` and `person` are null for a search: of that `fields` holds the kinds of terms, never the words.
create table access.reading (
    position bigint not null,
    at timestamptz not null,
    caller text not null,  -- an identifier of the register of callers
    role text not null,
    what text not null,
    contract_id uuid,
    person text,
    fields text[] not null,
    found integer not null,
    trace text,
    hash bytea not null,
    primary key (position, at)
) partition by range (at);
create index reading_by_contract on access.reading (contract_id, position desc) where contract_id is not null;
create index reading_by_caller on access.reading (caller, position desc);

-- Where the access log ends, and where it begins: the last reading of the last month that was dropped.
create table access.reading_head (
    only_row boolean primary key default true check (only_row),
    position bigint not null,
    hash bytea not null,
    at timestamptz,
    begun_after bigint not null,
    begun_hash bytea not null
) with (fillfactor = 20);
insert into access.reading_head (position, hash, begun_after, begun_hash)
    values (0, decode(repeat('00', 32), 'hex'), 0, decode(repeat('00', 32), 'hex'));

create trigger reading_is_immutable before update or delete or truncate on access.reading
    for each statement execute function log.refuse_change();

-- A text as the hash covers it: its length, -1 for none, and its bytes.
create function access.hashed(value text) returns bytea
    language sql immutable parallel safe set search_path = pg_catalog, pg_temp
    as $$ select coalesce(int4send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8'), int4send(-1)) $$;

-- The hash of a reading: SHA-256 over the hash of the one before and every field, integers in network order, instants in microseconds since 1970.
create function access.hash(previous bytea, reading access.reading) returns bytea
    language sql stable parallel safe set search_path = pg_catalog, pg_temp
    as $$
        select sha256(
            previous || int8send(reading.position) || int8send((extract(epoch from reading.at) * 1000000)::bigint)
            || access.hashed(reading.caller) || access.hashed(reading.role) || access.hashed(reading.what)
            || access.hashed(reading.contract_id::text) || access.hashed(reading.person)
            || int4send(cardinality(reading.fields))
            || coalesce((select string_agg(access.hashed(f.field), ''::bytea order by f.place)
                from unnest(reading.fields) with ordinality as f (field, place)), '')
            || int4send(reading.found) || access.hashed(reading.trace))
    $$;

-- The table of the month of an instant, made when it is missing. Months are those of UTC.
create function access.make_month(instant timestamptz) returns void
    language plpgsql set search_path = pg_catalog, pg_temp
    as $$
declare
    first date := date_trunc('month', instant at time zone 'UTC');
    name text := 'reading_' || to_char(first, 'YYYY_MM');
begin
    if to_regclass('access.' || name) is not null then return; end if;
    -- Attached, not created as a partition: so whoever reads meanwhile does not wait.
    execute format('create table access.%I (like access.reading including all)', name);
    execute format('create trigger reading_is_immutable before update or delete or truncate on access.%I
        for each statement execute function log.refuse_change()', name);
    execute format('alter table access.reading attach partition access.%I for values from (%L) to (%L)', name,
        first::text || ' 00:00:00+00', (first + interval '1 month')::date::text || ' 00:00:00+00');
end $$;

-- Adds readings, in order: an array of objects with the columns caller, role, what, contract_id, person, fields, found, trace. Position, instant and
-- hash are given here and nowhere else.
create function access.record(readings json) returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$
declare
    head access.reading_head;
    added access.reading;
begin
    -- Whoever adds takes this row first, and so readings have an order.
    select * into strict head from access.reading_head for update;
    head.at := greatest(clock_timestamp(), head.at);
    perform access.make_month(head.at);
    for added in
        select null::bigint, head.at, r.caller, r.role, r.what, r.contract_id, r.person, coalesce(r.fields, '{}'), r.found, r.trace, null::bytea
        from json_to_recordset(readings)
            as r (caller text, role text, what text, contract_id uuid, person text, fields text[], found integer, trace text)
    loop
        head.position := head.position + 1;
        added.position := head.position;
        head.hash := access.hash(head.hash, added);
        added.hash := head.hash;
        insert into access.reading values (added.*);
    end loop;
    update access.reading_head set position = head.position, hash = head.hash, at = head.at;
    return head.position;
end $$;

-- Drops the months that ended more than so many months ago, and returns how many. Six months are always kept, and no more than 36 can be asked for.
create function access.drop_months(kept integer) returns integer
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$
declare
    dropped integer := 0;
    month text;
    last access.reading;
begin
    if kept is null or kept not between 6 and 36 then
        raise exception 'readings are kept for 6 to 36 months, not %', kept using errcode = 'invalid_parameter_value';
    end if;
    perform from access.reading_head for update;
    for month in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'access.reading'::regclass
            and c.relname < 'reading_' || to_char(date_trunc('month', clock_timestamp() at time zone 'UTC') - make_interval(months => kept), 'YYYY_MM')
        order by c.relname
    loop
        execute format('select * from access.%I order by position desc limit 1', month) into last;
        if last.position is not null then update access.reading_head set begun_after = last.position, begun_hash = last.hash; end if;
        execute format('drop table access.%I', month);
        dropped := dropped + 1;
    end loop;
    return dropped;
end $$;

-- The position of the first reading that is not as it was written, or that is missing; null when the access log is whole.
create function access.first_damage() returns bigint
    language sql stable set search_path = pg_catalog, pg_temp
    as $$
        select min(wrong) from (
            select case when r.position <> lag(r.position, 1, h.begun_after) over chain + 1 then lag(r.position, 1, h.begun_after) over chain + 1
                when r.hash is distinct from access.hash(lag(r.hash, 1, h.begun_hash) over chain, r) then r.position end as wrong
            from access.reading r cross join access.reading_head h
            window chain as (order by r.position)
            union all
            select coalesce(l.position, h.begun_after) + 1
            from access.reading_head h left join lateral (select position, hash from access.reading order by position desc limit 1) l on true
            where (h.position, h.hash) is distinct from (coalesce(l.position, h.begun_after), coalesce(l.hash, h.begun_hash))
        ) damage
    $$;

revoke execute on function access.make_month(timestamptz), access.record(json), access.drop_months(integer) from public;

-- Roles. A service signs in as one login, a member of `maintien_service`; each of its pools acts in the one role that it needs. `maintien_service` appends
-- and follows; it does not inherit the rights of the two that it may take on: `maintien_questions` reads the log and the projections, `maintien_people` has
-- the vault and the access log. `maintien_auditor` reads, for logins of its own.

-- Roles belong to the whole cluster: the migration of another of its databases may be making them now. Then this one waits for that, and goes on.
do $$
begin
    if not exists (select from pg_roles where rolname = 'maintien_questions') then
        alter role maintien_service noinherit;
        create role maintien_questions nologin role maintien_service;
        create role maintien_people nologin role maintien_service;
        create role maintien_auditor nologin;
    end if;
exception when duplicate_object or unique_violation or internal_error then
    null;
end $$;

grant usage on schema maintien, log to maintien_questions, maintien_people, maintien_auditor;
grant select on maintien.deployment, maintien.migration to maintien_questions, maintien_people, maintien_auditor;
grant select on log.event, log.head, log.identity to maintien_questions, maintien_auditor;
grant select on log.idempotency to maintien_auditor;

grant usage on schema vault, access to maintien_people;
grant select, insert on vault.master_key, vault.person to maintien_people;
grant select, insert, update on vault.record to maintien_people;
grant select on access.reading, access.reading_head to maintien_people, maintien_auditor;
grant usage on schema access to maintien_auditor;
grant execute on function access.record(json), access.drop_months(integer) to maintien_people;
-- Whether there is a contract: an agent is tied to one that there is.
grant select (contract_id) on log.event to maintien_people;
grant select, insert, update (roles) on access.caller to maintien_people;
grant select, insert, update, delete on access.agent to maintien_people;
grant select, insert, update (revoked_by, revoked_at) on access.api_key to maintien_people;
grant select on vault.earlier_record to maintien_people;
-- An append looks nobody up, and does not read the access log, nor does it write there.
revoke all on access.caller, access.agent, access.api_key from maintien_service;
revoke usage on schema access from maintien_service;

grant usage on schema portfolio to maintien_questions;
grant select on portfolio.version, portfolio.cover_code, portfolio.option_code, portfolio.standing_code, portfolio.method_code, portfolio.deadline_code
    to maintien_questions;

-- Lets questions be asked of the tables of a version.
create function portfolio.open_version(made integer) returns void
    language plpgsql set search_path = pg_catalog, pg_temp
    as $$
begin
    execute format('grant usage on schema %1$I to maintien_questions', 'portfolio_' || made);
    execute format('grant select on all tables in schema %1$I to maintien_questions', 'portfolio_' || made);
end $$;
revoke execute on function portfolio.open_version(integer) from public;
select portfolio.open_version(version) from portfolio.version;

alter function portfolio.create_version() rename to create_tables;
revoke execute on function portfolio.create_tables() from maintien_service;
create function portfolio.create_version() returns integer
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$
declare
    made integer := portfolio.create_tables();
begin
    perform portfolio.open_version(made);
    return made;
end $$;

-- Puts a version in the place of the one in use, which becomes the previous one: at its position or later, so that nothing is lost from answers.
create function portfolio.take_into_use(chosen integer) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$
declare
    former integer;
begin
    select version into strict former from portfolio.version where state = 'current' for update;
    if not exists (
        select from portfolio.version c join portfolio.version f on f.version = former
        where c.version = chosen and c.state in ('building', 'previous') and c.position >= f.position
    ) then
        raise exception 'version % of the projections is not ready to be used', chosen using errcode = 'object_not_in_prerequisite_state';
    end if;
    update portfolio.version set state = 'retired' where state = 'previous' and version <> chosen;
    -- Apart, so that there is never more than one of each.
    update portfolio.version set state = 'building' where version = chosen;
    update portfolio.version set state = 'previous' where version = former;
    update portfolio.version set state = 'current' where version = chosen;
end $$;
revoke execute on function portfolio.create_version(), portfolio.take_into_use(integer) from public;
grant execute on function portfolio.create_version(), portfolio.take_into_use(integer) to maintien_service;
revoke update on portfolio.version from maintien_service;
grant update (position, made_by, recorded_at) on portfolio.version to maintien_service;

-- Whoever is not the owner moves the head forward only, and to no instant in the future, which every later event would have to bear. A sandbox has its
-- own time.
create function log.refuse_head() returns trigger
    language plpgsql
    as $$
begin
    if pg_has_role(current_user, (select relowner from pg_class where oid = tg_relid), 'member') or (select is_sandbox from maintien.deployment) then
        return new;
    end if;
    raise exception 'the head of the log moves forward only, and not into the future' using errcode = 'insufficient_privilege';
end $$;
create trigger head_moves_forward before update on log.head for each row
    when (
        new.position < old.position or new.recorded_at < old.recorded_at or new.recorded_at is null and old.recorded_at is not null
        or new.position = old.position and (new.hash <> old.hash or new.recorded_at is distinct from old.recorded_at)
        or new.recorded_at is distinct from old.recorded_at and new.recorded_at > clock_timestamp() + new.clock_offset + interval '60 s')
    execute function log.refuse_head();
