-- An auditor exports the log as tables, and is told when the projections were made by other rules than the exporting program's.
grant usage on schema portfolio to maintien_auditor;
grant select on portfolio.version to maintien_auditor;
