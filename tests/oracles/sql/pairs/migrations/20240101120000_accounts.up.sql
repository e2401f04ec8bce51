-- sqlx
create table accounts (
    account_id uuid primary key default gen_random_uuid(),
    handle citext not null unique,
    balance bigint not null default 0,
    -- the owner's language
    locale char(2) not null
);
create table if not exists sessions (
    token bytea primary key,
    account_id uuid not null references accounts (account_id) on delete cascade deferrable initially deferred
);
