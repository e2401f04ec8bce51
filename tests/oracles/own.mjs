// The databases that schemas lead to, each by its own tool.

import fs from 'node:fs';
import path from 'node:path';

import { exported } from './dbml-export.mjs';
import { configsIn, evaluate } from './drizzle-orm/load.mjs';
import { inspect, withShapes } from './prisma-engine/ask.mjs';
import { closest, dumpModel } from './schemark.mjs';
import { hostedPostgres, isSqlite, postgres, sqlite, sqliteOf } from './sql-files.mjs';

/**
 * Each set of the repository in `folder` with the product that it is for and what a database of it holds; where that
 * product is not here, what schemark says, which the oracle of the dialect compares with the dialect's own tool.
 */
export function ownDatabases(folder, catalogOf, host) {
  const sets = dumpModel(folder);
  const drizzle = sets.filter((it) => it.dialect === 'drizzle');
  const evaluated = drizzle.length ? configsIn(folder).map((it) => evaluate(folder, it)).filter((it) => !it.error) : [];
  const found = [];
  for (const oracle of evaluated) {
    const set = closest(drizzle, oracle.tables);
    if (!set) continue;
    drizzle.splice(drizzle.indexOf(set), 1);
    found.push({ set, ...ofDrizzle(oracle, set, catalogOf) });
  }
  for (const set of sets) {
    const { dialect } = set;
    if (dialect === 'prisma') found.push({ set, ...ofPrisma(folder, set, catalogOf, host) });
    if (dialect === 'sql') found.push({ set, ...ofSql(folder, set, catalogOf) });
    if (dialect === 'dbml') found.push({ set, ...ofDbml(folder, set, catalogOf) });
  }
  const plain = (sql) => sql.replace(/^CREATE EXTENSION .*$/gm, '');
  const here = ['postgresql', 'sqlite', 'mysql'];
  return found.filter((it) => here.includes(it.database)).map((it) => ({ folder, shapes: it.set.dialect === 'prisma' ? (sql) => withShapes(plain(sql)) : plain, ...it }));
}

function ofDrizzle(oracle, set, catalogOf) {
  if (oracle.database === 'sqlite' && oracle.sql) return { database: 'sqlite', ...sound(sqliteOf(oracle.sql.join('\n'))) };
  if (oracle.sql === undefined) return { database: oracle.database, catalog: set };
  const schemas = [...new Set(oracle.tables.map((it) => it.schema).filter(Boolean))];
  const made = schemas.map((it) => `CREATE SCHEMA IF NOT EXISTS "${it}";`);
  const sql = [...made, ...oracle.sql].join('\n').replaceAll('CREATE SCHEMA "', 'CREATE SCHEMA IF NOT EXISTS "');
  return { database: 'postgresql', ...sound(hostedPostgres(sql, set, catalogOf)) };
}

function ofPrisma(folder, set, catalogOf, host) {
  const oracle = inspect(set.files.filter((it) => it.endsWith('.prisma')).map((it) => path.join(folder, it)), host);
  if (oracle.error) throw new Error(`${set.name}: Prisma refuses it: ${oracle.error}`);
  if (oracle.database === 'sqlite') return { database: 'sqlite', ...sound(sqliteOf(oracle.sql)) };
  if (!oracle.sql) return { database: oracle.provider, catalog: set };
  return { database: 'postgresql', ...sound(hostedPostgres(withShapes(oracle.sql.replace(/^CREATE EXTENSION .*$/gm, '')), set, catalogOf)) };
}

function ofSql(folder, set, catalogOf) {
  const files = set.files.filter((it) => it.endsWith('.sql'));
  const isLite = files.some((it) => isSqlite(fs.readFileSync(path.join(folder, it), 'utf8')));
  return isLite ? { database: 'sqlite', ...sqlite(folder, files) } : { database: 'postgresql', ...postgres(folder, files, set, catalogOf) };
}

function ofDbml(folder, set, catalogOf) {
  const { sql, error } = exported(set.files.map((it) => fs.readFileSync(path.join(folder, it), 'utf8')).join('\n'));
  if (error) throw new Error(`${set.name}: ${error}`);
  return { database: 'postgresql', ...sound(hostedPostgres(sql, set, catalogOf)) };
}

function sound(answer) {
  if (answer.errors.length) throw new Error(answer.errors.join('; '));
  return answer;
}
