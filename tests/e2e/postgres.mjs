// A throw-away PostgreSQL 15 on a Unix socket.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const programs = process.env.PG_BIN ?? '/usr/lib/postgresql/15/bin';

/** Runs `sql` in an empty database and returns what `query` then prints, one row a line. */
export function applySql(sql, query) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'schemark-pg-'));
  const data = path.join(folder, 'data');
  // PostgreSQL refuses to run as root.
  const user = process.getuid() === 0 ? { uid: number('-u'), gid: number('-g') } : {};
  if (user.uid) fs.chownSync(folder, user.uid, user.gid);
  const run = (program, args, input) =>
    execFileSync(path.join(programs, program), args, { cwd: folder, encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: process.env.PATH, HOME: folder }, ...user });
  const psql = ['-h', folder, '-U', 'postgres', '-X', '-q', '-At', '-v', 'ON_ERROR_STOP=1'];
  run('initdb', ['-D', data, '-A', 'trust', '-U', 'postgres', '--no-sync']);
  // pg_ctl leaves its child behind with our pipes: its output goes to a file, or we would wait for ever.
  const start = ['-D', data, '-w', '-l', path.join(folder, 'log'), '-o', `-k ${folder} -c listen_addresses='' -c fsync=off`, 'start'];
  execFileSync(path.join(programs, 'pg_ctl'), start, { cwd: folder, stdio: 'ignore', env: { PATH: process.env.PATH, HOME: folder }, ...user });
  try {
    run('psql', [...psql, '--single-transaction', '-f', '-'], sql);
    return run('psql', [...psql, '-c', query]).trim().split('\n').filter(Boolean);
  } finally {
    run('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function number(flag) {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
}
