// node bundle.mjs ROOT FOLDER OUT <ENTRY: bundles a module that stands in FOLDER; prints which imports became stubs.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const tools = path.join(import.meta.dirname, '../../e2e');
const esbuild = createRequire(createRequire(path.join(tools, 'package.json')).resolve('drizzle-kit'))('esbuild');
const [root, folder, outfile] = process.argv.slice(2);
const stubs = new Set();

// Builtin modules that neither read nor send anything.
const harmless = /^(node:)?(path|url|crypto|util|process|buffer|assert|os|events)$/;

const answersEverything = `
  const itself = new Proxy(function () {}, {
    get: (_, key) => key === Symbol.toPrimitive ? () => 'stub' : key === Symbol.iterator ? function* () {} : key === 'then' ? undefined
      : key === '__esModule' ? true : itself,
    apply: () => itself,
    construct: () => itself,
    has: () => true,
  });
  module.exports = Object.create(itself);`;
// drizzle-orm 0.45 does not have what only 1.0 has; nothing of it is compared.
const newer = `export * from 'drizzle-orm'; export const defineRelations = () => ({}); export const defineRelationsPart = () => ({});`;

const plugin = {
  name: 'oracle',
  setup(build) {
    build.onResolve({ filter: /.*/ }, async (asked) => {
      if (asked.pluginData === 'plain' || asked.kind === 'entry-point') return undefined;
      const specifier = asked.path.replace(/^npm:((?:@[^/]+\/)?[^/@]+)(?:@[^/]+)?/, '$1');
      if (specifier === 'drizzle-kit') return { path: specifier, namespace: 'kit' };
      if (specifier === 'drizzle-orm' && asked.namespace !== 'newer') return { path: specifier, namespace: 'newer' };
      const plain = (name, resolveDir) => build.resolve(name, { resolveDir, importer: asked.importer, kind: asked.kind, pluginData: 'plain' });
      if (/^drizzle-orm(\/|$)/.test(specifier)) return plain(specifier, tools);
      const found = await plain(asked.path, asked.resolveDir);
      if (!found.errors.length && !(found.external && !harmless.test(found.path))) return found;
      const inWorkspace = workspacePackage(specifier);
      if (inWorkspace) return { path: inWorkspace };
      stubs.add(asked.path);
      return { path: asked.path, namespace: 'stub' };
    });
    build.onLoad({ filter: /.*/, namespace: 'kit' }, () => ({ contents: 'export const defineConfig = (it) => it;', loader: 'js' }));
    build.onLoad({ filter: /.*/, namespace: 'newer' }, () => ({ contents: newer, loader: 'js', resolveDir: tools }));
    build.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: answersEverything, loader: 'js' }));
  },
};

/** The file that `specifier` names in a package of this repository. */
function workspacePackage(specifier) {
  const [, name, rest] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(specifier) ?? [];
  const manifest = manifests().get(name);
  if (!manifest) return undefined;
  const { exports: list, main } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  const key = rest ? `./${rest}` : '.';
  const choices = [typeof list === 'string' ? { '.': list } : (list ?? {})].map((it) => it[key] ?? starred(it, key));
  const target = choices.map(inner)[0] ?? (rest ? `./${rest}` : (main ?? './index'));
  const whole = path.join(path.dirname(manifest), target);
  const tries = [whole, `${whole}.ts`, `${whole}.js`, `${whole}/index.ts`, whole.replace(/\/index$/, '/src/index.ts')];
  return tries.find((it) => fs.existsSync(it) && fs.statSync(it).isFile());
}

const starred = (list, key) => {
  for (const [pattern, target] of Object.entries(list)) {
    const [start, end] = pattern.split('*');
    if (end !== undefined && key.startsWith(start) && key.endsWith(end)) {
      const middle = key.slice(start.length, key.length - end.length);
      return JSON.parse(JSON.stringify(target).replaceAll('*', middle));
    }
  }
  return undefined;
};
const inner = (it) => (it && typeof it === 'object' ? inner(it.development ?? it.import ?? it.default ?? it.types) : it);

let known;
function manifests() {
  if (known) return known;
  known = new Map();
  const look = (at, depth) => {
    for (const it of fs.readdirSync(at, { withFileTypes: true })) {
      const inside = path.join(at, it.name);
      if (it.isDirectory() && depth < 5 && it.name !== 'node_modules' && !it.name.startsWith('.')) look(inside, depth + 1);
      if (it.isFile() && it.name === 'package.json') known.set(JSON.parse(fs.readFileSync(inside, 'utf8')).name, inside);
    }
  };
  look(root, 0);
  return known;
}

const url = JSON.stringify(`file://${folder}/drizzle.config.ts`);
const here = `import { createRequire as oracleRequire } from 'node:module'; const require = oracleRequire(import.meta.url); const oracleUrl = ${url};`;
const silent = "delete globalThis.fetch; delete globalThis.WebSocket; globalThis.Deno ??= { args: [], env: { get: (name) => process.env[name] ?? 'none' } };";
await esbuild.build({
  stdin: { contents: fs.readFileSync(0, 'utf8'), resolveDir: folder, loader: 'js' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  outfile,
  // The bundle stands elsewhere than what it was made of.
  define: {
    ...Object.fromEntries(['__dirname', 'import.meta.dirname'].map((it) => [it, JSON.stringify(folder)])),
    'import.meta.url': 'oracleUrl',
  },
  plugins: [plugin],
  logLevel: 'silent',
  banner: { js: here + silent },
}).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
console.log(JSON.stringify([...stubs]));
