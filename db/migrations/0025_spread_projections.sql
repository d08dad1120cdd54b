-- The projections may be spread over several servers by Citus, while the log stays on one. All of the schema `portfolio` as it is now stands here, and so this
-- script makes it from nothing too: for `maintien rebuild --anew`, which runs it again. What is there already it leaves as it is.

-- Over how many shards each version of the projections is spread; null: they stand on the server of the log.
alter table maintien.deployment add column if not exists shards integer check (shards between 1 and 1024);

create schema if not exists portfolio;

create table if not exists portfolio.version (
    version integer primary key check (version > 0),
    -- What made it: the form of its rows, and the rules and parameters that they follow from. Null until the first event is projected.
    made_by bytea,
    state text not null check (state in ('building', 'current', 'previous', 'retired')),
    -- The log up to here is in it: the checkpoint, moved in the transaction that writes the rows. Locking this row is the right to write them.
    position bigint not null default 0 check (position >= 0),
    -- When the event at that position was recorded.
    recorded_at timestamptz
) with (fillfactor = 20);
-- Only where they are missing: the statement alone would wait for a follower's transaction, and let no other begin.
do $$
begin
    if to_regclass('portfolio.only_one_current') is null then
        create unique index only_one_current on portfolio.version (state) where state = 'current';
        create unique index only_one_previous on portfolio.version (state) where state = 'previous';
    end if;
end $$;

-- Locked, never read. Servers share no snapshot: so a transaction that changes spread projections holds this table alone, and a question holds its share
-- from before it reads the checkpoint until it has read the rows.
create table if not exists portfolio.turn ();

-- What the numbers in the rows mean, for whoever reads them with SQL; the program has the same in Codes.swift.
create table if not exists portfolio.cover_code (code smallint primary key, state text not null, basis text);
create table if not exists portfolio.option_code (code smallint primary key, option text);
create table if not exists portfolio.standing_code (code smallint primary key, standing text not null);
create table if not exists portfolio.method_code (code smallint primary key, method text not null);
create table if not exists portfolio.deadline_code (code smallint primary key, kind text not null);
insert into portfolio.cover_code values
    (0, 'none', null), (1, 'exempt', null), (2, 'suspended', null), (3, 'covered', 'active'), (4, 'covered', 'paidAbsence'),
    (5, 'covered', 'temporaryCessation'), (6, 'covered', 'continuation'), (7, 'covered', 'portability'), (8, 'unproven', 'portability')
    on conflict do nothing;
insert into portfolio.option_code values (0, null), (1, 'base'), (2, 'option1'), (3, 'option2') on conflict do nothing;
insert into portfolio.standing_code values
    (0, 'outside'), (1, 'exempt'), (2, 'active'), (3, 'paidAbsence'), (4, 'suspended'), (5, 'temporaryCessation'), (6, 'ended'), (7, 'portability')
    on conflict do nothing;
insert into portfolio.method_code values (0, 'none'), (1, 'payroll'), (2, 'directDebit') on conflict do nothing;
insert into portfolio.deadline_code values
    (0, 'proof'), (1, 'continuationDeadline'), (2, 'beneficiaryAgeLimit'), (3, 'statusExpiring'), (4, 'childReaching12'), (5, 'mandateMissing'),
    (6, 'exemptionExpiring')
    on conflict do nothing;

-- Gives every server a copy of the code tables, if the projections are spread.
create or replace function portfolio.spread_codes() returns void
    language plpgsql set search_path = pg_catalog, pg_temp
    as $$
declare
    code regclass;
begin
    if (select shards from maintien.deployment) is null then return; end if;
    foreach code in array array['portfolio.cover_code', 'portfolio.option_code', 'portfolio.standing_code', 'portfolio.method_code',
        'portfolio.deadline_code']::regclass[]
    loop
        execute 'select create_reference_table($1) where not exists (select from pg_dist_partition where logicalrelid = $1)' using code;
    end loop;
end $$;

-- Spreads the tables of a version over the servers, all rows of a contract on one, if the deployment says so. Of several versions too, so that they can be
-- compared there.
create or replace function portfolio.spread(made integer) returns void
    language plpgsql set search_path = pg_catalog, pg_temp
    as $$
declare
    shards integer := (select d.shards from maintien.deployment d);
    spread text;
begin
    if shards is null then return; end if;
    foreach spread in array array['contract', 'cover', 'liability', 'employment', 'deadline'] loop
        execute 'select create_distributed_table($1, $2, shard_count => $3)'
            using format('%I.%I', 'portfolio_' || made, spread)::regclass, 'contract_id', shards;
    end loop;
