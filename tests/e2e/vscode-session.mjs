// A real VS Code: its own server with the packaged extension installed, and its own workbench in a browser.

import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

import { chromium } from 'playwright-core';

const here = import.meta.dirname;
const root = path.resolve(here, '../..');
/** How long to wait for anything, in ms. The machine may be busy with other tests; nothing here measures time. */
export const patience = 120_000;
const server = path.join(here, 'vscode-server/node_modules/code-server/lib/vscode/out/server-main.js');

/** Packs the extension with `binary` inside; the vsix's path. */
export function packExtension(binary, out) {
  run(process.execPath, [path.join(root, 'editors/vscode/scripts/package.mjs'), '--bin', binary, '--out', out]);
  return out;
}

/** A server on a free port with `vsix` installed and nothing remembered; `stop()` ends it. */
export async function startServer({ scratch, vsix, settings = {} }) {
  const folders = ['--server-data-dir', path.join(scratch, 'data'), '--extensions-dir', path.join(scratch, 'extensions')];
  writeSettings(scratch, settings);
  run(process.execPath, [server, ...folders, '--accept-server-license-terms', '--install-extension', vsix]);
  const port = await freePort();
  const flags = ['--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--telemetry-level', 'off'];
  const log = fs.openSync(path.join(scratch, 'server.log'), 'w');
  const child = spawn(
    process.execPath,
    [server, ...folders, '--accept-server-license-terms', '--disable-workspace-trust', ...flags],
    { stdio: ['ignore', log, log] },
  );
  process.on('exit', () => child.kill()); // Also when this script fails.
  await until(() => answers(port), 'VS Code\'s server to answer');
  return { authority: `127.0.0.1:${port}`, stop: () => child.kill() };
}

/** The user's settings, which a page reads when it is loaded. */
export function writeSettings(scratch, settings) {
  const folder = path.join(scratch, 'data/data/User');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ 'workbench.startupEditor': 'none', ...settings }));
}

/** Debian's Chromium, or the one that $CHROMIUM names. */
export function startBrowser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const inPath = (name) => (process.env.PATH ?? '').split(':').map((it) => path.join(it, name)).find((it) => fs.existsSync(it));
  const executablePath = process.env.CHROMIUM ?? names.map(inPath).find(Boolean);
  if (!executablePath) throw new Error('Chromium is missing: run tests/e2e/setup');
  const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath, args: ['--no-sandbox', ...quiet], timeout: patience });
}

/** Waits until `holds()` is true. */
export async function until(holds, what, limit = patience) {
  const start = Date.now();
  while (!(await holds())) {
    if (Date.now() - start > limit) throw new Error(`waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

function run(program, args) {
  try {
    execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    throw new Error(`${program} ${args.join(' ')}\n${error.stdout}\n${error.stderr}`);
  }
}

function freePort() {
  return new Promise((done) => {
    const listener = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = listener.address();
      listener.close(() => done(port));
    });
  });
}

function answers(port) {
  return new Promise((done) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.destroy();
      done(true);
    });
    socket.on('error', () => done(false));
  });
}
