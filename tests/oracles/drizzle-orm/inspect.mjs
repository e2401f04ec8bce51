// What drizzle-orm says of evaluated schema modules, in the shape of one set of `schemark dump model --format json`.

import { Column, createTableRelationsHelpers, getTableColumns, getTableName, is, One, Relations, SQL, Table, View } from 'drizzle-orm';
import { toCamelCase, toSnakeCase } from 'drizzle-orm/casing';
import * as mysql from 'drizzle-orm/mysql-core';
import * as pg from 'drizzle-orm/pg-core';
import * as sqlite from 'drizzle-orm/sqlite-core';

import { canonical } from './types.mjs';

/** Tables, enums and relations that `modules` export; with `kit`, for PostgreSQL, the SQL that drizzle-kit makes too. */
export async function inspect(modules, { casing, dialect, kit }) {
  const exported = modules.flatMap((module) => Object.entries(module));
  const values = [...new Set(exported.map(([, value]) => value))].filter((it) => it && ['object', 'function'].includes(typeof it));
  const every = values.filter((it) => is(it, Table));
  // drizzle-kit takes the tables of its dialect out of modules that declare several.
  const own = { postgresql: pg.PgTable, mysql: mysql.MySqlTable, sqlite: sqlite.SQLiteTable, turso: sqlite.SQLiteTable }[dialect];
  const isOwn = (it) => !own || !every.some((table) => is(table, own)) || is(it, own);
  const tables = every.filter(isOwn);
  const views = values.filter((it) => is(it, View));
  const enums = tables.some((it) => is(it, pg.PgTable)) || !tables.length ? values.filter((it) => pg.isPgEnum(it)) : [];
  const relations = values.filter((it) => is(it, Relations) && isOwn(it.table));
  const isPostgres = tables.length > 0 && tables.every((it) => is(it, pg.PgTable));
  const isLite = tables.length > 0 && tables.every((it) => is(it, sqlite.SQLiteTable));
  return {
    tables: [...tables.map((it) => table(it, casing)), ...views.map((it) => view(it, casing))],
    enums: enums.map((it) => ({ name: it.enumName, schema: it.schema ?? null, values: it.enumValues })),
    relations: relations.flatMap(edges),
    database: isPostgres ? 'postgresql' : isLite ? 'sqlite' : 'mysql',
    sql: kit && (isPostgres || isLite) ? await statements(modules, kit, casing, isLite) : undefined,
  };
}

async function statements(modules, kit, casing, isLite) {
  // Two modules may export different things by one name.
  const all = Object.fromEntries(modules.flatMap((module, index) => Object.entries(module).map(([name, it]) => [`m${index}_${name}`, it])));
  const { default: cjs, ...esm } = await import(kit);
  const tool = esm.generateDrizzleJson ? esm : cjs;
  if (isLite) {
    const empty = await tool.generateSQLiteDrizzleJson({});
    return tool.generateSQLiteMigration(empty, await tool.generateSQLiteDrizzleJson(all, empty.id, casing));
  }
  const empty = tool.generateDrizzleJson({});
  return tool.generateMigration(empty, tool.generateDrizzleJson(all, empty.id, undefined, casing));
}

function table(it, casing) {
  const core = is(it, pg.PgTable) ? pg : is(it, mysql.MySqlTable) ? mysql : sqlite;
  const config = core.getTableConfig(it);
  const keys = new Map(Object.entries(getTableColumns(it)).map(([key, column]) => [column, key]));
  const name = (column) => nameOf(column, casing);
  const alone = config.columns.filter((column) => column.primary).map(name);
  const primaryKey = config.primaryKeys[0]?.columns.map(name) ?? alone;
  const uniques = [
    ...config.columns.filter((column) => column.isUnique).map((column) => ({ name: null, columns: [name(column)] })),
    ...(config.uniqueConstraints ?? []).map((unique) => ({ name: null, columns: unique.columns.map(name) })),
  ];
  const columns = config.columns.map((column) => ({
    name: name(column),
    key: keys.get(column),
    type: typeOf(column, core === pg),
    // A column of a composite key is NOT NULL without saying so, but not in SQLite.
    // SERIAL is NOT NULL in MySQL too, where drizzle-orm does not say so.
    nullable: !column.notNull && !is(column, mysql.MySqlSerial) && !(core !== sqlite && primaryKey.includes(name(column))),
    default: column.hasDefault,
    primary: primaryKey.includes(name(column)),
    unique: uniques.some((unique) => unique.columns.length === 1 && unique.columns[0] === name(column)),
    enum: enumOf(column),
  }));
  return {
    name: config.name,
    schema: config.schema ?? null,
    kind: 'table',
    columns,
    primaryKey,
    uniques,
    foreignKeys: config.foreignKeys.map((key) => foreignKey(key, name, core)),
    indexes: config.indexes.map((index) => indexOf(index.config, casing)),
    checks: config.checks?.length ?? 0,
    // A policy enables row level security by itself.
    rls: core === pg ? Boolean(config.enableRLS || config.policies?.length) : undefined,
    policies: (config.policies ?? []).map((policy) => policy.name),
  };
}

