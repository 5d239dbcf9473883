// What the data itself may do: lists that change while they are read, logs without end, numbers that
// JavaScript cannot hold, a clock that is wrong, texts that attack the reader.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Command } from '../../src/cli/command.ts';
import type { Product } from '../../src/model/product.ts';
import { startFaultyServer, type FaultyServer, type Tamper } from '../support/faulty-server.ts';
import { changedJson, contentFault, HOSTILE, withHostileTexts } from './content-faults.ts';
import { hasControls, withoutOwnSequences } from './judge.ts';
import {
  argumentsFor,
  ASKING,
  commandNamed,
  IS_WHOLE,
  NOW,
  rowsOf,
  runAgainst,
  TEST_TIMEOUT,
  wordsOf,
  type Arguments,
  type Run,
} from './matrix.ts';

const HOUR = 3_600_000;

/** Each format meets one command in so many, each in its turn; in the whole run all. */
const EVERY = 7;

jest.setTimeout(TEST_TIMEOUT);

type Json = Readonly<Record<string, unknown>>;

function objectOf(text: string): Json {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new TypeError('no object');
  return { ...value };
}

/** The list in an answer, whatever the product calls it. */
function itemsOf(answer: Json): { readonly key: string; readonly items: readonly Json[] } {
  for (const key of ['data', 'results', 'records']) {
    const items = answer[key];
    if (Array.isArray(items)) return { key, items: items.map((item: Json) => item) };
  }
  throw new TypeError('no list');
}

const idsOf = (run: Run): unknown[] => rowsOf(run).map(({ id }) => id);

