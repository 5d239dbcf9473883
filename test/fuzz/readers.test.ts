// Whatever JSON a server of either product sends: a typed result comes of it, or a named error.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createVb365Simulator } from '../../src/demo/vb365/simulator.ts';
import { createVbrSimulator } from '../../src/demo/vbr/simulator.ts';
import { isVsiError } from '../../src/model/errors.ts';
import type { Product } from '../../src/model/product.ts';
import { STATUSES } from '../../src/model/status.ts';
import type { BackupServer, Pages, SessionQuery } from '../../src/servers/backup-server.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../../src/servers/http/http.ts';
import { openVb365Server } from '../../src/servers/vb365/server.ts';
import { openVbrServer } from '../../src/servers/vbr/server.ts';
import { NOON, testEnvironment, testSettings } from '../support/environment.ts';
import { runs } from '../support/runs.ts';

const LOGIN = { username: 'fuzz', password: 'fuzz' };
/** Items of a list that are left of an answer. */
const FEW = 4;

/** What to put where in an answer. */
type Corruption = readonly (readonly [place: number, value: unknown])[];

const CORRUPTION: fc.Arbitrary<Corruption> = fc.array(
  fc.tuple(
    fc.nat(),
    fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom(
        null,
        '',
        '0001-01-01T00:00:00',
        '9999-12-31T23:59:59.9999999Z',
        '2026-02-30T25:61:61Z',
        'Load: Source 99999999999999999999% > Proxy -1%',
        '\u202e\u0000\ud800',
        1e308,
        -0,
        2 ** 53,
        [],
        {},
        [[null]],
        { result: { result: 'Failed' } },
      ),
    ),
  ),
  { minLength: 1, maxLength: 8 },
);

/** Every list cut short, so that a run is quick. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, FEW).map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]) => [
    key,
    // A page that is shorter than its limit is the last one.
    key === 'total' ? FEW : key === 'limit' ? 1000 : shortened(part),
  ]);
  return Object.fromEntries(entries);
}

/** The value with some of its parts replaced; the parts are counted in their order. */
function corrupted(value: unknown, corruption: Corruption): unknown {
  let count = 0;
  const number = (part: unknown): void => {
    count += 1;
    if (typeof part === 'object' && part !== null) Object.values(part).forEach(number);
  };
  number(value);
  const at = new Map(corruption.map(([place, replacement]) => [place % count, replacement]));
  let place = -1;
  const copy = (part: unknown): unknown => {
    place += 1;
    const here = place;
    const copied = Array.isArray(part)
      ? part.map(copy)
      : typeof part === 'object' && part !== null
        ? Object.fromEntries(Object.entries(part).map(([key, each]) => [key, copy(each)]))
        : part;
    return at.has(here) ? at.get(here) : copied;
  };
  return copy(value);
}

/** The simulated server of a product, whose answers are corrupted. */
function fuzzedHttp(product: Product, corruption: Corruption): HttpClient {
  const origin = 'https://fuzz.example.com';
  const simulator = SIMULATORS[product];

  async function request(one: HttpRequest): Promise<HttpResponse> {
    const url = new URL(one.path, origin);
    if (url.searchParams.has('limit')) url.searchParams.set('limit', String(FEW));
    const { status, body } = simulator.handle({
      method: one.method,
      path: decodeURIComponent(url.pathname),
      query: url.searchParams,
      headers: { ...one.headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(one.form ?? {}).toString(),
    });
    const isData = one.method === 'GET' && one.headers?.['authorization'] !== undefined;
    const json = isData ? corrupted(shortened(body), corruption) : body;
    const text = json === null || json === undefined ? '' : JSON.stringify(json);
    return { status, statusText: '', headers: {}, body: text };
  }

  return {
    origin,
    request,
    stream: async (one) => {
      const { body, ...head } = await request(one);
      return { ...head, body: inTwo(body) };
    },
    close: () => undefined,
  };
}

async function* inTwo(text: string): AsyncGenerator<string> {
  const middle = Math.floor(text.length / 2);
  yield text.slice(0, middle);
  yield text.slice(middle);
}

const WORLD = { now: () => NOON, seed: 'fuzz', throttle: false, ...LOGIN };
const SIMULATORS = { vb365: createVb365Simulator(WORLD), vbr: createVbrSimulator(WORLD) };

async function open(product: Product, version: string, corruption: Corruption) {
  const http = fuzzedHttp(product, corruption);
  const connection = {
    settings: testSettings(http.origin, { apiVersion: version, retries: 0 }),
    environment: testEnvironment(),
    http,
    credentials: { username: LOGIN.username, password: async () => LOGIN.password },
    store: { read: async () => null, write: async () => false, remove: async () => undefined },
  };
  return product === 'vb365' ? openVb365Server(connection) : openVbrServer(connection);
}

const EVERYTHING: SessionQuery = {
  since: NOON - 7 * 86_400_000,
  until: null,
  jobId: null,
  statuses: null,
  kinds: ['all'],
  statistics: true,
};

/** Everything that a server can be asked; whatever comes is looked at. */
async function askEverything(server: BackupServer): Promise<void> {
  await looked(server.jobs());
  const sessions = await looked(server.sessions(EVERYTHING));
  await looked(server.sessions({ ...EVERYTHING, since: null, kinds: null, statistics: false }));
  for (const session of sessions.slice(0, 2)) {
    await named(async () => {
      lookAt(await server.session(session.id));
    });
    await looked(server.log(session, { levels: null }));
    await looked(server.tasks(session));
  }
}

async function looked<T extends object>(pages: Pages<T>): Promise<readonly T[]> {
  const rows: T[] = [];
  await named(async () => {
    for await (const page of pages) {
      page.forEach(lookAt);
      rows.push(...page);
      // A list without an end is a failure of its own; thousands of rows cannot come of a few.
      expect(rows.length).toBeLessThan(5000);
    }
  });
  return rows;
}

/** Lets a named error pass, and nothing else. */
async function named(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isVsiError(error)) throw error;
    expect(error.message).not.toMatch(/undefined|NaN|\[object/);
  }
}

/** A record: no value undefined, no number that is none, a known status. */
function lookAt(row: object): void {
  for (const [key, value] of Object.entries(row)) {
    if (value === undefined) throw new Error(`${key} is undefined`);
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${key} is ${value}`);
  }
  if ('status' in row) expect(STATUSES).toContain(row.status);
  if ('durationSeconds' in row && typeof row.durationSeconds === 'number') {
    expect(row.durationSeconds).toBeGreaterThanOrEqual(0);
  }
}

describe.each([
  ['vb365', 'v8'],
  ['vb365', 'v6'],
  ['vb365', 'v3'],
  ['vbr', '1.3-rev2'],
  ['vbr', '1.2-rev1'],
  ['vbr', '1.0-rev1'],
] as const)('%s %s', (product, version) => {
  test('any answer becomes records or a named error', async () => {
    await fc.assert(
      fc.asyncProperty(CORRUPTION, async (corruption) => {
        await named(async () => {
          await askEverything(await open(product, version, corruption));
        });
      }),
      { numRuns: runs(30) },
    );
  }, 120_000);
});
