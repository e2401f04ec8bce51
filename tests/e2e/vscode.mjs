// Packs the extension, installs it in a real VS Code, and runs vscode-driver/index.js in its extension host.
// SCHEMARK: the program; WORKSPACE: a copy of tests/workspaces/demo; SCRATCH: a folder.

import fs from 'node:fs';
import path from 'node:path';

import { packExtension, patience, startBrowser, startServer, until, writeSettings } from './vscode-session.mjs';

const { SCHEMARK: binary, WORKSPACE: workspace, SCRATCH: scratch } = process.env;
const result = path.join(scratch, 'result.json');
const driver = path.join(scratch, 'driver');
fs.cpSync(path.join(import.meta.dirname, 'vscode-driver'), driver, { recursive: true });
fs.writeFileSync(path.join(driver, 'task.json'), JSON.stringify({ workspace, result }));

const vsix = packExtension(binary, path.join(scratch, 'schemark.vsix'));
const server = await startServer({ scratch, vsix });
const remote = `vscode-remote://${server.authority}`;
const browser = await startBrowser();
try {
  const payload = [
    ['extensionDevelopmentPath', `${remote}${driver}`],
    ['extensionTestsPath', `${remote}${driver}/index.js`],
    ['skipWelcome', 'true'],
  ];
  const page = await newPage();
  await page.goto(`http://${server.authority}/?folder=${workspace}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
  await until(() => fs.existsSync(result) && fs.statSync(result).size > 0, 'the test inside VS Code to end', 2 * patience);
  const { ok, passed, error, version } = JSON.parse(fs.readFileSync(result, 'utf8'));
  for (const what of passed) console.log(`ok ${what}`);
  if (!ok) throw new Error(`${error}\n${extensionLog()}`);
  await page.close();
  await saysWhatIsMissing();
  console.log(`VS Code ${version}`);
} finally {
  await browser.close();
  server.stop();
}

async function newPage() {
  const page = await browser.newPage();
  page.setDefaultTimeout(patience);
  return page;
}

/** A person who names a program that is not there is told which, and offered the settings. */
async function saysWhatIsMissing() {
  writeSettings(scratch, { 'schemark.server.path': '/nowhere/schemark' });
  const page = await newPage();
  const story = `${remote}${workspace}/docs/product/user-stories/borrow-a-tool.md`;
  await page.goto(`http://${server.authority}/?folder=${workspace}&payload=${encodeURIComponent(JSON.stringify([['openFile', story]]))}`);
  const toast = page.locator('.notification-toast', { hasText: 'there is no program at /nowhere/schemark' });
  await toast.getByText('Open settings').waitFor();
  console.log('ok a missing program is named, with a way to the settings');
}

/** What the extension said in its output channel. */
function extensionLog() {
  const logs = path.join(scratch, 'data/data/logs');
  const files = fs.existsSync(logs) ? fs.readdirSync(logs, { recursive: true }) : [];
  return files
    .filter((file) => /schemark|remoteexthost\.log/i.test(file) && file.endsWith('.log'))
    .map((file) => `--- ${file}\n${fs.readFileSync(path.join(logs, file), 'utf8').slice(-4000)}`)
    .join('\n');
}
