-- The reference of a mandate belongs to one contract of a creditor: each registration looks for another one, by this index.
-- Where the log is long an operator makes it beforehand, beside running services (README, Upgrades); made here, it keeps commands waiting.
create index if not exists event_mandate_reference on log.event ((payload ->> 'mandateReference')) where type = 'mandateRegistered';
