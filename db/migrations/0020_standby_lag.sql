-- How much of the write-ahead log each connected standby has not flushed: what is lost with the primary where a commit waits for none. Who may not see
-- pg_stat_replication is told no more of it than this. The owner must see it: a superuser, or a member of pg_monitor; else nothing is told.
create function maintien.standby_lag() returns table (standby text, lag bigint)
    language sql stable security definer set search_path = pg_catalog, pg_temp
    as $$
        select application_name, max(pg_wal_lsn_diff(pg_current_wal_flush_lsn(), flush_lsn))::bigint from pg_stat_replication
        where flush_lsn is not null and not pg_is_in_recovery()
            -- A subscriber to single tables is no standby.
            and pid not in (select active_pid from pg_replication_slots where slot_type = 'logical' and active_pid is not null)
        group by application_name
    $$;
revoke execute on function maintien.standby_lag() from public;
grant execute on function maintien.standby_lag() to maintien_questions;
