-- The log and the vault are asked by few columns, always by index. A sample of a tenth of the usual size says enough of those, and nothing
-- of the others is worth knowing: an analysis that comes in the middle of a go-live reads a tenth of the rows.
alter table log.event
    alter column position set statistics 10, alter column contract_id set statistics 10, alter column version set statistics 10,
    alter column type set statistics 0, alter column schema set statistics 0, alter column recorded_at set statistics 0,
    alter column recorded_by set statistics 0, alter column payload set statistics 0, alter column hash set statistics 0;
-- A sample holds few contracts twice: left to guess, PostgreSQL would take most events for contracts of their own.
alter table log.event alter column contract_id set (n_distinct = -0.1);
alter table log.idempotency
    alter column key set statistics 10, alter column fingerprint set statistics 0, alter column contract_id set statistics 0,
    alter column first_version set statistics 0, alter column last_version set statistics 0, alter column version set statistics 0,
    alter column position set statistics 0, alter column recorded_at set statistics 0;
alter table vault.person
    alter column contract_id set statistics 10, alter column person set statistics 10, alter column wrapped_key set statistics 0;
alter table vault.record
    alter column contract_id set statistics 10, alter column person set statistics 10, alter column kind set statistics 10,
    alter column reference set statistics 10, alter column sealed set statistics 0;
