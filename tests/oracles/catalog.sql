-- What a PostgreSQL 15 database contains, in the shape of `sets[].tables` and `sets[].enums` of
-- `schemark dump model --format json`. Run: psql -X -q -At -f catalog.sql
--
-- Where the catalog and a schema's source cannot say the same:
-- * NO ACTION is null: the catalog does not keep whether it was stated.
-- * The schema `public` is null: it is what an unqualified name means.
-- * `default` is true for a default expression and for an identity. A generated column has no default: nobody can
--   give it a value instead.
-- * Constraints and indexes carry the name that they have, also if the database chose it.
-- * A view's columns are all nullable: PostgreSQL does not know better.
-- * What an extension brought is left out, and so is what belongs to the schemas in `left_out`.
-- `expression`, `generated` and `identity` of a column and `expressions` of a table are the SQL that PostgreSQL keeps: the
-- dump does not tell it.
with left_out(name) as (
  values ('pg_catalog'), ('information_schema'), ('pg_toast'), ('drizzle'), ('auth'), ('storage'), ('extensions'),
         ('cron'), ('net'), ('vault'), ('realtime'), ('graphql'), ('graphql_public')
),
space as (
  select oid, nspname::text as name, nullif(nspname, 'public')::text as shown
  from pg_namespace
  where nspname not like 'pg\_temp%' and nspname not like 'pg\_toast%'
    and nspname not in (select name from left_out where position(name || ',' in :'kept') = 0)
),
extension as (select classid, objid from pg_depend where deptype = 'e'),
columns as (
  select c.oid as table_oid, a.attnum, a.attname::text as name,
    format_type(a.atttypid, a.atttypmod) as type,
    not a.attnotnull and t.typnotnull is not true as nullable,
    coalesce((select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d where d.adrelid = c.oid and d.adnum = a.attnum), t.typdefault) as expression,
    c.relkind in ('r', 'p') and pg_get_serial_sequence(c.oid::regclass::text, a.attname) is not null as numbered, a.attgenerated::text as generated, a.attidentity::text as identity,
    (a.atthasdef and a.attgenerated = '') or a.attidentity <> '' or t.typdefault is not null as has_default,
    exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p' and a.attnum = any (k.conkey)) as is_primary,
    exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'u' and k.conkey = array[a.attnum]) as is_unique,
    (select e.typname::text from pg_type e where e.typtype = 'e' and e.oid in (t.oid, t.typelem)) as enumeration
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
),
constraints as (
  select k.conrelid as table_oid, k.contype, k.conname::text as name,
    (select json_agg(a.attname order by o.at) from unnest(k.conkey) with ordinality o(number, at)
       join pg_attribute a on a.attrelid = k.conrelid and a.attnum = o.number) as columns,
    (select f.relname::text from pg_class f where f.oid = k.confrelid) as target,
    (select nullif(n.nspname, 'public')::text from pg_class f join pg_namespace n on n.oid = f.relnamespace where f.oid = k.confrelid) as target_schema,
    (select json_agg(a.attname order by o.at) from unnest(k.confkey) with ordinality o(number, at)
       join pg_attribute a on a.attrelid = k.confrelid and a.attnum = o.number) as target_columns,
    case k.confdeltype when 'c' then 'cascade' when 'n' then 'set null' when 'd' then 'set default' when 'r' then 'restrict' end as on_delete,
    case k.confupdtype when 'c' then 'cascade' when 'n' then 'set null' when 'd' then 'set default' when 'r' then 'restrict' end as on_update
  from pg_constraint k
  -- A key to a partitioned table has one more row for each partition.
  where not exists (select from pg_constraint up where up.oid = k.conparentid and up.conrelid = k.conrelid)
),
indexes as (
  select x.indrelid as table_oid, x.indexrelid as oid, i.relname::text as name, x.indisunique, x.indpred is not null as partial,
    (select json_agg(coalesce(a.attname::text, '<expr>') order by o.at)
       from unnest(x.indkey::int2[]) with ordinality o(number, at)
       left join pg_attribute a on a.attrelid = x.indrelid and a.attnum = o.number and o.number > 0
       where o.at <= x.indnkeyatts) as columns
  from pg_index x join pg_class i on i.oid = x.indexrelid
  where not exists (select from pg_constraint k where k.conindid = x.indexrelid and k.conrelid = x.indrelid and k.contype in ('p', 'u', 'x'))
),
tables as (
  select s.shown as schema, c.relname::text as name, json_build_object(
    'name', c.relname, 'schema', s.shown,
    'kind', case c.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end,
    'columns', (select coalesce(json_agg(json_build_object('name', l.name, 'type', l.type, 'nullable', l.nullable,
        'default', l.has_default, 'primary', l.is_primary, 'unique', l.is_unique, 'enum', l.enumeration,
        'expression', l.expression, 'numbered', l.numbered, 'generated', l.generated, 'identity', l.identity) order by l.attnum), '[]')
      from columns l where l.table_oid = c.oid),
    'primaryKey', coalesce((select k.columns from constraints k where k.table_oid = c.oid and k.contype = 'p'), '[]'),
    'uniques', (select coalesce(json_agg(json_build_object('name', k.name, 'columns', k.columns) order by k.name), '[]')
      from constraints k where k.table_oid = c.oid and k.contype = 'u'),
    'foreignKeys', (select coalesce(json_agg(json_build_object('columns', k.columns, 'table', k.target, 'schema', k.target_schema,
        'references', k.target_columns, 'onDelete', k.on_delete, 'onUpdate', k.on_update) order by k.columns::text, k.target), '[]')
      from constraints k where k.table_oid = c.oid and k.contype = 'f'),
    'indexes', (select coalesce(json_agg(json_build_object('name', i.name, 'columns', i.columns, 'unique', i.indisunique,
        'partial', i.partial) order by i.name), '[]')
      from indexes i where i.table_oid = c.oid),
    'expressions', json_build_object(
      'checks', (select json_object_agg(k.conname, pg_get_constraintdef(k.oid)) from pg_constraint k where k.conrelid = c.oid and k.contype in ('c', 'x')),
      'indexes', (select json_object_agg(i.name, regexp_replace(pg_get_indexdef(i.oid), '^.* USING ', '')) from indexes i where i.table_oid = c.oid),
      'policies', (select json_object_agg(p.polname, json_build_array(p.polpermissive, p.polcmd,
          (select json_agg(r::regrole::text order by r::regrole::text) from unnest(p.polroles) r),
          pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))) from pg_policy p where p.polrelid = c.oid),
      'query', case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end),
    'checks', (select count(*) from constraints k where k.table_oid = c.oid and k.contype = 'c'),
    'rls', c.relrowsecurity,
    'policies', (select coalesce(json_agg(p.polname order by p.polname), '[]') from pg_policy p where p.polrelid = c.oid)
  ) as shown
  from pg_class c join space s on s.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'f', 'v', 'm')
    and not exists (select from extension e where e.classid = 'pg_class'::regclass and e.objid = c.oid)
),
enums as (
  select s.shown as schema, t.typname::text as name,
    json_build_object('name', t.typname, 'schema', s.shown,
      'values', (select json_agg(enumlabel order by enumsortorder) from pg_enum where enumtypid = t.oid)) as shown
  from pg_type t join space s on s.oid = t.typnamespace
  where t.typtype = 'e' and not exists (select from extension e where e.classid = 'pg_type'::regclass and e.objid = t.oid)
)
select json_build_object(
  'version', 1,
  'tables', (select coalesce(json_agg(shown order by schema nulls first, name collate "C"), '[]') from tables),
  'enums', (select coalesce(json_agg(shown order by name collate "C"), '[]') from enums)
);
