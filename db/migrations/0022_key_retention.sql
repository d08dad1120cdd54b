-- Idempotency keys are not kept for ever: some 210 bytes for each command. Those of before a recorded instant are deleted, some hundred pages at a time.

-- The keys of commands recorded before `gone_before` may be gone; null: none may. It never moves back: it says which missing keys are lawful.
create table log.idempotency_bound (
    only_row boolean primary key default true check (only_row),
    gone_before timestamptz,
    -- The page of log.idempotency at which the pass goes on that deletes them; null when the pass is over.
    next_page bigint
);
insert into log.idempotency_bound default values;
create trigger bound_is_kept before delete or truncate on log.idempotency_bound for each statement execute function log.refuse_change();

create function log.refuse_bound() returns trigger
    language plpgsql
    as $$
begin
    raise exception 'the instant before which keys are gone never moves back' using errcode = 'insufficient_privilege';
end $$;
create trigger bound_moves_forward before update on log.idempotency_bound for each row
    when (old.gone_before is not null and (new.gone_before < old.gone_before) is not false) execute function log.refuse_bound();

-- Deletes keys of commands recorded more than so many months ago, from at most 256 pages, and returns how many; null when there is nothing to do, or when
-- another process does it. Days are those of UTC. What is old is told by the end of the log and by the database's clock, whichever is earlier: neither an
-- idle log nor a clock that runs ahead loses keys. A sandbox, whose clock is set freely, keeps all. A month is kept always.
--
-- Pages are read in their order, one pass for each day: an index on the instant would cost every command, and serve nothing else. A row that an erasure
-- writes anew during a pass may be missed: the next pass finds it.
create function log.drop_keys(kept integer) returns integer
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$
declare
    bound log.idempotency_bound;
    latest timestamptz;
    pages bigint := pg_relation_size('log.idempotency') / current_setting('block_size')::bigint;
    dropped integer;
begin
    if kept is null or kept not between 1 and 1200 then
        raise exception 'keys are kept for 1 to 1200 months, not %', kept using errcode = 'invalid_parameter_value';
    end if;
    if (select is_sandbox from maintien.deployment) then return null; end if;
    select * into bound from log.idempotency_bound for update skip locked;
    if not found then return null; end if;
    if bound.next_page is null then
        select (date_trunc('day', least(recorded_at, clock_timestamp() + clock_offset) at time zone 'UTC') - make_interval(months => kept)) at time zone 'UTC'
            into latest from log.head where recorded_at is not null;
        if latest is null or latest <= bound.gone_before then return null; end if;
        bound.gone_before := latest;
        bound.next_page := 0;
    end if;
    delete from log.idempotency
        where ctid >= format('(%s,0)', bound.next_page)::tid and ctid < format('(%s,0)', bound.next_page + 256)::tid and recorded_at < bound.gone_before;
    get diagnostics dropped = row_count;
    bound.next_page := bound.next_page + 256;
    update log.idempotency_bound
        set gone_before = bound.gone_before, next_page = case when bound.next_page < pages then bound.next_page end;
    return dropped;
end $$;
revoke execute on function log.drop_keys(integer), log.refuse_bound() from public;

grant select on log.idempotency_bound to maintien_service, maintien_auditor;
grant execute on function log.drop_keys(integer) to maintien_service;
