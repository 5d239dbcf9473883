/** What `check` does otherwise than all other commands: it speaks the protocol of monitoring plugins. */
import { Writable } from 'node:stream';
import { errorText, isVsiError } from '../../model/errors.ts';
import type { CheckFailure, FailureKind } from '../../monitoring/check-result.ts';
import { failedCheckJson } from '../../monitoring/check-json.ts';
import { failedCheckmkOutput, failedNagiosOutput } from '../../monitoring/check-lines.ts';
import { PLUGIN_CODES } from '../../monitoring/plugin-state.ts';
import { EXIT, exitCodeOf } from '../exit-codes.ts';
import { hostWith, type Host, type OutputStream } from '../host.ts';
import { reportError } from '../report-error.ts';

/** How a check is answered. */
export type CheckFormat = 'nagios' | 'checkmk' | 'json';

/** What became of a check that could not do its work. */
export interface PluginFailure {
  readonly stdout: string;
  /** The stack, where it was asked for. */
  readonly stderr: string;
  readonly exitCode: number;
}

/**
 * The answer of a check that threw: UNKNOWN, with a line on standard output, for that is all that a
 * monitoring system reads. The words may not have been understood, so the format is looked for in them.
 */
export function pluginFailure(error: unknown, argv: readonly string[]): PluginFailure {
  const failure = pluginError(error);
  const format = formatIn(argv);
  return {
    stdout: WRITERS[format](failure),
    stderr: argv.includes('--debug') ? reportError(error, true).text : '',
    exitCode: format === 'checkmk' ? 0 : PLUGIN_CODES.unknown,
  };
}

const WRITERS: Readonly<Record<CheckFormat, (failure: PluginError) => string>> = {
  nagios: ({ text, hint }) => failedNagiosOutput(text, hint),
  checkmk: ({ text, hint }) => failedCheckmkOutput(text, hint),
  json: failedCheckJson,
};

type PluginError = Omit<CheckFailure, 'server'>;

/** What went wrong, in one line, and what to do. */
export function pluginError(error: unknown): PluginError {
  if (!isVsiError(error)) {
    const what = error instanceof Error ? error.message : String(error);
    return {
      text: `internal error: ${what}`,
      hint: 'run it again with --debug and report what it prints',
      kind: 'failed',
    };
  }
  const { code, hint } = error;
  return { text: errorText(error), hint, kind: KINDS.get(exitCodeOf(code)) ?? 'failed' };
}

const KINDS: ReadonlyMap<number, FailureKind> = new Map([
  [EXIT.unreachable, 'unreachable'],
  [EXIT.refused, 'refused'],
]);

function formatIn(argv: readonly string[]): CheckFormat {
  const at = argv.findLastIndex((word) => word === '--format' || word.startsWith('--format='));
  const word = argv[at] ?? '';
  const value = at === -1 ? undefined : word.includes('=') ? word.slice(9) : argv[at + 1];
  return value === 'checkmk' || value === 'json' ? value : 'nagios';
}

/** A host whose stderr goes elsewhere: Icinga reads both streams as one. */
export function withStderr(host: Host, stderr: OutputStream): Host {
  return hostWith(host, { stderr });
}

/** Keeps what is written to it. */
export class Notebook extends Writable {
  #text = '';

  /** The notices among it: what failed is told with the servers. */
  notices(): readonly string[] {
    return this.#text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('vsi: ') && !line.startsWith('hint: '));
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#text += chunk.toString('utf8');
    done();
  }
}