describe.each(['vb365', 'vbr'] as const)('data of a %s server', (product) => {
  let server: FaultyServer;
  let values: Arguments;

  beforeAll(async () => {
    server = await startFaultyServer({ product, now: () => NOW, pageSize: 150 });
    values = await argumentsFor(server);
  });

  afterAll(() => server.close());

  /** Runs against a server that does this; `now` is vsi's own clock. */
  async function tampered(
    tamper: Tamper | null,
    words: readonly string[],
    more: { readonly now?: () => number; readonly variables?: Record<string, string> } = {},
  ): Promise<Run> {
    server.tamper(tamper);
    return runAgainst(server, words, more);
  }

  const LIST = ['session', 'list', '--limit', '0', '-o', 'ndjson'];

  test('sessions that arrive while pages are read: no old one is lost, none comes twice', async () => {
    const before = idsOf(await tampered(null, LIST));
    const ids = idsOf(await tampered(movingList(product, 1), LIST));
    const arrived = ids.filter((id) => String(id).startsWith('0a0a0a0a'));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !arrived.includes(id))).toEqual(before);
    expect(arrived.length).toBeGreaterThan(0);
  });

  test('sessions that are deleted while pages are read: none of the others is lost', async () => {
    const before = idsOf(await tampered(null, LIST));
    const ids = idsOf(await tampered(movingList(product, -1), LIST));
    expect(new Set(ids).size).toBe(ids.length);
    // Some requests took away the newest; all others must be there, in their order.
    const missing = before.filter((id) => !ids.includes(id));
    expect(ids).toEqual(before.filter((id) => !missing.includes(id)));
    expect(missing.length).toBeLessThan(40);
    expect(before.slice(40)).toEqual(ids.slice(40 - missing.length));
  });

  const LOG_LENGTH = IS_WHOLE ? 200_000 : 30_000;

  test.each(['session log', 'session show', 'session tasks', 'session list'])(
    `%s with a log of ${String(LOG_LENGTH)} records in one answer: whole, and in bounded time`,
    async (path) => {
      const command = commandNamed(path);
      const words = [
        ...wordsOf(command, values),
        ...(path === 'session list' ? ['--with', 'statistics', '--since', '1d'] : []),
      ];
      const honest = await tampered(null, words);
      const run = await tampered(longLog(LOG_LENGTH), words);
      expect({ code: run.code, stderr: run.stderr }).toEqual({
        code: honest.code,
        stderr: honest.stderr,
      });
      if (path === 'session log') {
        const rows = run.stdout.split('\n');
        expect(rows).toHaveLength(LOG_LENGTH + 1);
      }
      expect(run.took).toBeLessThan(15_000);
    },
  );

  test('whole numbers beyond 2^53 are told to the last digit', async () => {
    const exact = '9223372036854775807';
    const tamper: Tamper = ({ kind, honest, send }) => {
      const answer = honest();
      const body = answer.body
        .toString()
        .replace(
          /("(?:transferredDataBytes|processedSize|readSize|transferredSize|readDataBytes|usn)":)\d+/g,
          `$1${exact}`,
        );
      send(kind === 'data' ? { ...answer, body } : answer);
    };
    for (const path of ['session list', 'session tasks', 'jobs sessions']) {
      const command = commandNamed(path);
      const words = [...wordsOf(command, values)];
      const run = await tampered(tamper, words);
      expect(run).toMatchObject({ code: 0, stderr: '' });
      const wide = rowsOf(run).flatMap(({ transferredBytes, readBytes, processedBytes, usn }) =>
        [transferredBytes, readBytes, processedBytes, usn].filter((value) => value === exact),
      );
      if (product === 'vbr' || path !== 'session tasks') expect(wide.length).toBeGreaterThan(0);
      // What JavaScript would have made of it.
      expect(run.stdout).not.toContain('9223372036854776000');
      expect(run.stdout).not.toContain('9223372036854775808');
    }
  });

  test.each([3 * HOUR, -3 * HOUR])('a clock that is %i ms off loses no session', async (skew) => {
    const honest = await tampered(null, LIST);
    const now = (): number => NOW + skew;
    expect(await tampered(null, LIST, { now })).toMatchObject({
      code: 0,
      stdout: honest.stdout,
      stderr: '',
    });
    const { stdout } = await tampered(null, ['doctor'], { now });
    expect(stdout).toMatch(/clock.*warn.*(?:ahead|behind)/);
    const today = idsOf(await tampered(null, [...LIST, '--since', '12h'], { now }));
    const since = NOW + skew - 12 * HOUR;
    const inWindow = rowsOf(honest).filter(
      ({ endedAt, createdAt }) =>
        createdAt === null || typeof endedAt !== 'string' || Date.parse(endedAt) >= since,
    );
    expect(today).toEqual(inWindow.map(({ id }) => id));
  });

  describe('hostile texts', () => {
    const FORMATS = ['table', 'wide', 'markdown', 'csv', 'tsv', 'yaml', 'json'];
    const SHOWING = ASKING.filter(({ flags }) => flags.some(({ name }) => name === 'output'));

    /** The commands whose turn it is; a screen of its own is always looked at. */
    const turn = (start: number): readonly Command[] =>
      SHOWING.filter(
        (command, index) =>
          IS_WHOLE || index % EVERY === start % EVERY || command.path.join(' ') === 'session watch',
      );

    test.each(FORMATS)('%s on a terminal shows no control character', async (format) => {
      for (const command of turn(FORMATS.indexOf(format))) {
        const words = wordsOf(command, values, format);
        const run = await tampered(contentFault(withHostileTexts), words, {
          variables: { VSI_FORCE_TTY: '120', NO_COLOR: '1', TERM: 'xterm' },
        });
        expect([words, run.code, run.stderr]).toEqual([words, 0, expect.any(String)]);
        const draws = command.path.join(' ') === 'session watch';
        const shown = draws ? withoutOwnSequences(run.stdout) : run.stdout;
        expect([words, hasControls(shown), hasControls(run.stderr)]).toEqual([words, false, false]);
      }
    });

    test('a CSV cell never begins a formula, and cells stay in their columns', async () => {
      for (const command of turn(2)) {
        const words = wordsOf(command, values, 'csv');
        const run = await tampered(contentFault(withHostileTexts), words);
        const rows = parseCsv(run.stdout);
        expect([words, rows.filter((row) => row.length !== rows[0]?.length)]).toEqual([words, []]);
        const alive = rows.flat().filter((cell) => /^[=+@\t\r]|^-(?!\d)/.test(cell));
        expect([words, alive]).toEqual([words, []]);
      }
    });

    test('markdown keeps to its columns and shows no markup of theirs', async () => {
      for (const command of turn(3)) {
        const words = wordsOf(command, values, 'markdown');
        const run = await tampered(contentFault(withHostileTexts), words);
        const bars = run.stdout
          .split('\n')
          .filter((line) => line.startsWith('|'))
          .map((line) => line.replace(/\\\|/g, '').split('|').length);
        expect([words, new Set(bars).size]).toEqual([words, Math.min(1, bars.length)]);
        expect(run.stdout).not.toContain('<script>');
        expect(run.stdout).not.toMatch(/(?<!\\)\]\(javascript:/);
      }
    });

    test('the texts are really shown', async () => {
      const run = await tampered(contentFault(withHostileTexts), ['jobs', 'list', '-o', 'table']);
      expect(run.stdout).toContain('calc');
      expect(HOSTILE).toContain('calc');
    });
  });

  if (IS_WHOLE) {
    test('each single field missing, null or of another type: no row is lost', async () => {
      const keys = await fieldsServed();
      expect(keys.size).toBeGreaterThan(20);
      const makers = { missing: undefined, null: null, text: 'x', number: 7, object: {} } as const;
      const words = [...LIST, '--since', '1d'];
      const honest = idsOf(await tampered(null, words)).length;
      for (const key of keys) {
        for (const [name, replacement] of Object.entries(makers)) {
          const tamper = contentFault((value, at) => (at === key ? replacement : value));
          const run = await tampered(tamper, words);
          const isRight = /time/i.test(key) || (run.code === 0 && idsOf(run).length >= honest);
          expect([key, name, isRight, run.stderr]).toEqual([
            key,
            name,
            true,
            expect.not.stringMatching(/internal/),
          ]);
          // What a list makes of a field, these make of it too: one replacement tells.
          if (name !== 'object') continue;
          for (const other of [
            ['jobs', 'list'],
            ['session', 'show', values['session'] ?? ''],
          ]) {
            const { code, stderr } = await tampered(tamper, other);
            expect([key, name, other, code, stderr]).toEqual([
              key,
              name,
              other,
              0,
              expect.not.stringMatching(/internal/),
            ]);
          }
        }
      }
    }, 240_000);
  }

  /** The keys of a session's own record, as the server writes them. */
  async function fieldsServed(): Promise<ReadonlySet<string>> {
    const keys = new Set<string>();
    const tamper: Tamper = ({ kind, path, honest, send }) => {
      const answer = honest();
      if (kind === 'data' && path.endsWith('sessions')) {
        changedJson(answer.body.toString(), (value, key) => {
          if (
            !/^\d+$|^(?:id|data|results|pagination|limit|offset|skip|total|count|_links|href|self|job|log)$/.test(
              key,
            )
          )
            keys.add(key);
          return value;
        });
      }
      send(answer);
    };
    await tampered(tamper, LIST);
    return keys;
  }
});

