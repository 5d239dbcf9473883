import { promisify } from 'node:util';
import { shellWords } from '../../config/platform.ts';
import type { ProgramRunner } from '../../config/program.ts';
import type { Host } from '../host.ts';

// Node's module is loaded for those who start a program: it costs every command that asks a server 3 ms.

/** How long a program that hands out secrets may take, and how much it may print. */
const LIMITS = { timeout: 30_000, maxBuffer: 64 * 1024 };

/**
 * Runs a command line in the system's shell and returns what it prints.
 *
 * @throws Node's error with the exit code as `code`, `killed` where it took too long
 */
export async function runInShell(
  commandLine: string,
  { platform, variables }: Pick<Host, 'platform' | 'variables'>,
): Promise<string> {
  const { execFile } = await import('node:child_process');
  const [shell, ...words] = shellWords(platform, commandLine);
  const { stdout } = await promisify(execFile)(shell, words, {
    ...LIMITS,
    env: { ...variables },
    windowsHide: true,
  });
  return stdout;
}

/** Runs the system's own programs; what they say on standard error is nobody's business. */
export function programRunner({ variables }: Pick<Host, 'variables'>): ProgramRunner {
  return async ({ program, words, input = '' }) => {
    const { spawn } = await import('node:child_process');
    return new Promise((resolve) => {
      const child = spawn(program, words, {
        env: { ...variables },
        stdio: ['pipe', 'pipe', 'ignore'],
        windowsHide: true,
        timeout: LIMITS.timeout,
      });
      let stdout = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (stdout.length < LIMITS.maxBuffer) stdout += text;
      });
      child.on('error', () => {
        resolve({ exitCode: null, stdout: '' });
      });
      child.on('close', (exitCode) => {
        resolve({ exitCode, stdout });
      });
      // A program that ends without reading closes the pipe.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  };
}