end $$;

-- Makes the schema and the tables of a version, without indexes. One statement at a time: Citus takes no several in one EXECUTE.
create or replace function portfolio.make_tables(made integer) returns void
    language plpgsql set search_path = pg_catalog, pg_temp
    as $$
declare
    name text := 'portfolio_' || made;
begin
    execute format($ddl$
        create schema %1$I
        $ddl$, name);

    -- Autovacuum comes to these tables when all rows are in: before, it would only be in their way.

    -- Every contract, with the instant at which each of its events was recorded, by version: as known at K it is at version
    -- width_bucket(K, recorded_at). Beside it the holder's cover, the liability and the employment as they are known last, each with
    -- the instant from which it is known. The columns of arrays are those of the tables below. What changes finds room on the row's page.
    execute format($ddl$
        create table %1$I.contract (
            contract_id uuid not null,
            cover_from timestamptz not null,
            liability_from timestamptz not null,
            employment_from timestamptz not null,
            has_beneficiaries boolean not null,  -- whether the table cover ever had a row of a beneficiary
            recorded_at timestamptz[] not null,
            cover_starts date[] not null,
            covers smallint[] not null,
            dues date[],
            liability_starts date[] not null,
            terms integer[] not null,
            amounts bigint[] not null,
            unconfirmed integer[] not null,
            employment_starts date[] not null,
            employers text[] not null
        ) with (autovacuum_enabled = off, fillfactor = 85)
        $ddl$, name);
    -- Nothing is asked of these columns that a sample of their elements would help with.
    execute format($ddl$
        alter table %1$I.contract
            alter column recorded_at set statistics 0, alter column cover_starts set statistics 0, alter column covers set statistics 0,
            alter column dues set statistics 0, alter column liability_starts set statistics 0, alter column terms set statistics 0,
            alter column amounts set statistics 0, alter column unconfirmed set statistics 0, alter column employment_starts set statistics 0
        $ddl$, name);

    -- A person's cover on every day, as known from an instant on, until the next row of that person: no two rows can overlap, on
    -- either axis. Piece i lasts from starts[i], '-infinity' for the first, to the eve of starts[i + 1]. The holder is the person
    -- whose identifier is all zeros; the row that is known last of the holder stands in the table contract. Without pieces: not, or
    -- no longer, a beneficiary.
    execute format($ddl$
        create table %1$I.cover (
            contract_id uuid not null,
            person uuid not null,
            known_from timestamptz not null,
            place smallint not null,     -- among the contract's persons, in the order of answers
            relation smallint,
            starts date[] not null,
            covers smallint[] not null,  -- four times a cover_code, plus an option_code
            dues date[]                  -- the days through which proofs are awaited, of the unproven pieces in order
        ) with (autovacuum_enabled = off)
        $ddl$, name);

    -- What every month came to, as known from an instant on, until the next row. Run i begins with the month of starts[i]. What is known
    -- last stands in the table contract.
    execute format($ddl$
        create table %1$I.liability (
            contract_id uuid not null,
            known_from timestamptz not null,
            starts date[] not null,
            terms integer[] not null,        -- the deciding day of the month in 8 bits, a standing_code in 4, a method_code in 4, no mandate in 1
            amounts bigint[] not null,       -- cents, three for each run: employer to insurer, agent to insurer, employer to agent
            unconfirmed integer[] not null   -- a bit for each parameter
        ) with (autovacuum_enabled = off)
        $ddl$, name);

    -- The employer from each day of starts on, as known from an instant on, until the next row; none before the first day. What is known
    -- last stands in the table contract.
    execute format($ddl$
        create table %1$I.employment (
            contract_id uuid not null,
            known_from timestamptz not null,
            starts date[] not null,
            employers text[] not null
        ) with (autovacuum_enabled = off)
        $ddl$, name);

    -- What waits for a clerk, as known in [known_from, known_until), on the days on which it is judged up to relevant_through.
    execute format($ddl$
        create table %1$I.deadline (
            contract_id uuid not null,
            kind smallint not null,  -- a deadline_code
            person uuid not null,
            due_on date not null,
            relevant_through date not null,  -- infinity: until something changes
            known_from timestamptz not null,
            known_until timestamptz not null check (known_from < known_until)
        ) with (autovacuum_enabled = off)
        $ddl$, name);

    perform portfolio.spread(made);

    -- The same piece by piece, with the days and the instants of each, for auditors.
    execute format($ddl$
        create view %1$I.cover_piece as
            select contract_id, person, starts[i] as valid_from, coalesce(starts[i + 1], 'infinity') as valid_until, known_from, known_until,
                state, basis, option, case when c.code = 8 then dues[sum((c.code = 8)::integer) over pieces] end as proof_due_through
            from (
                select *, coalesce(lead(known_from) over (partition by contract_id, person order by known_from), 'infinity') as known_until
                from (
                    select contract_id, person, known_from, starts, covers, dues from %1$I.cover
                    union all
                    select contract_id, '00000000-0000-0000-0000-000000000000'::uuid, cover_from, cover_starts, covers, dues from %1$I.contract
                ) every
            ) known cross join lateral generate_subscripts(starts, 1) i
                join portfolio.cover_code c on c.code = covers[i] / 4 join portfolio.option_code o on o.code = covers[i] %% 4
            window pieces as (partition by contract_id, person, known_from order by i)
        $ddl$, name);
    execute format($ddl$
        create view %1$I.liability_run as
            select contract_id, starts[i] as month_from, coalesce(starts[i + 1], 'infinity') as month_until, known_from, known_until,
                terms[i] & 255 as day_of_month, standing, amounts[3 * i - 2] as employer_to_insurer_cents,
                amounts[3 * i - 1] as agent_to_insurer_cents, amounts[3 * i] as employer_to_agent_cents, method, (terms[i] >> 16 & 1) = 1 as mandate_missing
            from (
                select *, coalesce(lead(known_from) over (partition by contract_id order by known_from), 'infinity') as known_until
                from (
                    select contract_id, known_from, starts, terms, amounts from %1$I.liability
                    union all
                    select contract_id, liability_from, liability_starts, terms, amounts from %1$I.contract
                ) every
            ) known cross join lateral generate_subscripts(starts, 1) i
                join portfolio.standing_code s on s.code = terms[i] >> 8 & 15 join portfolio.method_code m on m.code = terms[i] >> 12 & 15
        $ddl$, name);

    execute format('grant usage on schema %I to maintien_service, maintien_questions', name);
    execute format('grant select on %1$I.cover_piece, %1$I.liability_run to maintien_service, maintien_questions', name);
    execute format('grant select, insert, delete on %1$I.cover, %1$I.liability, %1$I.employment to maintien_service', name);
    execute format('grant select, insert, update, delete on %1$I.contract, %1$I.deadline to maintien_service', name);
    execute format('grant select on %1$I.contract, %1$I.cover, %1$I.liability, %1$I.employment, %1$I.deadline to maintien_questions', name);
