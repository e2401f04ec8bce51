-- Who repairs, and what.
create table public.members (
  id uuid primary key default gen_random_uuid(),
  email text not null unique,
  full_name text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table public.bikes (
  id uuid primary key default gen_random_uuid(),
  member_id uuid not null references public.members (id) on delete cascade,
  frame_number text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index bikes_member_id_idx on public.bikes (member_id);
