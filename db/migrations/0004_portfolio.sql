-- The read side over all contracts. Everything here follows from the log and can be made again from it: `maintien rebuild`.
--
-- A version of the projections is a schema of its own, `portfolio_1` and so on, so that the next one can be made beside the one in use.

create schema portfolio;

create table portfolio.version (
    version integer primary key check (version > 0),
    -- What made it: the form of its rows, and the rules and parameters that they follow from. Null until the first event is projected.
    made_by bytea,
    state text not null check (state in ('building', 'current', 'previous', 'retired')),
    -- The log up to here is in it: the checkpoint, moved in the transaction that writes the rows. Locking this row is the right to write them.
    position bigint not null default 0 check (position >= 0),
    -- When the event at that position was recorded.
    recorded_at timestamptz
) with (fillfactor = 20);
create unique index only_one_current on portfolio.version (state) where state = 'current';
create unique index only_one_previous on portfolio.version (state) where state = 'previous';

-- What the numbers in the rows mean, for whoever reads them with SQL; the program has the same in Codes.swift.
create table portfolio.cover_code (code smallint primary key, state text not null, basis text);
insert into portfolio.cover_code values
    (0, 'none', null), (1, 'exempt', null), (2, 'suspended', null), (3, 'covered', 'active'), (4, 'covered', 'paidAbsence'),
    (5, 'covered', 'temporaryCessation'), (6, 'covered', 'continuation'), (7, 'covered', 'portability'), (8, 'unproven', 'portability');
create table portfolio.option_code (code smallint primary key, option text);
insert into portfolio.option_code values (0, null), (1, 'base'), (2, 'option1'), (3, 'option2');
create table portfolio.standing_code (code smallint primary key, standing text not null);
insert into portfolio.standing_code values
    (0, 'outside'), (1, 'exempt'), (2, 'active'), (3, 'paidAbsence'), (4, 'suspended'), (5, 'temporaryCessation'), (6, 'ended'), (7, 'portability');
create table portfolio.method_code (code smallint primary key, method text not null);
insert into portfolio.method_code values (0, 'none'), (1, 'payroll'), (2, 'directDebit');
create table portfolio.deadline_code (code smallint primary key, kind text not null);
insert into portfolio.deadline_code values
    (0, 'proof'), (1, 'continuationDeadline'), (2, 'beneficiaryAgeLimit'), (3, 'statusExpiring'), (4, 'childReaching12'), (5, 'mandateMissing'),
    (6, 'exemptionExpiring');

-- Makes the tables of the next version, without indexes, and says its number.
create function portfolio.create_version() returns integer
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$
declare
    made integer;
    name text;
