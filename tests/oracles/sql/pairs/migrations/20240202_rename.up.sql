alter table accounts rename handle to username;
alter table sessions add column seen_at timestamptz, alter column token set data type text using encode(token, 'hex');
