// A throw-away PostgreSQL 15 on a Unix socket.

import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const programs = process.env.PG_BIN ?? '/usr/lib/postgresql/15/bin';

/** Runs `sql` in an empty database and returns what `query` then prints, one row a line. */
export function applySql(sql, query) {
  return withPostgres((psql) => {
    psql('postgres', ['--single-transaction', '-f', '-'], sql);
    return psql('postgres', ['-c', query]).trim().split('\n').filter(Boolean);
  });
}

/**
 * What `use` gives; it gets a function that runs psql in one of the server's databases, with more arguments and an input,
 * and returns what it prints, and the folder of the server's socket. The server is gone afterwards.
 */
export function withPostgres(use) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'schemark-pg-'));
  const data = path.join(folder, 'data');
  // PostgreSQL refuses to run as root.
  const user = process.getuid() === 0 ? { uid: number('-u'), gid: number('-g') } : {};
  if (user.uid) fs.chownSync(folder, user.uid, user.gid);
  const environment = { PATH: process.env.PATH, HOME: folder };
  const options = { cwd: folder, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'], env: environment, maxBuffer: 64 << 20, ...user };
  const run = (program, args, input) => execFileSync(path.join(programs, program), args, { ...options, input });
  const asked = (database, args) => ['-h', folder, '-U', 'postgres', '-d', database, '-X', '-q', '-At', '-v', 'ON_ERROR_STOP=1', ...args];
  const psql = (database, args, input, errorsToo = false) => {
    if (!errorsToo) return run('psql', asked(database, args), input);
    const done = spawnSync(path.join(programs, 'psql'), asked(database, args), { ...options, input });
    return done.stdout + done.stderr;
  };
  run('initdb', ['-D', data, '-A', 'trust', '-U', 'postgres', '--no-sync']);
  // pg_ctl leaves its child behind with our pipes: its output goes to a file, or we would wait for ever.
  const start = ['-D', data, '-w', '-l', path.join(folder, 'log'), '-o', `-k ${folder} -c listen_addresses='' -c fsync=off`, 'start'];
  execFileSync(path.join(programs, 'pg_ctl'), start, { cwd: folder, stdio: 'ignore', env: environment, ...user });
  try {
    return use(psql, folder);
  } finally {
    run('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function number(flag) {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
}
