// Packs the extension with a server inside: schemark-<target>.vsix.
// usage: node scripts/package.mjs [--bin PROGRAM] [--target linux-x64] [--out FILE]
// Without --bin, the release build of the server is made first.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { build } from 'esbuild';

const here = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const root = path.resolve(here, '../..');
const { values } = parseArgs({
  options: {
    bin: { type: 'string' },
    target: { type: 'string', default: `${process.platform}-${process.arch}` },
    out: { type: 'string' },
  },
});
const out = path.resolve(values.out ?? path.join(here, `schemark-${values.target}.vsix`));

putServer(path.resolve(values.bin ?? releaseBuild()));
const bundle = await build({
  entryPoints: [path.join(here, 'src/extension.ts')],
  outfile: path.join(here, 'dist/extension.js'),
  bundle: true,
  minify: true,
  metafile: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  absWorkingDir: here,
  logLevel: 'warning',
});
fs.copyFileSync(path.join(root, 'server/schemark.schema.json'), path.join(here, 'dist/schemark.schema.json'));
fs.writeFileSync(path.join(here, 'LICENSE.txt'), licences(bundle.metafile));
const vsce = path.join(here, 'node_modules/@vscode/vsce/vsce');
const flags = ['package', '--no-dependencies', '--target', values.target, '--out', out];
execFileSync(process.execPath, [vsce, ...flags], { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] });
console.log(out);

function putServer(binary) {
  const folder = path.join(here, 'server');
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder);
  const copy = path.join(folder, values.target.startsWith('win32') ? 'schemark.exe' : 'schemark');
  fs.copyFileSync(binary, copy);
  fs.chmodSync(copy, 0o755);
}

function releaseBuild() {
  const args = ['build', '--release', '--package', 'schemark', '--message-format', 'json'];
  const said = execFileSync('cargo', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'inherit'] });
  const built = said.split('\n').filter(Boolean).map((line) => JSON.parse(line)).findLast((it) => it.executable);
  return built.executable;
}

// The bundle holds other people's code: their licences travel with it.
function licences(metafile) {
  const inside = (input) => input.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/)?.[0];
  const packages = [...new Set(Object.keys(metafile.inputs).map(inside).filter(Boolean))].sort();
  const ours = ['LICENSE-MIT', 'LICENSE-APACHE'].map((file) => fs.readFileSync(path.join(root, file), 'utf8'));
  const theirs = packages.map((folder) => {
    const file = fs.readdirSync(path.join(here, folder)).find((it) => /^licen[cs]e/i.test(it));
    if (!file) throw new Error(`${folder} has no licence file`);
    return `${path.basename(folder)}\n\n${fs.readFileSync(path.join(here, folder, file), 'utf8')}`;
  });
  return ['schemark is licensed under either of the following, at your choice.', ...ours, ...theirs].join(`\n${'-'.repeat(80)}\n`);
}
