/** VBR's words in our vocabulary (contract section 3; api/vbr.md section 3), whatever their case. */
import type { Mode } from '../../model/kind.ts';
import type { LogLevel } from '../../model/log-record.ts';
import type { Status } from '../../model/status.ts';
import { isFields, readBoolean, readText, readWord } from '../reading/reading.ts';
import { NEWEST_REVISION } from './versions.ts';

const LIVE_STATES: ReadonlyMap<string, Status> = new Map(
  [...NEWEST_REVISION.liveStates].map(([state, status]) => [state.toLowerCase(), status]),
);

const RESULTS: ReadonlyMap<string, Status> = new Map<string, Status>([
  ['success', 'success'],
  ['warning', 'warning'],
  ['failed', 'failed'],
  ['none', 'none'],
]);

const MODES: ReadonlyMap<string, Mode> = new Map<string, Mode>([
  ['full', 'full'],
  ['increment', 'incremental'],
  ['incremental', 'incremental'],
  ['synthetic', 'synthetic'],
]);

const LEVELS: ReadonlyMap<string, LogLevel> = new Map<string, LogLevel>([
  ['succeeded', 'success'],
  ['success', 'success'],
  ['warning', 'warning'],
  ['failed', 'failed'],
]);

const SCAN_RESULTS: ReadonlyMap<string, Status> = new Map<string, Status>([
  ['clean', 'success'],
  ['infected', 'failed'],
  ['failed', 'failed'],
  ['inconclusive', 'warning'],
  ['canceled', 'stopped'],
  ['none', 'none'],
]);

const SCAN_STATES: ReadonlyMap<string, Status> = new Map<string, Status>([
  ['notstarted', 'queued'],
  ['inprogress', 'running'],
]);

/** What became of a session or task, as far as it is known yet. */
export interface Result {
  /** The word as served; null where there is none. */
  readonly word: string | null;
  /** Lines end with \n; no space around. */
  readonly message: string | null;
  readonly isCanceled: boolean | null;
}

/**
 * `result` of a session or task: an object, null while it runs, and here and there only the word
 * (api/vbr.md section 5.8).
 */
export function readResult(value: unknown): Result {
  if (!isFields(value)) {
    return { word: readText(value), message: null, isCanceled: null };
  }
  return {
    word: readText(value['result']),
    message: readMessage(value['message']),
    isCanceled: readBoolean(value['isCanceled']),
  };
}

function readMessage(value: unknown): string | null {
  const text = readText(value)?.replace(/\r\n?/g, '\n').trim();
  return text === undefined || text === '' ? null : text;
}

/**
 * The contract's table: only `Stopped` is final; then a cancelled one is stopped, else the result
 * counts. A word nobody knows is unknown.
 */
export function statusOf(state: string | null, result: Result): Status {
  if (state?.trim().toLowerCase() !== 'stopped') return readWord(state, LIVE_STATES) ?? 'unknown';
  if (result.isCanceled === true) return 'stopped';
  return result.word === null ? 'none' : readResultWord(result.word);
}

/** A result's word; unknown where nobody knows it. */
export function readResultWord(word: string): Status {
  return readWord(word, RESULTS) ?? 'unknown';
}

/** The server's own word: the state while it lives, then the result. */
export function statusTextOf(state: string | null, result: Result): string | null {
  return state?.trim().toLowerCase() === 'stopped' ? (result.word ?? state) : state;
}

/** A scan counts by its result once it is finished; what it found infected is a failure. */
export function scanStatusOf(state: string | null, result: string | null): Status {
  const waiting = readWord(state, SCAN_STATES);
  if (waiting !== null) return waiting;
  if (state !== null && state.trim().toLowerCase() !== 'finished') return 'unknown';
  return result === null ? 'none' : (readWord(result, SCAN_RESULTS) ?? 'unknown');
}

/** `algorithm`; null for None, a word nobody knows, and nothing. */
export function readMode(value: unknown): Mode | null {
  return readWord(value, MODES);
}

/**
 * A log record's level.
 *
 * @param isLive whether the session still runs: only then can `None` mean that the line does, too
 */
export function readLevel(value: unknown, isLive: boolean): LogLevel {
  const level = readWord(value, LEVELS);
  if (level !== null) return level;
  return isLive && readText(value)?.trim().toLowerCase() === 'none' ? 'running' : 'info';
}
