// Compares schemark's model of Prisma schemas with Prisma's own data model and, for PostgreSQL and SQLite, with what the
// database holds after the SQL of Prisma's migration engine, which runs for no other database without a server.
//   node tests/oracles/prisma.mjs FOLDER…
// SCHEMARK names the program. Each set of the dialect `prisma` that the program finds in a folder is one schema. A
// fixture may hold `announced.json`: { "PATH OF AN ITEM": "why it is unknown or different" }. Exits 1 on anything that
// is not announced, and if a fixture with `.prisma` files has no set.

import path from 'node:path';

import { withCatalogs } from './catalog.mjs';
import { compare, report, unannounced } from './compare.mjs';
import { inspect, withShapes } from './prisma-engine/ask.mjs';
import { tablesOfLite } from './prisma-engine/lite.mjs';
import { announcedIn, dumpModel } from './schemark.mjs';

const tableName = (model) => model.dbName ?? model.name;
const columnName = (field) => field.dbName ?? field.name;

const folders = process.argv.slice(2).map((it) => path.resolve(it));
if (!folders.length) throw new Error('usage: node prisma.mjs FOLDER…');

const surprises = withCatalogs((catalogOf, host) => folders.flatMap((folder) => check(folder, catalogOf, host).map((it) => `${path.basename(folder)}: ${it}`)));
for (const it of surprises) console.log(it);
process.exitCode = surprises.length ? 1 : 0;

/** What is not as announced in `folder`. */
function check(folder, catalogOf, host) {
  const announced = announcedIn(folder);
  const wrong = [];
  const tallies = [];
  const take = (title, tally) => {
    report(`${path.basename(folder)} ${title}`, tally, announced);
    tallies.push(tally);
  };
  const sets = dumpModel(folder).filter((it) => it.dialect === 'prisma');
  if (!sets.length) wrong.push('no set is read from Prisma');
  for (const set of sets) {
    const oracle = inspect(set.files.filter((it) => it.endsWith('.prisma')).map((it) => path.join(folder, it)), host);
    if (oracle.error) {
      wrong.push(`${set.name}: Prisma refuses it: ${oracle.error}`);
      continue;
    }
    take(`${set.name} data model`, compareModel(oracle, set));
    if (!oracle.sql) continue;
    const schemas = [...new Set(oracle.model.models.map((it) => it.schema).filter(Boolean))];
    if (oracle.database === 'sqlite') {
      // SQLite has no enum types.
      take(`${set.name} tables`, compare(withoutDatabase(tablesOfLite(oracle.sql), oracle.model), withoutViews(set)));
      continue;
    }
    // The server has the extensions' types without them.
    const sql = withShapes(oracle.sql.replace(/^CREATE EXTENSION .*$/gm, ''));
    const { catalog, errors } = catalogOf([['migration', sql]], { schemas });
    if (errors.length) wrong.push(...errors.map((it) => `${set.name}: ${it}`));
    else take(`${set.name} catalog`, compare(withoutDatabase(catalog, oracle.model), withoutViews(set)));
  }
  return [...wrong, ...unannounced(tallies, announced)];
}

/** The dump as Prisma's data model has it: keys for names, relations, which fields have a value of their own. */
function compareModel(oracle, set) {
  const { model } = oracle;
  const byName = new Map(model.models.map((it) => [it.name, it]));
  const read = new Map(set.tables.map((it) => [it.export, it]));
  const known = model.models.filter((it) => read.has(it.name));
  const composites = new Set(model.types.map((it) => it.name));
  const tables = model.models.map((it) => modelTable(it, oracle, composites));
  // Only what Prisma's client knows is compared: a join table, an ignored model or field is the catalog's matter.
  const dumped = set.tables.filter((it) => byName.has(it.export)).map((it) => withoutIgnored(it, byName.get(it.export)));
  const relations = known.flatMap((it) => relationsOf(it, byName));
  const named = new Set(known.map(tableName));
  return compare(
    { tables, enums: model.enums.map((it) => ({ name: it.dbName ?? it.name, values: it.values.map((value) => value.dbName ?? value.name) })), relations },
    { ...set, tables: dumped, relations: set.relations.filter((it) => named.has(it.table)) },
  );
}

