-- What waits for a clerk about money, where the tables of runs and of the bank do not tell it.

-- The agents whose accounts a run leaves in credit: they are few, and the balances of all accounts need not be added up to find them.
create table billing.credit (
    run integer not null,
    contract_id uuid not null,
    amount bigint not null check (amount < 0),  -- the balance after the run, in cents
    since date not null,  -- the day on which the account came into credit
    primary key (run, contract_id)
);

-- A line of a bank's file of which nothing was recorded. What others have written, as names and purposes of payments, is not kept.
create table billing.bank_line (
    position bigint not null,  -- of the event that tells it
    place integer not null,  -- in the event, from 1
    message text collate "C" not null,  -- the bank's identifier of the message, or its hash
    end_to_end_id text collate "C",  -- only one that a run could have given
    file text collate "C",
    reference text,
    amount bigint,  -- cents; above zero if money came in
    happened_on date,
    rule text,  -- the rule that refused it; null: the line names nothing that is known here
    found_on date not null,  -- the day in Paris on which it was recorded
    primary key (position, place)
);
-- A file that is sent again records no line twice.
create index bank_line_by_message on billing.bank_line (message);

-- A clerk has found out what a line is.
create table billing.bank_line_settlement (
    position bigint primary key,
    line_position bigint not null,
    line_place integer not null,
    unique (line_position, line_place)
);

-- A line is settled also by a fact that is recorded under its reference.
create index bank_fact_by_reference on billing.bank_fact (reference, position);

do $$
declare
    name text;
begin
    foreach name in array array['credit', 'bank_line', 'bank_line_settlement'] loop
        execute format(
            'create trigger %1$s_is_immutable before update or delete or truncate on billing.%1$I for each statement execute function log.refuse_change()', name);
        execute format('grant select, insert on billing.%I to maintien_service', name);
        execute format('grant select on billing.%I to maintien_questions, maintien_auditor', name);
    end loop;
end $$;
