-- The projections for less: what is known last of a contract stands in one row, with two index entries. What was known before stands beside it.

-- Makes the schema and the tables of a version, without indexes.
create function portfolio.make_tables(made integer) returns void
    language plpgsql set search_path = pg_catalog, pg_temp
    as $$
begin
    execute format($ddl$
        create schema %1$I;

        -- Autovacuum comes to these tables when all rows are in: before, it would only be in their way.

        -- Every contract, with the instant at which each of its events was recorded, by version: as known at K it is at version
        -- width_bucket(K, recorded_at). Beside it the holder's cover, the liability and the employment as they are known last, each with
        -- the instant from which it is known. The columns of arrays are those of the tables below. What changes finds room on the row's page.
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
        ) with (autovacuum_enabled = off, fillfactor = 85);
        -- Nothing is asked of these columns that a sample of their elements would help with.
        alter table %1$I.contract
            alter column recorded_at set statistics 0, alter column cover_starts set statistics 0, alter column covers set statistics 0,
            alter column dues set statistics 0, alter column liability_starts set statistics 0, alter column terms set statistics 0,
            alter column amounts set statistics 0, alter column unconfirmed set statistics 0, alter column employment_starts set statistics 0;

        -- A person's cover on every day, as known from an instant on, until the next row of that person: no two rows can overlap, on
        -- either axis. Piece i lasts from starts[i], '-infinity' for the first, to the eve of starts[i + 1]. The holder is the person
        -- whose identifier is all zeros; the row that is known last of the holder stands in the table contract. Without pieces: not, or
        -- no longer, a beneficiary.
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

        -- What every month came to, as known from an instant on, until the next row. Run i begins with the month of starts[i]. What is known
        -- last stands in the table contract.
        create table %1$I.liability (
            contract_id uuid not null,
            known_from timestamptz not null,
            starts date[] not null,
            terms integer[] not null,        -- the deciding day of the month in 8 bits, a standing_code in 4, a method_code in 4, no mandate in 1
            amounts bigint[] not null,       -- cents, three for each run: employer to insurer, agent to insurer, employer to agent
            unconfirmed integer[] not null   -- a bit for each parameter
        ) with (autovacuum_enabled = off);

        -- The employer from each day of starts on, as known from an instant on, until the next row; none before the first day. What is known
        -- last stands in the table contract.
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
                from (
                    select contract_id, person, known_from, starts, covers, dues from %1$I.cover
                    union all
                    select contract_id, '00000000-0000-0000-0000-000000000000'::uuid, cover_from, cover_starts, covers, dues from %1$I.contract
                ) every
            ) known cross join lateral generate_subscripts(starts, 1) i
                join portfolio.cover_code c on c.code = covers[i] / 4 join portfolio.option_code o on o.code = covers[i] %% 4
            window pieces as (partition by contract_id, person, known_from order by i);
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
                join portfolio.standing_code s on s.code = terms[i] >> 8 & 15 join portfolio.method_code m on m.code = terms[i] >> 12 & 15;

        grant usage on schema %1$I to maintien_service;
        grant select on %1$I.cover_piece, %1$I.liability_run to maintien_service;
        grant select, insert, delete on %1$I.cover, %1$I.liability, %1$I.employment to maintien_service;
        grant select, insert, update, delete on %1$I.contract, %1$I.deadline to maintien_service;
        $ddl$, 'portfolio_' || made);
end $$;
revoke execute on function portfolio.make_tables(integer) from public;

-- Makes the tables of the next version, without indexes, and says its number.
create or replace function portfolio.create_tables() returns integer
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

-- Two entries for a new contract, deadlines apart: the key, and its employer. The other tables have no row of it yet.
create or replace function portfolio.index_version(made integer) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp set maintenance_work_mem = '256MB'
    as $$