function modelTable(model, oracle, composites) {
  const fields = model.fields.filter((it) => it.kind !== 'object' || composites.has(it.type));
  const column = new Map(fields.map((it) => [it.name, columnName(it)]));
  const names = (list) => list.map((it) => column.get(it));
  const primaryKey = model.primaryKey ? names(model.primaryKey.fields) : fields.filter((it) => it.isId).map(columnName);
  // A unique of one field is the field's, also if the model states it.
  const uniques = [...fields.filter((it) => it.isUnique).map((it) => [columnName(it)]), ...model.uniqueFields.filter((it) => it.length > 1).map(names)];
  return {
    name: tableName(model),
    schema: model.schema ?? null,
    kind: oracle.views.includes(model.name) ? 'view' : 'table',
    columns: fields.map((it) => ({
      name: columnName(it),
      key: it.name,
      nullable: !it.isRequired || it.isList,
      default: hasValue(it),
      primary: primaryKey.includes(columnName(it)),
      unique: uniques.some((unique) => unique.length === 1 && unique[0] === columnName(it)),
    })),
    primaryKey,
    uniques: uniques.map((columns) => ({ name: null, columns })),
    // Where the engine makes a database, that tells more.
    foreignKeys: oracle.database ? undefined : foreignKeysOf(model, oracle, names),
    indexes: oracle.database ? undefined : indexesOf(model, oracle, column),
    // Prisma has no checks and no policies.
    checks: 0,
    rls: false,
    policies: [],
  };
}

/** The keys behind the relations of `model`; an action that nobody states is the one that Prisma takes. */
function foreignKeysOf(model, oracle, names) {
  if (!oracle.hasForeignKeys) return [];
  const others = new Map(oracle.model.models.map((it) => [it.name, it]));
  return model.fields.filter((it) => it.relationFromFields?.length).map((it) => {
    const target = others.get(it.type);
    const columns = new Map(target.fields.map((field) => [field.name, columnName(field)]));
    const action = (stated) => stated?.replace(/(?<=.)[A-Z]/g, ' $&').toLowerCase();
    return {
      columns: names(it.relationFromFields),
      table: tableName(target),
      schema: target.schema ?? null,
      references: it.relationToFields.map((field) => columns.get(field)),
      onDelete: action(it.relationOnDelete) ?? (it.isRequired ? 'restrict' : 'set null'),
      onUpdate: action(it.relationOnUpdate) ?? 'cascade',
    };
  });
}

function indexesOf(model, oracle, column) {
  const own = oracle.model.indexes.filter((it) => it.model === model.name && ['normal', 'fulltext'].includes(it.type));
  return own.map((it) => ({ name: it.dbName ?? null, columns: it.fields.map((field) => column.get(field.name) ?? field.name), unique: false, partial: false }));
}

/** True if the field has a default of its own; an empty `dbgenerated()` says that there may be one. */
function hasValue(field) {
  if (field.default?.name === 'dbgenerated' && !field.default.args?.length) return undefined;
  return field.hasDefaultValue;
}

function withoutIgnored(table, model) {
  const fields = new Set(model.fields.map((it) => it.name));
  // Of a key that is stated to be unique, the client knows only that it is the key.
  const isKey = (columns) => columns.length === 1 && table.primaryKey.length === 1 && columns[0] === table.primaryKey[0];
  const columns = table.columns.filter((it) => fields.has(it.key));
  return {
    ...table,
    columns: columns.map((it) => ({ ...it, unique: it.unique && !isKey([it.name]) })),
    uniques: table.uniques.filter((it) => !isKey(it.columns)),
  };
}

function relationsOf(model, byName) {
  const relations = model.fields.filter((it) => it.kind === 'object' && byName.has(it.type));
  return relations.map((it) => ({ table: tableName(model), name: it.name, kind: it.isList ? 'many' : 'one', to: tableName(byName.get(it.type)) }));
}

/** No migration makes views: the data model alone tells of them. */
function withoutViews(set) {
  return { ...set, tables: set.tables.filter((it) => it.kind === 'table') };
}

/** The catalog, with the defaults that Prisma's client gives. */
function withoutDatabase(catalog, model) {
  const given = new Set(model.models.flatMap((it) => it.fields.filter((field) => field.hasDefaultValue).map((field) => `${tableName(it)}.${columnName(field)}`)));
  const filled = (table) => (it) => ({ ...it, default: it.default || given.has(`${table.name}.${it.name}`) });
  const tables = catalog.tables.map((it) => withUniques(it)).map((table) => ({ ...table, columns: table.columns.map(filled(table)) }));
  return { ...catalog, tables };
}

/** `@unique` is a constraint to its reader, and Prisma's engine makes an index of it. */
function withUniques(table) {
  const isUnique = (it) => it.unique && !it.partial && !it.columns.includes('<expr>');
  const made = table.indexes.filter(isUnique);
  const alone = new Set(made.filter((it) => it.columns.length === 1).map((it) => it.columns[0]));
  return {
    ...table,
    columns: table.columns.map((it) => ({ ...it, unique: it.unique || alone.has(it.name) })),
    uniques: [...table.uniques, ...made.map(({ name, columns }) => ({ name, columns }))],
    indexes: table.indexes.filter((it) => !isUnique(it)),
  };
}
