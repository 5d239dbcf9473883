/** VB365's words in our vocabulary (contract section 3; api/vb365.md sections 3 and 4). */
import { kebabCase, type Mode } from '../../model/kind.ts';
import type { LogLevel } from '../../model/log-record.ts';
import type { Status } from '../../model/status.ts';
import { readText, readWord } from '../reading.ts';

/**
 * Words for what became of a session or a job. `Succeeded` is v8's word in filters and in
 * owner-change sessions, `Success` its word everywhere else; `Waiting` is an owner change's.
 */
const STATUS_WORDS: ReadonlyMap<string, Status> = new Map<string, Status>([
  ['success', 'success'],
  ['succeeded', 'success'],
  ['warning', 'warning'],
  ['failed', 'failed'],
  ['error', 'failed'],
  ['stopped', 'stopped'],
  ['running', 'running'],
  ['queued', 'queued'],
  ['waiting', 'queued'],
  ['disconnected', 'disconnected'],
  ['notconfigured', 'not-configured'],
  ['none', 'none'],
]);

const LEVEL_WORDS: ReadonlyMap<string, LogLevel> = new Map<string, LogLevel>([
  ['success', 'success'],
  ['warning', 'warning'],
  // Somebody ended it early: worth a look, but no failure.
  ['stop', 'warning'],
  ['stopped', 'warning'],
  ['cancelled', 'warning'],
  ['canceled', 'warning'],
  ['error', 'failed'],
  ['failed', 'failed'],
  ['running', 'running'],
  ['skipped', 'info'],
  ['info', 'info'],
  ['information', 'info'],
  ['none', 'info'],
]);

const MODE_WORDS: ReadonlyMap<string, Mode> = new Map<string, Mode>([
  ['full', 'full'],
  ['incremental', 'incremental'],
]);

/** Documents of v3 say `N/A`, the specifications of v6 to v8 `NA`. */
const NO_BOTTLENECK: ReadonlySet<string> = new Set(['na', 'n/a', 'none', 'notdefined']);

/** A status word; `unknown` for one that nobody knows and for none at all. */
export function readStatus(value: unknown): Status {
  return readWord(value, STATUS_WORDS) ?? 'unknown';
}

/** A log record's own word; null where it is missing or unknown. */
export function readLevel(value: unknown): LogLevel | null {
  return readWord(value, LEVEL_WORDS);
}

/** `Full` or `Incremental`; null for anything else. */
export function readMode(value: unknown): Mode | null {
  return readWord(value, MODE_WORDS);
}

/** The busiest stage in kebab case; null where the server names none. */
export function readBottleneck(value: unknown): string | null {
  if (value === 'Source') return 'source';
  if (value === 'Target') return 'target';
  const word = readText(value)?.trim();
  if (word === undefined || word === '' || NO_BOTTLENECK.has(word.toLowerCase())) return null;
  return kebabCase(word);
}
