import type { Tamper, WireAnswer } from '../support/faulty-server.ts';
import type { Expectation, FaultCase } from './faults.ts';

const SAME: Expectation = { codes: [0] };
/** Nothing may break; what it shows is another matter. */
const DIFFERS: Expectation = { codes: [0], answers: 'differ' };
/** A raw answer is shown as served. */
const RAW = { api: DIFFERS } as const;

/** Changes one value of an answer; `undefined` takes it out. */
export type Change = (value: unknown, key: string) => unknown;

/** Keys without which nothing can be told from anything. */
const FRAME: ReadonlySet<string> = new Set(['id', 'data', 'results', 'records', 'pagination']);

/** Keys whose words are an API's own vocabulary. */
const WORDS: ReadonlySet<string> = new Set([
  'status',
  'state',
  'result',
  'type',
  'sessiontype',
  'lastresult',
  'laststatus',
  'bottleneck',
  'algorithm',
  'jobtype',
  'jobsessionconfigtype',
  'backuptype',
  'workload',
  'platformname',
  'scanresult',
  'scanstate',
  'platformtype',
]);

/**
 * A text that does harm wherever it is shown as it is: colours, a bell, a cleared screen, a link, a
 * turned direction, a C1 control, a line break, a cell's formula, markup.
 */
export const HOSTILE =
  "=cmd|' /C calc'!A1 \u001b[31m\u0007\u001b[2J\u001b]8;;http://example.invalid\u0007\u202egnp\u009b1m\r\n\t<script>alert(1)</script> | [x](javascript:y) `z`";

/** Every value of a JSON text, the innermost first. */
export function changedJson(text: string, change: Change): string {
  if (!/^\s*[{[]/.test(text)) return text;
  return JSON.stringify(
    JSON.parse(text, (key, value: unknown) => (key === '' ? value : change(value, key))),
  );
}

/** Changes what data routes answer, and leaves the sign-in alone. */
export function contentFault(change: Change): Tamper {
  return ({ kind, honest, send }) => {
    const answer = honest();
    send(kind === 'data' ? withBody(answer, changedJson(answer.body.toString(), change)) : answer);
  };
}

function withBody(answer: WireAnswer, body: string): WireAnswer {
  return { ...answer, body };
}

const UUID = /^[0-9a-f-]{36}$/i;

/** Texts that people wrote: no ids, times, addresses or words of the API. */
function isProse(value: unknown, key: string): value is string {
  return (
    typeof value === 'string' &&
    !UUID.test(value) &&
    !/^\d{4}-\d\d-\d\d|^(?:https:\/)?\/|^\d\d:\d\d/.test(value) &&
    !WORDS.has(key.toLowerCase()) &&
    !/^(?:resourcereference|href|rel|etag)$/i.test(key)
  );
}

/** Replaces texts by the hostile one, keeping what a load line needs to be one. */
export const withHostileTexts: Change = (value, key) =>
  isProse(value, key) ? `${HOSTILE}${value}` : value;

const isOptional = (key: string): boolean => !FRAME.has(key) && !/^\d+$/.test(key);

/** What servers may write instead of what the documents say. */
export const CONTENT_FAULTS: readonly FaultCase[] = [
  {
    name: 'numbers as strings',
    tamper: () => contentFault((value) => (typeof value === 'number' ? String(value) : value)),
    expect: SAME,
    but: RAW,
  },
  {
    name: 'booleans as strings',
    tamper: () => contentFault((value) => (typeof value === 'boolean' ? String(value) : value)),
    expect: SAME,
    but: RAW,
  },
  {
    name: 'keys that nobody knows',
    tamper: () =>
      contentFault((value) =>
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? { ...value, zaphod: { heads: [2, null] }, 'constructor ': true }
          : value,
      ),
    expect: SAME,
    but: RAW,
  },
  {
    name: 'keys of the language itself',
    tamper: () => (exchange) => {
      const { kind, honest, send } = exchange;
      const answer = honest();
      const body = answer.body
        .toString()
        .replaceAll('{"', '{"__proto__":{"polluted":1},"constructor":1,"toString":2,"');
      send(kind === 'data' ? withBody(answer, body) : answer);
    },
    expect: SAME,
    but: RAW,
  },
  {
    name: 'words that nobody knows',
    tamper: () =>
      contentFault((value, key) =>
        typeof value === 'string' && WORDS.has(key.toLowerCase()) ? 'Zaphod' : value,
      ),
    expect: DIFFERS,
  },
  {
    name: 'every optional field is missing',
    tamper: () => contentFault((value, key) => (isOptional(key) ? undefined : value)),
    expect: { codes: [0, 5], answers: 'differ', says: /no job|no session/ },
  },
  {
    name: 'every optional field is null',
    tamper: () => contentFault((value, key) => (isOptional(key) ? null : value)),
    expect: { codes: [0, 5], answers: 'differ', says: /no job|no session/ },
  },
  {
    name: 'every optional field is an object',
    tamper: () => contentFault((value, key) => (isOptional(key) ? { deep: [value] } : value)),
    expect: { codes: [0, 5], answers: 'differ', says: /no job|no session/ },
  },
  {
    name: 'every optional field is a list',
    tamper: () => contentFault((value, key) => (isOptional(key) ? [value] : value)),
    expect: { codes: [0, 5], answers: 'differ', says: /no job|no session/ },
  },
  {
    name: 'every time is senseless',
    tamper: () =>
      contentFault((value) =>
        typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)
          ? '2026-13-45T99:99:99.9999999+99:99'
          : value,
      ),
    expect: DIFFERS,
  },
  {
    name: 'every end is year 9999',
    tamper: () =>
      contentFault((value, key) => (/^end/i.test(key) ? '9999-12-31T23:59:59.9999999Z' : value)),
    expect: DIFFERS,
  },
  {
    name: 'every end lies before its start',
    tamper: () =>
      contentFault((value, key) =>
        /^end/i.test(key) && value !== null ? '2020-01-01T00:00:00Z' : value,
      ),
    expect: DIFFERS,
  },
  {
    name: 'numbers are negative',
    tamper: () =>
      contentFault((value, key) =>
        typeof value === 'number' && !/^(?:limit|offset|skip|total|count|id)$/i.test(key)
          ? -value
          : value,
      ),
    expect: DIFFERS,
  },
  {
    name: 'numbers beyond 64 bits',
    tamper: () => (exchange) => {
      const { kind, honest, send } = exchange;
      const answer = honest();
      const body = answer.body
        .toString()
        .replace(
          /("(?!limit|offset|skip|total|count|id|usn)\w+":)\d+(?=[,}])/g,
          '$1123456789012345678901234567890',
        );
      send(kind === 'data' ? withBody(answer, body) : answer);
    },
    expect: DIFFERS,
  },
  {
    name: 'hostile texts',
    tamper: () => contentFault(withHostileTexts),
    expect: DIFFERS,
  },
  {
    name: 'hostile words',
    tamper: () =>
      contentFault((value, key) =>
        typeof value === 'string' && WORDS.has(key.toLowerCase()) ? HOSTILE : value,
      ),
    expect: DIFFERS,
  },
];
