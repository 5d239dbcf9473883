/** VB365's words in our vocabulary (contract section 3; api/vb365.md sections 3 and 4). */
import type { Mode } from '../../model/kind.ts';
import type { LogLevel } from '../../model/log-record.ts';
import type { Status } from '../../model/status.ts';
import { readWord } from '../reading/reading.ts';

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