end $$;

-- Makes the tables of the next version, without indexes, and says its number.
create or replace function portfolio.create_version() returns integer
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$
declare
    made integer;
begin
    insert into portfolio.version (version, state)
        select coalesce(max(v.version), 0) + 1, 'building' from portfolio.version v returning version.version into made;
    perform portfolio.make_tables(made);
    return made;
end $$;

-- Makes the indexes of a version, when its rows are in.
create or replace function portfolio.index_version(made integer) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp set maintenance_work_mem = '256MB'
    as $$
declare
    name text := 'portfolio_' || made;
    filled text;
begin
    -- Two entries for a new contract, deadlines apart: the key, and its employer. The other tables have no row of it yet.
    execute format('alter table %I.contract add primary key (contract_id)', name);
    execute format('create index contract_by_employer on %I.contract using gin (employers) with (fastupdate = off)', name);
    -- Descending, so that what was known last at an instant comes first.
    execute format('create unique index cover_key on %I.cover (contract_id, person, known_from desc)', name);
    execute format('create unique index liability_key on %I.liability (contract_id, known_from desc)', name);
    execute format('create unique index employment_key on %I.employment (contract_id, known_from desc)', name);
    execute format('create index employment_by_employer on %I.employment using gin (employers) with (fastupdate = off)', name);
    execute format('alter table %I.deadline add primary key (contract_id, kind, person, due_on, relevant_through, known_from)', name);
    -- The worklist is counted kind by kind. With the knowledge in the index its rows are not looked at one by one.
    execute format('create index deadline_by_day on %I.deadline (kind, due_on, contract_id, person, relevant_through) include (known_from, known_until)', name);
    -- What waits now is a small part of all that ever waited: the worklist of now reads no other.
    execute format($ddl$
        create index deadline_waiting on %I.deadline (kind, due_on, contract_id, person, relevant_through) where known_until = 'infinity'
        $ddl$, name);
    perform portfolio.identify(made);
    foreach filled in array array['contract', 'cover', 'liability', 'employment', 'deadline'] loop
        execute format('alter table %I.%I reset (autovacuum_enabled)', name, filled);
        execute format('analyze %I.%I', name, filled);
    end loop;
