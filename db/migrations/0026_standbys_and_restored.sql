-- Each new session of a service asks whether the log was restored and awaits its recovery, those that read the vault too.
grant select (restored_at) on log.identity to maintien_people;

-- As before, but for base backups: a service goes on telling what a standby lacks that is no longer connected, and they are none.
create or replace function maintien.standby_lag() returns table (standby text, lag bigint)
    language sql stable security definer set search_path = pg_catalog, pg_temp
    as $$
        select application_name, max(pg_wal_lsn_diff(pg_current_wal_flush_lsn(), flush_lsn))::bigint from pg_stat_replication
        where flush_lsn is not null and not pg_is_in_recovery()
            -- A subscriber to single tables is no standby, and what streams the log of a base backup has a temporary slot.
            and pid not in (select active_pid from pg_replication_slots where (slot_type = 'logical' or temporary) and active_pid is not null)
        group by application_name
    $$;
