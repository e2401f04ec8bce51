// Asks Prisma, in a process of its own.

import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** PostGIS is not there: each of its types is one of its own, called as PostGIS prints it. */
export function withShapes(sql) {
  const made = new Set();
  const named = sql.replace(/\b(geometry|geography)\(([^)]*)\)/gi, (_, type, size) => {
    const name = `"${type.toLowerCase()}(${size.replaceAll(' ', '')})"`;
    made.add(name);
    return name;
  });
  return [...[...made].map((it) => `CREATE DOMAIN ${it} AS text;`), named].join('\n');
}

/** What Prisma itself makes of the schema in `files`: see `inspect.mjs`. */
export function inspect(files, host) {
  const script = path.join(import.meta.dirname, 'inspect.mjs');
  const done = spawnSync(process.execPath, ['--no-warnings', script, ...files], { encoding: 'utf8', maxBuffer: 256 << 20, env: { ...process.env, PGHOST: host } });
  return done.status === 0 ? JSON.parse(done.stdout) : { error: done.stderr.slice(0, 2000) };
}
