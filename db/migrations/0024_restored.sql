-- A log that was restored from a backup is not served before it was recovered. `maintien restore` sets the first instant. `maintien recover` sets the
-- second one when it begins the next incarnation, and removes both when it is complete.
alter table log.identity
    add column restored_at timestamptz,
    add column recovery_begun_at timestamptz;

-- A backup from before this migration is marked by this comment.
update log.identity set restored_at = clock_timestamp() where obj_description('log.identity'::regclass) = 'restored from a backup';
comment on table log.identity is null;
