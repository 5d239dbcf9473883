import { Writable } from 'node:stream';
import { VsiError } from '../../model/errors.ts';
import { safeText } from '../../output/safe-text.ts';
import type { Host } from '../host.ts';

/** Questions to the person at the terminal, one after the other. */
export interface Prompts {
  /** Asks without showing what is typed. @throws INTERRUPTED on Ctrl-C and SIGTERM, LOGIN_REFUSED at the input's end */
  readonly secret: (question: string) => Promise<string>;
  /** Anything but y or yes is a no, the input's end included. @throws INTERRUPTED */
  readonly confirm: (question: string) => Promise<boolean>;
}

/**
 * Where a person can be asked; null elsewhere: a pipe, cron, CI.
 *
 * @param hush takes the spinner off the screen before the person is asked
 */
export function createPrompts(host: Host, hush: () => void): Prompts | null {
  // stdin last: Node makes a stream of it when it is first looked at, which takes 2 ms.
  if (host.stderr.isTTY !== true || (host.variables['CI'] ?? '') !== '') return null;
  if (host.stdin.isTTY !== true) return null;
  let last: Promise<unknown> = Promise.resolve();

  /** Several servers may want a password at the same time. */
  function inTurn<T>(ask: () => Promise<T>): Promise<T> {
    const answer = last.then(() => {
      hush();
      return ask();
    });
    last = answer.catch(() => undefined);
    return answer;
  }

  return {
    secret: (question) => inTurn(() => readLine(host, question, true)),
    confirm: (question) =>
      inTurn(async () => {
        const answer = await readLine(host, `${question} [y/N] `, false).catch(noAtTheEnd);
        return /^\s*y(?:es)?\s*$/i.test(answer);
      }),
  };
}

function noAtTheEnd(error: unknown): string {
  if (error instanceof Object && 'code' in error && error.code === 'LOGIN_REFUSED') return 'no';
  throw error;
}

async function readLine(
  { stdin, stderr, signal }: Host,
  question: string,
  hidden: boolean,
): Promise<string> {
  const { createInterface } = await import('node:readline');
  const mute = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  // Switches the terminal's echo off, so it comes before the question: who answers fast is not shown.
  const lines = createInterface({ input: stdin, output: hidden ? mute : stderr, terminal: true });
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
      // Names of servers and users stand in it.
      const shown = `${safeText(question).trimEnd()} `;
      lines.question(hidden ? '' : shown, resolve);
      if (hidden) stderr.write(shown);
    });
  } finally {
    lines.close();
    if (hidden) stderr.write('\n');
  }
}
