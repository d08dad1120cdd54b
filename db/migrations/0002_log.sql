-- The event log: facts are added at its end, and never changed.
--
-- Written so that `event` can be distributed by `contract_id` with the other two tables left where they are: every unique key of
-- `event` has that column, and no trigger, foreign key or sequence is needed for the log to be right.

create schema log;

create table log.event (
    position bigint not null,
    contract_id uuid not null,
    version integer not null check (version > 0),
    type text not null,
    schema smallint not null,
    recorded_at timestamptz not null,
    recorded_by text not null,
    payload json not null,  -- keeps its text as it was given, which jsonb would not
    hash bytea not null,
    primary key (contract_id, version)
);
create index event_position on log.event (position);
-- A table that only grows seldom reaches autovacuum's percentages, and without it index-only scans go back to the table.
alter table log.event set (
    autovacuum_vacuum_insert_threshold = 10000, autovacuum_vacuum_insert_scale_factor = 0.02,
    autovacuum_analyze_threshold = 10000, autovacuum_analyze_scale_factor = 0.02);

-- Where the log ends. Every append goes through this one row, and so they have an order. `recorded_at` is null until the first.
create table log.head (
    only_row boolean primary key default true check (only_row),
    position bigint not null,
    hash bytea not null,
    recorded_at timestamptz
) with (fillfactor = 20);
insert into log.head (position, hash) values (0, decode(repeat('00', 32), 'hex'));

-- What a command that came with a key was answered. One that made no event has no first and no last version; its version and position
-- are those of the contract and of the log when it was accepted.
create table log.idempotency (
    key text primary key check (octet_length(key) between 1 and 255),
    fingerprint bytea not null,
    contract_id uuid not null,
    first_version integer,
    last_version integer,
    version integer not null,
    position bigint not null,
    recorded_at timestamptz not null
);
alter table log.idempotency set (
    autovacuum_vacuum_insert_threshold = 10000, autovacuum_vacuum_insert_scale_factor = 0.02);

-- The hash of an event covers the hash before it, and so the whole log up to itself: `chain(start, bytes) over (order by position)`.
create function log.link(previous bytea, start bytea, bytes bytea) returns bytea
    language plpgsql immutable parallel safe  -- not "sql", which costs an executor per row when an aggregate calls it
    as $$ begin return sha256(coalesce(previous, start) || bytes); end $$;
create aggregate log.chain(start bytea, bytes bytea) (sfunc = log.link, stype = bytea);

create function log.refuse_change() returns trigger
    language plpgsql
    as $$
begin
    if tg_op = 'TRUNCATE' and (select is_sandbox from maintien.deployment) then
        return null;
    end if;
    raise exception 'the log is only ever added to: % on %.% is refused', tg_op, tg_table_schema, tg_table_name
        using errcode = 'insufficient_privilege';
end $$;
create trigger event_is_immutable before update or delete or truncate on log.event
    for each statement execute function log.refuse_change();

grant usage on schema log to maintien_service;
grant select, insert on log.event, log.idempotency to maintien_service;
grant select, update on log.head to maintien_service;
