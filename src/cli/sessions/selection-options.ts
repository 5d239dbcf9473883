import { VsiError } from '../../model/errors.ts';
import type { Instant } from '../../model/instant.ts';
import { isKindWord } from '../../model/kind.ts';
import { oneOf } from '../../model/near-words.ts';
import { EVERYTHING, type SessionSelection, type TimeWindow } from '../../model/selection.ts';
import { STATUSES, type Status } from '../../model/status.ts';
import type { RecordKey } from '../../output/records/field.ts';
import { FLAGS } from '../flags.ts';
import { unknownWord, type Invocation } from '../invocation.ts';
import { windowOf, windowOfLength } from '../printing/time-zone.ts';

/** How the rows of a list are put in order, where it is not the list's own order. */
export interface SortOrder<R> {
  readonly field: RecordKey<R>;
  readonly descending: boolean;
}

const DEFAULT_LIMIT = 30;

/** Which sessions the flags select. @throws USAGE */
export function selectionOf(invocation: Invocation): SessionSelection {
  return { ...withoutWindow(invocation), ...windowOf(invocation) };
}

/**
 * The same with a window that has a beginning: where --since says none, it is so long.
 *
 * @param length in milliseconds
 * @throws USAGE
 */
export function selectionOfLength(
  invocation: Invocation,
  length: number,
): SessionSelection & { readonly since: Instant } {
  return { ...withoutWindow(invocation), ...windowOfLength(invocation, length) };
}

function withoutWindow(invocation: Invocation): SessionSelection {
  const { flags } = invocation;
  const jobs = flags.all(FLAGS.job);
  return {
    ...EVERYTHING,
    jobs: jobs.length === 0 ? null : jobs,
    statuses: statusesOf(invocation),
    kinds: kindsOf(invocation),
  };
}

/**
 * Refuses a window of one moment, where there is something to count in it or to judge by it. Lists take
 * one: what ran at that moment.
 *
 * @throws USAGE
 */
export function checkLasts({ since, until }: TimeWindow): void {
  if (since === null || since !== until) return;
  throw new VsiError('USAGE', '--since and --until are the same moment', {
    hint: 'it is about the time between them',
  });
}

/** The words of --kind, or null. @throws USAGE for one that can be no kind and no type */
export function kindsOf({ flags }: Pick<Invocation, 'flags'>): readonly string[] | null {
  const words = flags.words(FLAGS.kind, false);
  const unknown = words?.find((word) => !isKindWord(word));
  if (unknown !== undefined) throw unknownWord(FLAGS.kind, unknown);
  return words;
}

/** The statuses of --status, or null. @throws USAGE */
export function statusesOf({ flags }: Invocation): readonly Status[] | null {
  const words = flags.words(FLAGS.status, true);
  return words === null ? null : STATUSES.filter((status) => words.includes(status));
}

/** --limit; 0 becomes Infinity. @throws USAGE */
export function limitOf({ flags }: Invocation, unlessGiven = DEFAULT_LIMIT): number {
  const text = flags.text(FLAGS.limit);
  if (text === undefined) return unlessGiven;
  if (/^\d+$/.test(text)) return Number(text) === 0 ? Infinity : Number(text);
  throw new VsiError('USAGE', `--limit “${text}” is no whole number`, { hint: '0 means all' });
}

/** --sort as a field of the record, or null. @throws USAGE listing the fields */
export function sortOf<R>(
  { flags }: Invocation,
  spec: { readonly fields: readonly { readonly key: RecordKey<R> }[] },
): SortOrder<R> | null {
  const text = flags.text(FLAGS.sort);
  if (text === undefined) return null;
  const [name = '', direction = 'asc', ...rest] = text.split(':');
  const field = spec.fields.find(({ key }) => key.toLowerCase() === name.trim().toLowerCase());
  const isDirected = rest.length === 0 && (direction === 'asc' || direction === 'desc');
  if (field !== undefined && isDirected)
    return { field: field.key, descending: direction === 'desc' };
  const known = spec.fields.map(({ key }) => key);
  throw new VsiError('USAGE', `--sort does not understand “${text}”`, {
    hint:
      field === undefined
        ? `field, field:asc or field:desc; ${oneOf(name.trim(), known)}`
        : `write ${field.key}, ${field.key}:asc or ${field.key}:desc`,
  });
}

/** Compares two records by one field; what is not known comes last in both directions. */
export function comparison<R extends object>({ field, descending }: SortOrder<R>) {
  return (a: R, b: R): number => {
    const [left, right] = [sortable(a[field]), sortable(b[field])];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const order = left < right ? -1 : left > right ? 1 : 0;
    return descending ? -order : order;
  };
}

function sortable(value: unknown): string | number | bigint | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string') {
    return value;
  }
  return typeof value === 'boolean' ? Number(value) : JSON.stringify(value);
}