function view(it, casing) {
  const core = is(it, pg.PgView) || is(it, pg.PgMaterializedView) ? pg : is(it, mysql.MySqlView) ? mysql : sqlite;
  const config = is(it, pg.PgMaterializedView) ? pg.getMaterializedViewConfig(it) : core.getViewConfig(it);
  const columns = Object.entries(config.selectedFields).map(([key, field]) => ({ name: field.fieldAlias ?? nameOf(field, casing) ?? key }));
  const kind = is(it, pg.PgMaterializedView) ? 'materialized view' : 'view';
  return { name: config.name, schema: config.schema ?? null, kind, columns, primaryKey: [], uniques: [], foreignKeys: [], indexes: [], checks: 0, policies: [] };
}

function nameOf(column, casing) {
  if (!column.keyAsName || !casing) return column.name;
  return casing === 'camelCase' ? toCamelCase(column.name) : toSnakeCase(column.name);
}

/** The type; drizzle-orm names an enum without its schema. */
function typeOf(column, isPostgres) {
  // drizzle-orm forgets to double the quotes.
  if (is(column, mysql.MySqlEnumColumn)) return `enum(${column.enumValues.map((it) => `'${it.replaceAll("'", "''")}'`).join(',')})`;
  const { schema, enumName } = enumTypeOf(column) ?? {};
  const type = canonical(column.getSQLType(), isPostgres);
  return schema ? type.replace(enumName, `${schema}.${enumName}`) : type;
}

function enumOf(column) {
  return enumTypeOf(column)?.enumName ?? null;
}

function enumTypeOf(column) {
  let base = column;
  while (base.baseColumn) base = base.baseColumn;
  return pg.isPgEnum(base.enum) ? base.enum : undefined;
}

function foreignKey(key, name, core) {
  const target = key.reference();
  return {
    columns: target.columns.map(name),
    table: getTableName(target.foreignTable),
    schema: core.getTableConfig(target.foreignTable).schema ?? null,
    references: target.foreignColumns.map(name),
    onDelete: key.onDelete ?? null,
    onUpdate: key.onUpdate ?? null,
  };
}

function indexOf(config, casing) {
  const columns = config.columns.map((it) => (is(it, SQL) ? nameOf(columnIn(it), casing) : nameOf(it, casing)));
  return { name: config.name ?? null, columns, unique: Boolean(config.unique), partial: Boolean(config.where) };
}

/** The column that SQL of an index is all about, as in sql`${table.title} gin_trgm_ops`. */
function columnIn(sql) {
  const columns = sql.queryChunks.filter((it) => is(it, Column));
  const rest = sql.queryChunks.filter((it) => !is(it, Column)).map((it) => it.value?.join('') ?? '?').join(' ').trim();
  const orders = /^(\w+_ops)?\s*(asc|desc)?\s*(nulls\s+(first|last))?$/i.test(rest);
  return columns.length === 1 && orders ? columns[0] : { name: '<expr>' };
}

function edges(relations) {
  const from = getTableName(relations.table);
  const all = Object.entries(relations.config(createTableRelationsHelpers(relations.table)));
  return all.map(([name, it]) => ({ table: from, name, kind: is(it, One) ? 'one' : 'many', to: it.referencedTableName }));
}
