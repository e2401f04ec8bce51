// Runs a `drizzle.config.*` and the schema it names, as drizzle-kit would, and gives what drizzle-orm says of them.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const tools = path.join(import.meta.dirname, '../../e2e');
const require = createRequire(path.join(tools, 'package.json'));

const skipped = new Set(['node_modules', 'dist', 'build', '.git', '.next', 'target']);

/** Every config of drizzle-kit below `folder`: by its name, or by what it imports. Those for tests are none. */
export function configsIn(folder) {
  return filesIn(folder).filter((it) => {
    const name = path.basename(it);
    if (!/\.config(\.[\w-]+)*\.[cm]?[jt]s$/.test(name) || /\.(test|spec)\./.test(name)) return false;
    return /^drizzle[\w-]*\.config\.[cm]?[jt]s$/.test(name) || /(from|import|require\(|import\()\s*['"](npm:)?drizzle-kit[@'"]/.test(fs.readFileSync(it, 'utf8'));
  });
}

function filesIn(folder) {
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((it) => {
    const inside = path.join(folder, it.name);
    if (it.isDirectory()) return skipped.has(it.name) ? [] : filesIn(inside);
    return it.isFile() ? [inside] : [];
  });
}

/**
 * What drizzle-orm says of the schema that `config` names: tables, enums and relations shaped like the dump's, for
 * PostgreSQL the SQL that drizzle-kit makes of them, and the packages that a stub stood in for.
 */
export function evaluate(root, config) {
  const settings = run(root, `import config from ${JSON.stringify(config)};
    export const answer = config.default ?? config;`, path.dirname(config));
  if (settings.error) return settings;
  const { schema, casing, dialect } = settings.answer;
  const patterns = [schema].flat().filter((it) => typeof it === 'string');
  // drizzle-kit means the folder in which it is started.
  const files = [path.dirname(config), packageFolder(root, config), root].map((it) => schemaFiles(it, patterns)).find((it) => it.length) ?? [];
  if (!files.length) return { error: `no file is ${schema}` };
  // A module that asks for what only a running program has is left out; the tables it has are told by those it imports.
  const inspected = (kit) => run(root, `import { inspect } from ${JSON.stringify(path.join(import.meta.dirname, 'inspect.mjs'))};
    const failures = [];
    const modules = [];
    const take = (name, module) => module.then((it) => modules.push(it), (error) => failures.push(name + ': ' + error.message));
    ${files.map((it) => `await take(${JSON.stringify(path.relative(root, it))}, import(${JSON.stringify(it)}));`).join('\n')}
    if (!modules.length) throw new Error(failures[0]);
    export const answer = { ...await inspect(modules, ${JSON.stringify({ casing, dialect, kit })}), failures };`, path.dirname(config));
  let result = inspected(require.resolve('drizzle-kit/api'));
  // drizzle-kit refuses some schemas that drizzle-orm accepts (two indexes of one name).
  const refusal = result.error;
  if (refusal) result = inspected(undefined);
  return result.error ? result : { ...result.answer, stubs: result.stubs, refusal, asked: JSON.stringify([files, dialect]) };
}

/** The folder of the nearest package.json at or above `file`. */
function packageFolder(root, file) {
  let at = path.dirname(file);
  while (at.length > root.length && !fs.existsSync(path.join(at, 'package.json'))) at = path.dirname(at);
  return at;
}

/** The files that `patterns` mean in `folder`: files, folders with everything in them, globs. */
function schemaFiles(folder, patterns) {
  const found = patterns.flatMap((pattern) => {
    const whole = path.resolve(folder, pattern);
    if (!/[*{?[]/.test(pattern)) {
      if (!fs.existsSync(whole)) return [];
      return fs.statSync(whole).isDirectory() ? filesIn(whole) : [whole];
    }
    const matches = glob(whole);
    const start = whole.slice(0, whole.search(/[*{?[]/));
    return filesIn(start.slice(0, start.lastIndexOf('/'))).filter((it) => matches.test(it));
  });
  return [...new Set(found)].filter((it) => /\.([cm]?[jt]s|tsx)$/.test(it) && !it.endsWith('.d.ts'));
}

function glob(pattern) {
  const marks = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]', '{': '(?:', '}': ')', ',': '|' };
  return new RegExp(`^${pattern.replace(/\*\*\/|\*\*|[*?{},]|[.+^$()|\\]/g, (it) => marks[it] ?? `\\${it}`)}$`);
}

// Bundles `entry`, runs it with nothing but the right to read, and returns its `answer`.
function run(root, entry, folder) {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'schemark-drizzle-'));
  try {
    const bundle = path.join(place, 'bundle.mjs');
    // The bundler's plugins are asynchronous: it gets a process of its own.
    const built = spawnSync(process.execPath, [path.join(import.meta.dirname, 'bundle.mjs'), root, folder, bundle], { input: entry, encoding: 'utf8' });
    if (built.status !== 0) return { error: `it cannot be bundled: ${built.stderr.trim().slice(0, 2000)}` };
    const guard = ['--no-warnings', '--experimental-permission', '--allow-fs-read=*', '--stack-size=4000'];
    const script = `import(${JSON.stringify(bundle)}).then((it) => { process.stdout.write('\\n@@' + JSON.stringify(it.answer), () => process.exit(0)); }, (error) => { console.error(error); process.exit(1); })`;
    const done = spawnSync(process.execPath, [...guard, '-e', script], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 256 << 20,
      timeout: 60_000,
      env: { PATH: process.env.PATH, HOME: place, NODE_ENV: 'development', DATABASE_URL: 'postgres://nobody@localhost/none' },
    });
    if (done.status !== 0) return { error: `it fails: ${(done.stderr.trim() || done.stdout.trim()).slice(0, 2000)}` };
    return { answer: JSON.parse(done.stdout.slice(done.stdout.lastIndexOf('\n@@') + 3)), stubs: JSON.parse(built.stdout).sort() };
  } finally {
    fs.rmSync(place, { recursive: true, force: true });
  }
}
