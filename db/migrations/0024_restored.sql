-- A log that was restored from a backup is not served before it was recovered. `maintien restore` sets the instant, `maintien recover` removes it.
alter table log.identity add column restored_at timestamptz;
