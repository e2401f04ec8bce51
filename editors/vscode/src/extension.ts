// The extension: finds the server, starts it, says clearly when it cannot, and starts it again when asked.
// Everything it shows about stories and schemas comes from the server.

import * as vscode from 'vscode';
import {
  LanguageClient, RevealOutputChannelOn, type LanguageClientOptions, type Location, type Position, type Range,
} from 'vscode-languageclient/node';

import { findServer, tryServer, ServerProblem } from './server';

const languages = ['markdown', 'typescript', 'javascript', 'prisma', 'sql'];

let output: vscode.OutputChannel;
let client: LanguageClient | undefined;
// Starts and stops run one after the other: a second restart waits for the first.
let queue: Promise<void> = Promise.resolve();

export function activate(context: vscode.ExtensionContext): Promise<void> {
  output = vscode.window.createOutputChannel('schemark');
  const restart = () => inTurn(async () => {
    await stop();
    await start(context);
  });
  context.subscriptions.push(
    output,
    vscode.commands.registerCommand('schemark.restart', restart),
    vscode.commands.registerCommand('schemark.showOutput', () => output.show()),
    // What a lens does: its arguments come over the wire and are made into the editor's own kind.
    vscode.commands.registerCommand('schemark.showReferences', showReferences),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('schemark.server')) void restart();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeWorkspaceFolders(() => {
      if (!client) void restart();
    }),
  );
  return inTurn(() => start(context));
}

async function showReferences(uri: string, at: Position, found: Location[]): Promise<void> {
  const range = ({ start, end }: Range) => new vscode.Range(start.line, start.character, end.line, end.character);
  const locations = found.map((it) => new vscode.Location(vscode.Uri.parse(it.uri), range(it.range)));
  const position = new vscode.Position(at.line, at.character);
  await vscode.commands.executeCommand('editor.action.showReferences', vscode.Uri.parse(uri), position, locations);
}

export function deactivate(): Promise<void> {
  return inTurn(stop);
}

function inTurn(act: () => Promise<void>): Promise<void> {
  queue = queue.then(act, act);
  return queue;
}

async function start(context: vscode.ExtensionContext): Promise<void> {
  // A lone file has no schema beside it: there is nothing to compare it with.
  if (!vscode.workspace.workspaceFolders?.length) return;
  try {
    const server = findServer(context);
    const version = await tryServer(server);
    output.appendLine(`${version}: ${server.command} ${server.args.join(' ')}`);
    const next = new LanguageClient('schemark', 'schemark', server.executable(), clientOptions());
    client = next;
    await next.start();
  } catch (error) {
    client = undefined;
    void report(error);
  }
}

async function stop(): Promise<void> {
  const old = client;
  client = undefined;
  if (!old) return;
  try {
    await old.dispose();
  } catch (error) {
    output.appendLine(`the server did not stop in time: ${error}`);
  }
}

function clientOptions(): LanguageClientOptions {
  return {
    documentSelector: [
      ...languages.map((language) => ({ scheme: 'file', language })),
      { scheme: 'file', pattern: '**/schemark.toml' },
    ],
    synchronize: { configurationSection: 'schemark' },
    outputChannel: output,
    traceOutputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
  };
}

async function report(error: unknown): Promise<void> {
  const message = error instanceof ServerProblem ? error.message : `schemark: the server failed to start: ${error}`;
  output.appendLine(message);
  const settings = 'Open settings';
  const log = 'Show output';
  const again = 'Try again';
  const answer = await vscode.window.showErrorMessage(message, settings, log, again);
  if (answer === settings) await vscode.commands.executeCommand('workbench.action.openSettings', 'schemark.server');
  if (answer === log) output.show();
  if (answer === again) await vscode.commands.executeCommand('schemark.restart');
}
