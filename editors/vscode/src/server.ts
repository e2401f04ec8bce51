// Which program is the server, and does it run at all.

import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import * as vscode from 'vscode';
import { TransportKind, type Executable } from 'vscode-languageclient/node';

const program = process.platform === 'win32' ? 'schemark.exe' : 'schemark';

/** A reason the person can act on: it names the program and where it was looked for. */
export class ServerProblem extends Error {}

export class Server {
  constructor(
    readonly command: string,
    readonly args: string[],
    readonly env: NodeJS.ProcessEnv,
    /** Where the command comes from, for messages. */
    readonly origin: string,
  ) {}

  executable(): Executable {
    return { command: this.command, args: this.args, transport: TransportKind.stdio, options: { env: this.env } };
  }
}

/** The server to start: the one in the settings, else the one in the extension, else the one on PATH. */
export function findServer(context: vscode.ExtensionContext): Server {
  const settings = vscode.workspace.getConfiguration('schemark.server');
  const args = ['lsp', ...settings.get<string[]>('extraArgs', [])];
  const env = { ...process.env, ...settings.get<Record<string, string>>('extraEnv', {}) };
  const wanted = settings.get<string>('path', '').trim();
  if (wanted) return new Server(fullPath(wanted), args, env, 'setting `schemark.server.path`');
  const bundled = context.asAbsolutePath(path.join('server', program));
  if (fs.existsSync(bundled)) return new Server(bundled, args, env, 'the extension');
  return new Server(program, args, env, '`PATH`');
}

/** The version that the server states; throws a [`ServerProblem`] if it does not run. */
export function tryServer(server: Server): Promise<string> {
  const isPath = path.isAbsolute(server.command);
  if (isPath && !fs.existsSync(server.command)) {
    throw new ServerProblem(`schemark: there is no program at ${server.command} (from ${server.origin}).`);
  }
  return new Promise((resolve, reject) => {
    const options = { env: server.env, timeout: 10_000 };
    execFile(server.command, ['--version'], options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout.trim());
      const code = (error as NodeJS.ErrnoException).code;
      const why = code === 'ENOENT' ? 'it was not found' : code === 'EACCES' ? 'it is not executable' : stderr.trim() || error.message;
      reject(new ServerProblem(`schemark: cannot run ${server.command} (from ${server.origin}): ${why}`));
    });
  });
}

/** `~` is the home folder; a relative path with a slash starts at the first workspace folder; a bare name is looked up on PATH. */
function fullPath(wanted: string): string {
  if (wanted.startsWith('~/')) return path.join(os.homedir(), wanted.slice(2));
  if (path.isAbsolute(wanted) || !/[\\/]/.test(wanted)) return wanted;
  const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? process.cwd();
  return path.resolve(root, wanted);
}