begin
    execute format($ddl$
        alter table %1$I.contract add primary key (contract_id);
        create index contract_by_employer on %1$I.contract using gin (employers) with (fastupdate = off);
        -- Descending, so that what was known last at an instant comes first.
        create unique index cover_key on %1$I.cover (contract_id, person, known_from desc);
        create unique index liability_key on %1$I.liability (contract_id, known_from desc);
        create unique index employment_key on %1$I.employment (contract_id, known_from desc);
        create index employment_by_employer on %1$I.employment using gin (employers) with (fastupdate = off);
        alter table %1$I.deadline add primary key (contract_id, kind, person, due_on, relevant_through, known_from);
        create index deadline_by_day on %1$I.deadline (kind, due_on, contract_id, person, relevant_through) include (known_from, known_until);
        create index deadline_waiting on %1$I.deadline (kind, due_on, contract_id, person, relevant_through) where known_until = 'infinity';
        alter table %1$I.contract reset (autovacuum_enabled);
        alter table %1$I.cover reset (autovacuum_enabled);
        alter table %1$I.liability reset (autovacuum_enabled);
        alter table %1$I.employment reset (autovacuum_enabled);
        alter table %1$I.deadline reset (autovacuum_enabled);
        analyze %1$I.contract, %1$I.cover, %1$I.liability, %1$I.employment, %1$I.deadline;
        $ddl$, 'portfolio_' || made);
end $$;

-- The versions that there are get the new form from their own rows, so that answers go on. Nobody projects meanwhile, and the program from before finds
-- a mark that is not its own. One that was being made is made anew by the next rebuild.
do $$
declare
    existing integer;
begin
    perform from portfolio.version for update;
    for existing in select version from portfolio.version where state in ('building', 'retired') loop
        perform portfolio.drop_version(existing);
    end loop;
    for existing in select version from portfolio.version loop
        execute format('alter schema %I rename to portfolio_former', 'portfolio_' || existing);
        perform portfolio.make_tables(existing);
        execute format($move$
            insert into %1$I.contract
                select k.contract_id, c.known_from, l.known_from, e.known_from, b.contract_id is not null, k.recorded_at, c.starts, c.covers, c.dues,
                    l.starts, l.terms, l.amounts, l.unconfirmed, e.starts[2:], array_remove(e.employers, null)
                from portfolio_former.contract k
                    join (
                        select distinct on (contract_id) * from portfolio_former.cover
                        where person = '00000000-0000-0000-0000-000000000000' order by contract_id, known_from desc
                    ) c using (contract_id)
                    join (select distinct on (contract_id) * from portfolio_former.liability order by contract_id, known_from desc) l using (contract_id)
                    join (select distinct on (contract_id) * from portfolio_former.employment order by contract_id, known_from desc) e using (contract_id)
                    left join (
                        select distinct contract_id from portfolio_former.cover where person <> '00000000-0000-0000-0000-000000000000'
                    ) b using (contract_id);
            insert into %1$I.cover
                select contract_id, person, known_from, place, relation, starts, covers, dues
                from (select *, lead(known_from) over (partition by contract_id, person order by known_from) as known_until from portfolio_former.cover) c
                where person <> '00000000-0000-0000-0000-000000000000' or known_until is not null;
            insert into %1$I.liability
                select contract_id, known_from, starts, terms, amounts, unconfirmed
                from (select *, lead(known_from) over (partition by contract_id order by known_from) as known_until from portfolio_former.liability) l
                where known_until is not null;
            insert into %1$I.employment
                select contract_id, known_from, starts[2:], array_remove(employers, null)
                from (select *, lead(known_from) over (partition by contract_id order by known_from) as known_until from portfolio_former.employment) e
                where known_until is not null;
            insert into %1$I.deadline select * from portfolio_former.deadline;
            $move$, 'portfolio_' || existing);
        drop schema portfolio_former cascade;
        perform portfolio.index_version(existing);
        perform portfolio.open_version(existing);
    end loop;
    update portfolio.version set made_by = set_byte(made_by, 0, 3) where get_byte(made_by, 0) = 2;
end $$;