end $$;

-- Says by which index a row is known: without it no shard is moved while rows change.
create or replace function portfolio.identify(made integer) returns void
    language plpgsql set search_path = pg_catalog, pg_temp
    as $$
declare
    keyless text;
begin
    foreach keyless in array array['cover', 'liability', 'employment'] loop
        execute format('alter table %I.%I replica identity using index %I', 'portfolio_' || made, keyless, keyless || '_key');
    end loop;
end $$;

-- Puts a version in the place of the one in use, which becomes the previous one: at its position or later, so that nothing is lost from answers.
create or replace function portfolio.take_into_use(chosen integer) returns void
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

-- Takes a version that is not in use away.
create or replace function portfolio.drop_version(gone integer) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$
begin
    if exists (select from portfolio.version where version = gone and state = 'current') then
        raise exception 'version % of the projections is in use', gone using errcode = 'object_in_use';
    end if;
    execute format('drop schema if exists %I cascade', 'portfolio_' || gone);
    delete from portfolio.version where version = gone;
end $$;

-- Whether a version is spread. While the first spread one is made, that in use still stands on the server of the log.
create or replace function portfolio.is_spread(asked integer) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp
    as $$
declare
    spread boolean;
begin
    if (select shards from maintien.deployment) is null or to_regclass('pg_dist_partition') is null then return false; end if;
    execute 'select exists (select from pg_dist_partition where logicalrelid = $1)' into spread
        using to_regclass(format('%I.contract', 'portfolio_' || asked));
    return spread;
end $$;

-- Refuses while a server still holds a change of this version that was decided and is not done there: that server was lost between the two phases of a
-- commit, and answers with the rows of before until Citus has ended the change. On one server a commit has no two phases.
create or replace function portfolio.require_settled(asked integer) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$
declare
    unsettled boolean;
begin
    if not portfolio.is_spread(asked) then return; end if;
    if pg_is_in_recovery() then
        raise exception 'spread projections are read by the primary coordinator alone' using errcode = 'cannot_connect_now';
    end if;
    execute 'select coalesce(bool_or(not success or result <> $1), false) from run_command_on_workers($2)' into unsettled
        using '0', format($ask$
            select count(*) from pg_locks l join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = c.relnamespace
            where l.virtualtransaction like '-1/%%' and l.database = (select oid from pg_database where datname = current_database()) and n.nspname = %L
            $ask$, 'portfolio_' || asked);
    if unsettled then
        raise exception 'a server of the projections cannot be reached, or has a change to end' using errcode = 'cannot_connect_now';
    end if;
end $$;

-- Begins a change of the rows of a version, when its checkpoint is locked.
create or replace function portfolio.begin_change(changed integer) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$
begin
    if not portfolio.is_spread(changed) then return; end if;
    lock table portfolio.turn in access exclusive mode;
    perform portfolio.require_settled(changed);
end $$;

drop function if exists portfolio.create_tables(), portfolio.open_version(integer);

revoke execute on function portfolio.spread_codes(), portfolio.spread(integer), portfolio.make_tables(integer), portfolio.create_version(), portfolio.index_version(integer),
    portfolio.identify(integer), portfolio.take_into_use(integer), portfolio.drop_version(integer), portfolio.require_settled(integer),
    portfolio.is_spread(integer), portfolio.begin_change(integer) from public;
grant usage on schema portfolio to maintien_service, maintien_questions, maintien_auditor;
grant execute on function portfolio.create_version(), portfolio.index_version(integer), portfolio.take_into_use(integer), portfolio.drop_version(integer),
    portfolio.begin_change(integer) to maintien_service;
grant execute on function portfolio.require_settled(integer) to maintien_service, maintien_questions;
grant select on portfolio.version to maintien_service, maintien_questions, maintien_auditor;
grant update (position, made_by, recorded_at) on portfolio.version to maintien_service;
grant select on portfolio.turn, portfolio.cover_code, portfolio.option_code, portfolio.standing_code, portfolio.method_code, portfolio.deadline_code
    to maintien_service, maintien_questions;

-- At least one version is in use. One that has rows is left as it is: it stands on one server, and a long question may hold its tables.
do $$
declare
    empty integer;
begin
    perform portfolio.spread_codes();
    if not exists (select from portfolio.version where state = 'current') then
        perform portfolio.index_version(portfolio.create_version());
        update portfolio.version set state = 'current';
    end if;
    for empty in select version from portfolio.version where state = 'current' and position = 0 loop
        perform portfolio.identify(empty);
    end loop;
end $$;
