import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bin/vsi.js', import.meta.url));

/** Where programs are looked for; shells and node must be among them. */
const PATH = process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin';

/** Whether this machine has a program of that name. */
export function hasProgram(name: string): boolean {
  return PATH.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** A folder with `vsi` in it, for the search path of shells. */
export interface CommandFolder {
  /** A search path that begins with the folder. */
  readonly path: string;
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

export async function createCommandFolder(): Promise<CommandFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'vsi-bin-'));
  await symlink(PROGRAM, join(folder, 'vsi'));
  return {
    folder,
    path: `${folder}${delimiter}${PATH}`,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What came of a program. */
export interface ShellResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with this environment and nothing of this process's own. */
export function runProgram(
  program: string,
  words: readonly string[],
  { variables, stdin = '' }: { variables: Readonly<Record<string, string>>; stdin?: string },
): Promise<ShellResult> {
  const child = spawn(program, words, { env: { ...variables }, stdio: ['pipe', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, ...output });
    });
  });
}
