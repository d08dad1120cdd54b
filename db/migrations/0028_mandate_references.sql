-- The reference of a mandate belongs to one contract of a creditor: each registration looks for another one, by this index.
-- Where the log is long an operator makes it beforehand, beside running services (README, Upgrades); made here, commands are refused until it is there.
do $$ begin
    -- What was made beside them and interrupted is there, and never used.
    if exists (select from pg_index where indexrelid = to_regclass('log.event_mandate_reference') and not indisvalid) then
        drop index log.event_mandate_reference;
    end if;
end $$;
create index if not exists event_mandate_reference on log.event ((payload ->> 'mandateReference')) where type = 'mandateRegistered';
