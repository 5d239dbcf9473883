import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { Writable } from 'node:stream';
import { promisify } from 'node:util';
import type { ServerTarget } from '../config/connection.ts';
import { findPassword } from '../config/secret.ts';
import { VsiError } from '../model/errors.ts';
import type { Credentials } from '../servers/environment.ts';
import { FLAGS } from './flags.ts';
import type { Host } from './host.ts';
import type { Invocation } from './invocation.ts';

/** How long a VSI_PASSWORD_COMMAND may take, and how much it may print. */
const COMMAND_LIMITS = { timeout: 30_000, maxBuffer: 64 * 1024 };

/**
 * Who logs in, or null where nobody was named. The password is looked for only when a login is due,
 * once a run.
 *
 * @param hush takes the spinner off the screen before the person is asked
 */
export function credentialsOf(
  { host, flags }: Invocation,
  { username, candidates }: ServerTarget,
  hush: () => void,
): Credentials | null {
  if (username === null) return null;
  const who = `${username} at ${[...new Set(candidates.map(({ origin }) => origin))].join(', ')}`;
  let password: Promise<string> | null = null;
  return {
    username,
    password: () => {
      password ??= findPassword(
        {
          variables: host.variables,
          fromStdin: flags.isOn(FLAGS.passwordStdin),
          readStdin: () => text(host.stdin),
          readFile: (path) => readFile(path, 'utf8'),
          runCommand: (commandLine) => runInShell(commandLine, host),
          prompt: isInteractive(host)
            ? (question) => {
                hush();
                return askHidden(host, question);
              }
            : null,
        },
        who,
      );
      return password;
    },
  };
}

function isInteractive({ stdin, stderr, variables }: Host): boolean {
  return stdin.isTTY === true && stderr.isTTY === true && (variables['CI'] ?? '') === '';
}

async function runInShell(commandLine: string, { platform, variables }: Host): Promise<string> {
  const [shell, flag] = platform === 'win32' ? ['cmd.exe', '/c'] : ['/bin/sh', '-c'];
  const { stdout } = await promisify(execFile)(shell, [flag, commandLine], {
    ...COMMAND_LIMITS,
    env: { ...variables },
    windowsHide: true,
  });
  return stdout;
}

/**
 * Asks on the terminal without showing what is typed.
 *
 * @throws INTERRUPTED on Ctrl-C and SIGTERM
 */
async function askHidden({ stdin, stderr, signal }: Host, question: string): Promise<string> {
  const mute = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  // Switches the terminal's echo off, so it comes before the question: who answers fast is not shown.
  const lines = createInterface({ input: stdin, output: mute, terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      const interrupt = (): void => {
        reject(new VsiError('INTERRUPTED', 'interrupted'));
      };
      if (signal.aborted) interrupt();
      signal.addEventListener('abort', interrupt, { once: true });
      // In raw mode Ctrl-C is a key, no signal.
      lines.on('SIGINT', interrupt);
      lines.on('close', () => {
        reject(new VsiError('LOGIN_REFUSED', 'no password given'));
      });
      lines.question('', resolve);
      stderr.write(question);
    });
  } finally {
    lines.close();
    stderr.write('\n');
  }
}
