create or replace view public.timeline with (security_invoker = true) as
  with counted as (select patient_id, count(*) as visits, max(id) as last_id from public.visits group by 1)
  select p.id, p.full_name as name, coalesce(c.visits, 0) as visits, v.kind, v.slot, p.metadata ->> 'city' as city
  from public.patients p
  left join counted c on c.patient_id = p.id
  left join public.visits v on v.id = c.last_id;
create materialized view public.everybody as select p.*, v.kind::text as last_kind from public.patients p join public.visits v on v.patient_id = p.id;
create unique index everybody_id on public.everybody (id);
alter publication supabase_realtime add table public.visits;
grant select on public.timeline to anon;
