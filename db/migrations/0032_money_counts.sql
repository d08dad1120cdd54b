-- What makes the counts of work about money cheap: balances of employers that need not be added up from the beginning, lines of banks that wait, and indexes.

-- What the bank says waits until this ends: what is recorded between the rows made here and the triggers would settle no line.
lock table billing.bank_fact, billing.debit_return, billing.bank_line, billing.bank_line_settlement in share row exclusive mode;

create index resumption_by_position on billing.resumption (position) include (contract_id);

-- The balances of employers' accounts after a run, by all entries through those of the run. Accounts that are even have none.
create table billing.employer_balance (
    run integer not null,
    employer text collate "C" not null,
    amount bigint not null check (amount <> 0),  -- cents
    primary key (run, employer) include (amount)
);
-- Of the latest run of each scheme. Of its entries those of kind `run` bear its name.
insert into billing.employer_balance (run, employer, amount)
select r.run, p.employer, sum(p.amount) from (
    select distinct on (b.scheme) b.scheme, b.source, substr(e.reference, 2)::integer as run
    from billing.batch b cross join lateral (select reference from billing.entry where source = b.source and kind = 'run' limit 1) e
    where b.position > b.source order by b.scheme, b.source desc
) r join billing.batch b on b.scheme = r.scheme and b.source <= r.source join billing.posting p on p.source = b.source
where p.account = 'receivable:employer' group by r.run, p.employer having sum(p.amount) <> 0;
create index posting_of_employers on billing.posting (source, employer) include (amount) where account = 'receivable:employer';
create index prescribed_by_employer on billing.prescribed (run, employer, contract_id);

-- Until when each line of a bank waits for a clerk. Lines that are settled are many, and those that wait are few: they are found without the others.
create table billing.bank_line_wait (
    position bigint not null,
    place integer not null,
    found_on date not null,
    until bigint,  -- the position of the event that settled the line; null: it waits
    primary key (position, place)
);
create index bank_line_waiting on billing.bank_line_wait (position, place) include (found_on) where until is null;
create index bank_line_settled on billing.bank_line_wait (until, position) include (found_on) where until is not null;
create index bank_line_by_reference on billing.bank_line (reference) where reference is not null;
create index bank_line_by_debit on billing.bank_line (end_to_end_id) where end_to_end_id is not null;

-- Whether a line of a bank waits when the log ends at a position: until a payment, refund or write-off of the line's amount is recorded under its reference,
-- or the return of the debit that it names, or a clerk settles it. Only what comes after the line counts.
-- A bank can give several transfers of one entry the same reference. So the facts under it settle these lines together: when they reach the sum.
create function billing.waits(line billing.bank_line, through bigint) returns boolean
    language sql stable
    return not exists (
        select from billing.bank_line_settlement s
        where s.line_position = line.position and s.line_place = line.place and s.position <= through
    ) and not exists (
        select from billing.debit_return r
        where r.end_to_end_id = line.end_to_end_id and r.position > line.position and r.position <= through
    ) and not exists (
        select from billing.bank_fact f
        where f.reference = line.reference and f.position > line.position and f.position <= through
        having count(*) > 0 and sum(f.amount) >= (
            select coalesce(sum(abs(o.amount)), 0) from billing.bank_line o
            where o.position = line.position and o.reference = line.reference and not exists (
                select from billing.bank_line_settlement t
                where t.line_position = o.position and t.line_place = o.place and t.position <= through))
    );

-- The lines that are there already. Each event after a line that can settle it is tried.
insert into billing.bank_line_wait (position, place, found_on, until)
select l.position, l.place, l.found_on, case when not billing.waits(l, 9223372036854775807) then (
    select min(c.position) from (
        select s.position from billing.bank_line_settlement s where s.line_position = l.position
        union all select r.position from billing.debit_return r where r.end_to_end_id = l.end_to_end_id and r.position > l.position
        union all select f.position from billing.bank_fact f where f.reference = l.reference and f.position > l.position
    ) c where not billing.waits(l, c.position)
) end
from billing.bank_line l;

-- From now on triggers keep them: a program of the release before may go on for a while beside this schema.
create function billing.begin_waits() returns trigger
    language plpgsql
    as $$
begin
    insert into billing.bank_line_wait (position, place, found_on) select position, place, found_on from added;
    return null;
end $$;
create trigger line_begins_wait after insert on billing.bank_line
    referencing new table as added for each statement execute function billing.begin_waits();

-- Ends the waits of lines `l` that one of the rows `a` that were added may settle: its argument tells which.
create function billing.end_waits() returns trigger
    language plpgsql
    as $$
begin
    execute format(
        $update$
            update billing.bank_line_wait w set until = s.until from (
                select l.position, l.place, min(a.position) as until from added a join billing.bank_line l on %s
                where not billing.waits(l, a.position) group by l.position, l.place
            ) s where w.position = s.position and w.place = s.place and (w.until is null or w.until > s.until)
        $update$, tg_argv[0]);
    return null;
end $$;
create trigger fact_ends_waits after insert on billing.bank_fact
    referencing new table as added for each statement execute function billing.end_waits('l.reference = a.reference');
create trigger return_ends_waits after insert on billing.debit_return
    referencing new table as added for each statement execute function billing.end_waits('l.end_to_end_id = a.end_to_end_id');
-- Lines under the reference of one that a clerk settles can be settled by what is recorded already: less must be reached for them.
create trigger settlement_ends_waits after insert on billing.bank_line_settlement
    referencing new table as added for each statement execute function billing.end_waits(
        'l.position = a.line_position and (l.place = a.line_place or l.reference = (
            select o.reference from billing.bank_line o where o.position = a.line_position and o.place = a.line_place))');

create trigger employer_balance_is_immutable before update or delete or truncate on billing.employer_balance
    for each statement execute function log.refuse_change();
create trigger bank_line_wait_stays before delete or truncate on billing.bank_line_wait
    for each statement execute function log.refuse_change();
grant select, insert on billing.employer_balance, billing.bank_line_wait to maintien_service;
grant update (until) on billing.bank_line_wait to maintien_service;
grant select on billing.employer_balance, billing.bank_line_wait to maintien_questions, maintien_auditor;

-- The mandates registered since a run lift debits that it held. Where the log is long an operator makes this index beforehand (README, Upgrades). It comes
-- last, and if it is there nothing touches the log: also `create index if not exists` would hold up commands until the end of all migrations.
do $$ begin
    -- What was made beside running services and interrupted is there, and never used.
    if exists (select from pg_index where indexrelid = to_regclass('log.event_mandate_position') and not indisvalid) then
        drop index log.event_mandate_position;
    end if;
    if to_regclass('log.event_mandate_position') is null then
        create index event_mandate_position on log.event (position) include (contract_id) where type = 'mandateRegistered';
    end if;
end $$;
