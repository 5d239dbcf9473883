import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { vsi, vsiHere, type Finished } from './vsi.ts';

/** Where examples are tried: a home of their own, and what they may know of the machine. */
export interface Trial {
  readonly home: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Runs an example in this process; every so many-th is the real program. */
  readonly run: (words: readonly string[]) => Promise<Finished>;
  readonly close: () => Promise<void>;
}

/** One example of so many is run as a process. */
const REAL = 12;

export async function createTrial(): Promise<Trial> {
  const home = await mkdtemp(join(tmpdir(), 'vsi-examples-'));
  const variables = { HOME: home, PATH: process.env['PATH'] ?? '' };
  let tried = 0;
  return {
    home,
    variables,
    run: async (words) => {
      const here = words.map((word, index) =>
        words[index - 1] === '--out' ? join(home, basename(word)) : word,
      );
      const run = tried++ % REAL === 0 ? vsi : vsiHere;
      return run(here, { variables });
    },
    close: async () => rm(home, { recursive: true, force: true }),
  };
}

/** The file that a line writes to instead of showing something. */
export function fileOf(line: string): string | undefined {
  const [, file] = /(?: >|--out) (\S+)$/.exec(line) ?? [];
  return file === undefined ? undefined : basename(file);
}

/** What goes wrong in the demo's last night is not the same at all hours; a file is written silently. */
export function mayBeEmpty(words: string): boolean {
  return /\blatest\b.* --(?:level|status) | --out [^-]/.test(words);
}
