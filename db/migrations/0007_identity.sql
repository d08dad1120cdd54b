-- Which log this is, and which clock it is written by.

-- Where the database is: another value means that the log was copied, by a dump restored elsewhere or in its place.
create function log.home() returns text
    language sql stable set search_path = pg_catalog, pg_temp
    as $$
        select (select system_identifier from pg_control_system()) || '/'
            || (select oid from pg_database where datname = current_database()) || '/' || 'log.event'::regclass::oid
    $$;

-- The log's id never changes. An incarnation is one course of the log: a restored copy continues as another one. The mark is random, so that
-- no two incarnations share it, even of two copies that both count as the second.
create table log.identity (
    only_row boolean primary key default true check (only_row),
    id uuid not null default gen_random_uuid(),
    incarnation integer not null default 1 check (incarnation > 0),
    mark text not null default left(gen_random_uuid()::text, 8),
    home text not null default log.home(),
    -- The log ended here when the incarnation began.
    begun_after bigint not null
);
insert into log.identity (begun_after) values (0);

-- Begins the next incarnation, here and now. For the owner.
create function log.begin_incarnation() returns void
    language sql
    as $$
        update log.identity set incarnation = incarnation + 1, mark = left(gen_random_uuid()::text, 8), home = log.home(),
            begun_after = (select position from log.head)
    $$;

-- Begins the next incarnation if the database is not where the present one began, and says whether it did.
create function log.begin_incarnation_if_moved() returns boolean
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$
begin
    if not exists (select from log.identity where home <> log.home()) then return false; end if;
    -- Of several processes that come at once the first begins it: the others wait for this row, and find it at home.
    perform from log.identity where home <> log.home() for update;
    if not found then return false; end if;
    perform log.begin_incarnation();
    return true;
end $$;

revoke execute on function log.begin_incarnation(), log.begin_incarnation_if_moved() from public;
grant execute on function log.begin_incarnation_if_moved() to maintien_service;
grant select on log.identity to maintien_service;

-- The clock of the log is that of the database, plus an offset that the owner has accepted. `accepted_until`: the owner has accepted that the log
-- ends no later than then, though that is in the future.
alter table log.head
    add column clock_offset interval not null default '0',
    add column accepted_until timestamptz;

-- The service moves the head. What the owner has accepted it leaves alone.
revoke update on log.head from maintien_service;
grant update (position, hash, recorded_at) on log.head to maintien_service;