/** A list of sessions that grows (1) or shrinks (-1) by a row at its top now and then. */
function movingList(product: Product, step: 1 | -1): Tamper {
  let requests = 0;
  const parameter = product === 'vb365' ? 'offset' : 'skip';
  return ({ kind, path, query, honest, send }) => {
    if (kind !== 'data' || !/\/(?:job)?sessions$/.test(path)) {
      send(honest());
      return;
    }
    const offset = Number(query.get(parameter) ?? 0);
    const shift = Math.floor((requests += 1) / 4) * step;
    const asked = new URLSearchParams(query);
    asked.set(parameter, String(Math.max(0, offset - shift)));
    const answer = honest(asked);
    const whole = objectOf(answer.body.toString());
    const { key, items } = itemsOf(whole);
    const [model] = items;
    const missing = Math.max(0, shift - offset);
    const arrivals = Array.from({ length: missing }, (_, index) => ({
      ...model,
      id: `0a0a0a0a-0000-0000-0000-${String(shift - offset - index).padStart(12, '0')}`,
      creationTime: new Date(NOW + (missing - index) * 1000).toISOString(),
    }));
    const rows = [...arrivals, ...items].slice(0, Math.max(items.length, missing > 0 ? 150 : 0));
    const pagination = whole['pagination'];
    const total =
      typeof pagination === 'object' && pagination !== null
        ? { pagination: { ...pagination, total: Number(Reflect.get(pagination, 'total')) + shift } }
        : {};
    send({ ...answer, body: JSON.stringify({ ...whole, ...total, [key]: rows }) });
  };
}

/** Every log has so many records, in one answer, whatever limit was asked for. */
function longLog(length: number): Tamper {
  return ({ kind, path, query, honest, send }) => {
    const answer = honest();
    if (kind !== 'data' || !/\/(?:logs|logitems)$/.test(path)) {
      send(answer);
      return;
    }
    const whole = objectOf(answer.body.toString());
    const { key, items } = itemsOf(whole);
    const [model] = items;
    const all = Array.from({ length }, (_, index) => ({
      ...model,
      id: path.endsWith('logs')
        ? index
        : `00000000-0000-0000-0001-${String(index).padStart(12, '0')}`,
    }));
    const records = all.slice(Number(query.get('offset') ?? 0));
    send({ ...answer, body: JSON.stringify({ ...whole, limit: length, [key]: records }) });
  };
}

/** Rows and cells of a CSV text, as RFC 4180 has them. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}
