-- The reference of a mandate belongs to one contract of a creditor: each registration looks for another one, by this index.
create index event_mandate_reference on log.event ((payload ->> 'mandateReference')) where type = 'mandateRegistered';
