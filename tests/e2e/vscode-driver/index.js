// The test inside VS Code's extension host, next to the installed extension. Its result goes to a file.

const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

const patience = 60_000; // The machine may be busy with other tests; nothing here measures time.
const { workspace, result } = JSON.parse(fs.readFileSync(path.join(__dirname, 'task.json'), 'utf8'));
const passed = [];

exports.run = async () => {
  try {
    await test();
    fs.writeFileSync(result, JSON.stringify({ ok: true, passed, version: vscode.version }));
  } catch (error) {
    fs.writeFileSync(result, JSON.stringify({ ok: false, passed, error: String(error?.stack ?? error) }));
    throw error;
  }
};

async function test() {
  const extension = vscode.extensions.getExtension('schemark.schemark');
  expect('the packaged extension is installed', extension && !extension.extensionPath.includes('editors/vscode'));

  const story = await open('docs/product/user-stories/pay-a-late-fee.md');
  const finding = await waitFor('the missing table is shown', () => findings(story, 'unknown-table', 'late_fees')[0]);
  expect('it is a warning by schemark', finding.severity === vscode.DiagnosticSeverity.Warning && finding.source === 'schemark');
  expect('its code is a link to the rule', codeOf(finding) === 'unknown-table');
  expect('a suppressed finding is not shown', findings(story, 'unknown-table', 'payment_intents').length === 0);

  const mention = placeOf(story, '`reservations`').translate(0, 3);
  // The server may answer that its content was just modified; a person then asks again.
  await waitFor('hover shows the table with its columns', async () => {
    const hovers = await vscode.commands.executeCommand('vscode.executeHoverProvider', story.uri, mention);
    return hovers.flatMap((hover) => hover.contents.map((it) => it.value ?? it)).join('\n').includes('wanted_on');
  });
  await waitFor('definition leads to the schema', async () => {
    const places = await vscode.commands.executeCommand('vscode.executeDefinitionProvider', story.uri, mention);
    return (places[0]?.targetUri ?? places[0]?.uri)?.path.endsWith('packages/db/src/schema/reservation.ts');
  });

  // Markers reach the provider of code actions a moment after getDiagnostics() sees them.
  const create = await waitFor('the quick fix is offered', async () => {
    const actions = await vscode.commands.executeCommand('vscode.executeCodeActionProvider', story.uri, finding.range, 'quickfix', 20);
    return actions.find((it) => it.title.startsWith('Create table') && it.title.includes('late_fees') && it.edit);
  });
  expect('it changes several files', create.edit.entries().length >= 2);
  expect('it applies', await vscode.workspace.applyEdit(create.edit));
  await waitFor('the finding goes', () => findings(story, 'unknown-table', 'late_fees').length === 0);
  for (const [uri] of create.edit.entries()) {
    const changed = await vscode.workspace.openTextDocument(uri);
    await waitFor(`${path.basename(uri.path)} is saved`, async () => !changed.isDirty || (await changed.save()));
  }
  const file = read('packages/db/src/schema/late-fee.ts');
  expect('the table has a file of its own', file.includes('pgTable(') && file.includes('late_fees'));
  expect('its foreign key is there', file.includes('loans.id'));
  expect('the barrel exports it', read('packages/db/src/schema/index.ts').includes('late-fee'));

  await vscode.commands.executeCommand('schemark.restart');
  await type(story, '\nFees are counted in the `fee_totals` table.\n');
  await waitFor('after a restart typing shows a new finding', () => findings(story, 'unknown-table', 'fee_totals').length === 1);
  expect('the created table is still known', findings(story, 'unknown-table', 'late_fees').length === 0);
}

function expect(what, holds) {
  if (!holds) throw new Error(`does not hold: ${what}`);
  passed.push(what);
}

async function waitFor(what, holds) {
  const start = Date.now();
  for (;;) {
    // The editor takes a question back when something changes meanwhile: a person then asks again.
    const value = await Promise.resolve().then(holds).catch((error) => {
      if (!/cancell?ed/i.test(String(error))) throw error;
    });
    if (value) {
      passed.push(what);
      return value;
    }
    if (Date.now() - start > patience) throw new Error(`waited in vain for: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

async function open(file) {
  const document = await vscode.workspace.openTextDocument(path.join(workspace, file));
  await vscode.window.showTextDocument(document);
  return document;
}

function findings(document, rule, name) {
  const all = vscode.languages.getDiagnostics(document.uri);
  return all.filter((it) => codeOf(it) === rule && it.message.includes(`\`${name}\``));
}

function codeOf(diagnostic) {
  return diagnostic.code?.value ?? diagnostic.code;
}

function placeOf(document, needle) {
  return document.positionAt(document.getText().indexOf(needle));
}

function type(document, text) {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, text);
  return vscode.workspace.applyEdit(edit);
}

function read(file) {
  return fs.readFileSync(path.join(workspace, file), 'utf8');
}
