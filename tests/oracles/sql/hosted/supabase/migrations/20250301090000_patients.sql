create extension if not exists "pgcrypto" with schema "extensions";

create table public.patients (
  id uuid primary key references auth.users on delete cascade,
  full_name text not null check (char_length(full_name) > 1),
  born date,
  metadata jsonb default '{}'::jsonb
);
alter table public.patients enable row level security;
create policy "Patients see themselves" on public.patients for select to authenticated using ((select auth.uid()) = id);
create policy "Patients change themselves" on public.patients for update using (auth.uid() = id) with check (auth.uid() = id);

create function public.handle_new_user() returns trigger language plpgsql security definer as $$
begin
  insert into public.patients (id, full_name) values (new.id, new.raw_user_meta_data ->> 'name');
  return new;
end;
$$;
create trigger on_auth_user_created after insert on auth.users for each row execute procedure public.handle_new_user();
comment on table public.patients is 'People, one row each; it''s theirs';
