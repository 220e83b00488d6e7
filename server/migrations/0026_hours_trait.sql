-- What an hour is for an ERP became a trait: known of the connexions there are, before each is next opened.
update erp_links set traits = traits || '{"hours": "slots"}' where kind = 'costructor' and not traits ? 'hours';
