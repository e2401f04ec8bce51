// What a PostgreSQL database contains after some SQL, as `catalog.sql` prints it.

import fs from 'node:fs';
import path from 'node:path';

import { withPostgres } from '../e2e/postgres.mjs';

const query = fs.readFileSync(path.join(import.meta.dirname, 'catalog.sql'), 'utf8');
const definitions = fs.readFileSync(path.join(import.meta.dirname, 'definitions.sql'), 'utf8');

// Types that extensions bring: nothing of them is used but their names and sizes.
const sized = ['vector', 'halfvec', 'sparsevec'];
const prelude = sized.map((name) => `
create type ${name};
create function ${name}_in(cstring, oid, integer) returns ${name} language internal immutable strict as 'varcharin';
create function ${name}_out(${name}) returns cstring language internal immutable strict as 'varcharout';
create type ${name} (input = ${name}_in, output = ${name}_out, typmod_in = varchartypmodin, typmod_out = varchartypmodout, like = varchar);
`).join('') + sized.map((name) => `
create function ${name}_order(${name}, ${name}) returns integer language internal immutable strict as 'bttextcmp';
`).join('') + sized.flatMap((name) => ['l2', 'cosine', 'ip', 'l1'].map((distance, at) => `
create operator class ${name}_${distance}_ops ${at ? '' : 'default'} for type ${name} using btree as function 1 ${name}_order(${name}, ${name});
`)).join('') + ['geometry', 'geography'].map((name) => `create domain ${name} as text;\n`).join('') + ['citext', 'pg_trgm', 'btree_gin', 'ltree', 'hstore', 'pgcrypto', '"uuid-ossp"'].map((it) => `create extension if not exists ${it};\n`).join('');

/** One throw-away server for many databases: `use` gets a function from named steps of SQL to a catalog and the errors met, and the server's host. */
export function withCatalogs(use) {
  let databases = 0;
  return withPostgres((psql, host) => {
    psql('template1', ['-f', '-'], `create schema oracle_extensions; set search_path = oracle_extensions, public; ${prelude}
      alter database template1 set search_path = "$user", public, oracle_extensions;`);
    return use((steps, options = {}) => {
      const database = `oracle_${databases++}`;
      psql('postgres', ['-c', `create database ${database}`, '-c', `alter database ${database} set search_path = "$user", public, oracle_extensions`]);
      const errors = [];
      for (const [name, sql] of steps) {
        try {
          const said = psql(database, ['-v', `ON_ERROR_STOP=${options.goOn ? 0 : 1}`, '-f', '-'], sql, options.goOn);
          if (options.goOn) errors.push(...said.split('\n').filter((it) => /ERROR:/.test(it)).map((it) => `${name}: ${it}`));
        } catch (error) {
          const lines = String(error.stderr ?? error).trim().split('\n');
          errors.push(`${name}: ${lines.filter((it) => !/NOTICE:/.test(it)).join('\n')}`);
        }
      }
      const kept = (options.schemas ?? []).map((it) => `${it},`).join('');
      const catalog = JSON.parse(psql(database, ['-v', `kept=${kept}`, '-f', '-'], query));
      if (options.definitions) catalog.definitions = JSON.parse(psql(database, ['-f', '-'], definitions)) ?? [];
      // Each takes eight megabytes: a run over hundreds of schemas would fill the disk.
      psql('postgres', ['-c', `drop database ${database}`]);
      return { catalog, errors };
    }, host);
  });
}
