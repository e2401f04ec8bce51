-- What a PostgreSQL 15 database contains, one definition a line: what `catalog.sql` counts is spelled out here, and what
-- it does not look at is named. Names that the database chose are left out of what they name.
-- Run: psql -X -q -At -f definitions.sql
with space as (
  select oid, nspname::text as name from pg_namespace
  where nspname not like 'pg\_%'
    and nspname not in ('information_schema', 'oracle_extensions', 'auth', 'storage', 'extensions', 'realtime', 'vault')
),
class as (
  select c.oid, c.relkind, c.relrowsecurity, c.relispartition, c.relname::text as name, c.oid::regclass::text as path
  from pg_class c join space s on s.oid = c.relnamespace
),
lines(kind, name, definition) as (
  select 'column', path || '.' || a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull or t.typnotnull then 'not null' end,
      case when a.attcollation <> t.typcollation then (select 'collate ' || collname from pg_collation l where l.oid = a.attcollation) end,
      -- The name of a column's own sequence is the database's.
      coalesce('default ' || regexp_replace(coalesce(pg_get_expr(d.adbin, d.adrelid), t.typdefault), 'nextval\(.*\)', 'nextval()'), ''),
      case when a.attgenerated <> '' then 'generated' end, case a.attidentity when 'a' then 'always' when 'd' then 'by default' end)
    from class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relkind in ('r', 'p', 'f')
  union all select 'column order', path, (select string_agg(attname, ', ' order by attnum) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)
    from class c where relkind in ('r', 'p', 'f', 'v', 'm')
  union all select 'constraint', path, pg_get_constraintdef(k.oid)
    from class c join pg_constraint k on k.conrelid = c.oid where k.contype in ('p', 'u', 'c', 'f')
    -- A key to a partitioned table has one more row for each partition.
    and not exists (select from pg_constraint up where up.oid = k.conparentid and up.conrelid = k.conrelid)
  union all select 'exclusion', k.conname, pg_get_constraintdef(k.oid)
    from class c join pg_constraint k on k.conrelid = c.oid where k.contype = 'x'
  union all select 'index', path, regexp_replace(pg_get_indexdef(x.indexrelid), ' INDEX .* ON (ONLY )?', ' INDEX ON ')
    from class c join pg_index x on x.indrelid = c.oid
    where not exists (select from pg_constraint k where k.conindid = x.indexrelid and k.conrelid = c.oid)
  union all select 'view', path, pg_get_viewdef(c.oid) from class c where relkind in ('v', 'm')
  union all select 'policy', path || ' ' || polname, concat_ws(' | ', polcmd, polpermissive::text, polroles::regrole[]::text,
      pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
    from class c join pg_policy p on p.polrelid = c.oid
  union all select 'row security', path, '' from class c where relrowsecurity
  union all select 'comment', path, concat_ws(' ', (select attname from pg_attribute where attrelid = c.oid and attnum = nullif(d.objsubid, 0)), d.description)
    from class c join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass where relkind in ('r', 'p', 'v', 'm')
  union all select 'part', name, '' from class c where relispartition and relkind in ('r', 'p')
  union all select 'parted', name, pg_get_partkeydef(oid) from class where relkind = 'p'
  union all select 'heir', c.name, i.inhparent::regclass::text from class c join pg_inherits i on i.inhrelid = c.oid
    where not c.relispartition
  union all select 'enum', t.oid::regtype::text, (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = t.oid)
    from pg_type t join space s on s.oid = t.typnamespace where t.typtype = 'e'
  union all select 'domain', t.oid::regtype::text, concat_ws(' ', format_type(t.typbasetype, t.typtypmod), case when t.typnotnull then 'not null' end,
      t.typdefault, (select string_agg(pg_get_constraintdef(k.oid), ' ' order by k.conname) from pg_constraint k where k.contypid = t.oid))
    from pg_type t join space s on s.oid = t.typnamespace where t.typtype = 'd'
  union all select 'type', t.oid::regtype::text, (select string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' order by attnum)
      from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped)
    from class c join pg_type t on t.typrelid = c.oid where c.relkind = 'c'
  union all select 'sequence', name, '' from class c where relkind = 'S'
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i') and d.refobjsubid > 0)
  union all select 'function', p.proname, pg_get_function_arguments(p.oid) from pg_proc p join space s on s.oid = p.pronamespace
    where not exists (select from pg_depend d where d.objid = p.oid and d.deptype in ('e', 'i'))
  union all select 'trigger', t.tgname, path from class c join pg_trigger t on t.tgrelid = c.oid where not t.tgisinternal and t.tgparentid = 0
  union all select 'rule', r.rulename, path from class c join pg_rewrite r on r.ev_class = c.oid where r.rulename <> '_RETURN'
)
select json_agg(json_build_object('kind', kind, 'name', name, 'definition', definition) order by kind, name, definition) from lines;
