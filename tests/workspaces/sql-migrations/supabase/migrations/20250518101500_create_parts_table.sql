create table public.part (
  id uuid primary key default gen_random_uuid(),
  label text not null,
  "stockCount" integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table public.repair_notes (
  id uuid primary key default gen_random_uuid(),
  repair_id uuid not null references public.repairs (id) on delete cascade,
  member_id uuid not null references public.members (id) on delete cascade,
  body text not null
);

create index repair_notes_repair_id_idx on public.repair_notes (repair_id);
create index repair_notes_member_id_idx on public.repair_notes (member_id);

alter table public.members add column phone_number text;
