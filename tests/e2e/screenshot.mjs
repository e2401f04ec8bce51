// Takes the picture in the extension's README in a real VS Code: a finding in a story and its quick-fix menu.
// usage: SCHEMARK=target/release/schemark node tests/e2e/screenshot.mjs [OUT.png]

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { packExtension, startBrowser, startServer } from './vscode-session.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const out = path.resolve(process.argv[2] ?? path.join(root, 'editors/vscode/images/quick-fix.png'));
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'schemark-picture-'));
const workspace = path.join(scratch, 'tool-library');
fs.cpSync(path.join(root, 'tests/workspaces/demo'), workspace, { recursive: true });
const story = path.join(workspace, 'docs/product/user-stories/pay-a-late-fee.md');

const vsix = packExtension(path.resolve(process.env.SCHEMARK), path.join(scratch, 'schemark.vsix'));
const settings = {
  'workbench.colorTheme': 'Default Light Modern',
  'editor.minimap.enabled': false,
  'editor.wordWrap': 'on',
  'editor.fontSize': 15,
  'editor.lightbulb.enabled': 'off',
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.statusBar.visible': true,
  'breadcrumbs.enabled': false,
};
const server = await startServer({ scratch, vsix, settings });
const browser = await startBrowser();
try {
  const page = await (await browser.newContext({ viewport: { width: 1000, height: 680 }, colorScheme: 'light' })).newPage();
  page.setDefaultTimeout(60_000);
  const payload = JSON.stringify([['openFile', `vscode-remote://${server.authority}${story}`], ['skipWelcome', 'true']]);
  await page.goto(`http://${server.authority}/?folder=${workspace}&payload=${encodeURIComponent(payload)}`);
  await page.locator('.cdr.squiggly-warning').first().waitFor();
  await page.locator('.editor-instance').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+KeyB'); // No side bar: the text is what matters.
  await page.keyboard.press('Control+Shift+KeyM'); // The problems of the whole workspace.
  await page.locator('.markers-panel .monaco-list-row').first().waitFor();
  await page.keyboard.press('Control+Digit1');
  await page.keyboard.press('Control+KeyF');
  await page.keyboard.type('late_fees');
  await page.waitForTimeout(500);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowLeft'); // A selection would add its own entries to the menu.
  await page.waitForTimeout(1500);
  await page.keyboard.press('Control+Period');
  await page.locator('.action-widget').getByText('Create table').first().waitFor();
  await page.waitForTimeout(500);
  fs.mkdirSync(path.dirname(out), { recursive: true });
  await page.screenshot({ path: out });
  console.log(`${out}: ${fs.statSync(out).size} bytes`);
} catch (error) {
  await browser.contexts()[0]?.pages()[0]?.screenshot({ path: path.join(scratch, 'failed.png') });
  console.error(`see ${scratch}/failed.png`);
  throw error;
} finally {
  await browser.close();
  server.stop();
}
fs.rmSync(scratch, { recursive: true, force: true });
