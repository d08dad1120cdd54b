-- Keys are looked up, never sorted for readers: compared by their bytes, which is what they are, and many times as fast as by a locale.
alter table log.idempotency alter column key type text collate "C";