begin
    insert into portfolio.version (version, state)
        select coalesce(max(v.version), 0) + 1, 'building' from portfolio.version v returning version.version into made;
    name := 'portfolio_' || made;
    execute format($ddl$
        create schema %1$I;

        -- Autovacuum comes to these tables when all rows are in: before, it would only be in their way.

        -- Every contract, with the instant at which each of its events was recorded, by version: as known at K it is at version
        -- width_bucket(K, recorded_at).
        create table %1$I.contract (
            contract_id uuid not null,
            recorded_at timestamptz[] not null
        ) with (autovacuum_enabled = off);

        -- A person's cover on every day, as known from an instant on, until the next row of that person: no two rows can overlap, on
        -- either axis. Piece i lasts from starts[i], '-infinity' for the first, to the eve of starts[i + 1]. The holder is the person
        -- whose identifier is all zeros. Without pieces: not, or no longer, a beneficiary.
        create table %1$I.cover (
            contract_id uuid not null,
            person uuid not null,
            known_from timestamptz not null,
            place smallint not null,     -- among the contract's persons, in the order of answers
            relation smallint,
            starts date[] not null,
            covers smallint[] not null,  -- four times a cover_code, plus an option_code
            dues date[]                  -- the days through which proofs are awaited, of the unproven pieces in order
        ) with (autovacuum_enabled = off);

        -- What every month comes to, as known from an instant on, until the next row. Run i begins with the month of starts[i].
        create table %1$I.liability (
            contract_id uuid not null,
            known_from timestamptz not null,
            starts date[] not null,
            terms integer[] not null,        -- the deciding day of the month in 8 bits, a standing_code in 4, a method_code in 4, no mandate in 1
            amounts bigint[] not null,       -- cents, three for each run: employer to insurer, agent to insurer, employer to agent
            unconfirmed integer[] not null   -- a bit for each parameter
        ) with (autovacuum_enabled = off);

        -- The employer on every day, as known from an instant on, until the next row.
        create table %1$I.employment (
            contract_id uuid not null,
            known_from timestamptz not null,
            starts date[] not null,
            employers text[] not null
        ) with (autovacuum_enabled = off);

        -- What waits for a clerk, as known in [known_from, known_until), on the days on which it is judged up to relevant_through.
        create table %1$I.deadline (
            contract_id uuid not null,
            kind smallint not null,  -- a deadline_code
            person uuid not null,
            due_on date not null,
            relevant_through date not null,  -- infinity: until something changes
            known_from timestamptz not null,
            known_until timestamptz not null check (known_from < known_until)
        ) with (autovacuum_enabled = off);

        -- The same piece by piece, with the days and the instants of each, for auditors.
        create view %1$I.cover_piece as
            select contract_id, person, starts[i] as valid_from, coalesce(starts[i + 1], 'infinity') as valid_until, known_from, known_until,
                state, basis, option, case when c.code = 8 then dues[sum((c.code = 8)::integer) over pieces] end as proof_due_through
            from (
                select *, coalesce(lead(known_from) over (partition by contract_id, person order by known_from), 'infinity') as known_until
                from %1$I.cover
            ) known cross join lateral generate_subscripts(starts, 1) i
                join portfolio.cover_code c on c.code = covers[i] / 4 join portfolio.option_code o on o.code = covers[i] %% 4
            window pieces as (partition by contract_id, person, known_from order by i);
        create view %1$I.liability_run as
            select contract_id, starts[i] as month_from, coalesce(starts[i + 1], 'infinity') as month_until, known_from, known_until,
                terms[i] & 255 as day_of_month, standing, amounts[3 * i - 2] as employer_to_insurer_cents,
                amounts[3 * i - 1] as agent_to_insurer_cents, amounts[3 * i] as employer_to_agent_cents, method, (terms[i] >> 16 & 1) = 1 as mandate_missing
            from (
                select *, coalesce(lead(known_from) over (partition by contract_id order by known_from), 'infinity') as known_until
                from %1$I.liability
            ) known cross join lateral generate_subscripts(starts, 1) i
                join portfolio.standing_code s on s.code = terms[i] >> 8 & 15 join portfolio.method_code m on m.code = terms[i] >> 12 & 15;

        grant usage on schema %1$I to maintien_service;
        grant select on %1$I.cover_piece, %1$I.liability_run to maintien_service;
        grant select, insert, delete on %1$I.contract, %1$I.cover, %1$I.liability, %1$I.employment to maintien_service;
        grant select, insert, update, delete on %1$I.deadline to maintien_service;
        $ddl$, name);
    return made;
end $$;

-- Makes the indexes of a version, when its rows are in.
create function portfolio.index_version(made integer) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp set maintenance_work_mem = '256MB'
    as $$
begin
    execute format($ddl$
        alter table %1$I.contract add primary key (contract_id);
        -- Descending, so that what was known last at an instant comes first.
        create unique index cover_key on %1$I.cover (contract_id, person, known_from desc);
        create unique index liability_key on %1$I.liability (contract_id, known_from desc);
        create unique index employment_key on %1$I.employment (contract_id, known_from desc);
        create index employment_by_employer on %1$I.employment using gin (employers) with (fastupdate = off);
        alter table %1$I.deadline add primary key (contract_id, kind, person, due_on, relevant_through, known_from);
        create index deadline_by_day on %1$I.deadline (kind, due_on, contract_id, person, relevant_through);
        alter table %1$I.contract reset (autovacuum_enabled);
        alter table %1$I.cover reset (autovacuum_enabled);
        alter table %1$I.liability reset (autovacuum_enabled);
        alter table %1$I.employment reset (autovacuum_enabled);
        alter table %1$I.deadline reset (autovacuum_enabled);
        analyze %1$I.contract, %1$I.cover, %1$I.liability, %1$I.employment, %1$I.deadline;
        $ddl$, 'portfolio_' || made);
end $$;

-- Takes a version that is not in use away.
create function portfolio.drop_version(gone integer) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$
begin
    if exists (select from portfolio.version where version = gone and state = 'current') then
        raise exception 'version % of the projections is in use', gone using errcode = 'object_in_use';
    end if;
    execute format('drop schema if exists %I cascade', 'portfolio_' || gone);
    delete from portfolio.version where version = gone;
end $$;

revoke execute on function portfolio.create_version(), portfolio.index_version(integer), portfolio.drop_version(integer) from public;
grant usage on schema portfolio to maintien_service;
grant select, update on portfolio.version to maintien_service;
grant select on portfolio.cover_code, portfolio.option_code, portfolio.standing_code, portfolio.method_code, portfolio.deadline_code
    to maintien_service;
grant execute on function portfolio.create_version(), portfolio.index_version(integer), portfolio.drop_version(integer) to maintien_service;

select portfolio.index_version(portfolio.create_version());
update portfolio.version set state = 'current';
