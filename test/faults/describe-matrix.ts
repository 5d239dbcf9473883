import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Command } from '../../src/cli/command.ts';
import { PRODUCTS, type Product } from '../../src/model/product.ts';
import { createCertificate } from '../support/certificates.ts';
import { startFaultyServer, type FaultyServer } from '../support/faulty-server.ts';
import { startHttpsServer, type TestServer } from '../support/https-server.ts';
import { readOnlyBreaches } from '../support/read-only.ts';
import { CONTENT_FAULTS } from './content-faults.ts';
import type { FaultCase } from './faults.ts';
import { breachesOf, leaks, outcomeOf, problemsOf } from './judge.ts';
import {
  argumentsFor,
  ASKING,
  commandNamed,
  IS_WHOLE,
  NOW,
  runAgainst,
  TEST_TIMEOUT,
  withHome,
  wordsOf,
  type Arguments,
  type Run,
} from './matrix.ts';
import { TRANSPORT_FAULTS } from './transport-faults.ts';

jest.setTimeout(TEST_TIMEOUT);

/** Where the outcomes are written to, one line a cell; nowhere unless given. */
const SUMMARY = process.env['VSI_FAULT_SUMMARY'];

const FAULTS: readonly FaultCase[] = [...TRANSPORT_FAULTS, ...CONTENT_FAULTS];

/** One for each kind of request: a list, pages of it, one thing with its parts, a raw answer, all together. */
const KINDS: readonly Command[] = [
  'jobs list',
  'session list',
  'session show',
  'session log',
  'session tasks',
  'check',
  'api',
].map(commandNamed);

/** One fault of each sort: every command meets these. */
const MAIN: ReadonlySet<string> = new Set([
  'token expires in mid-paging',
  'every token is refused',
  'no rights for anything',
  'sign-in: an HTML page',
  'first try: 502',
  '500 for good',
  'reset for good',
  'dies in mid-list: 500 from the third answer on',
  'cut JSON',
  'HTML with 404',
  'every answer is {}',
  'a hang',
  'a hang from the third answer on',
  'redirect to another host',
  'offsets are ignored: an endless first page',
  'words that nobody knows',
  'every optional field is missing',
  'every optional field is an object',
  'hostile texts',
  'hostile words',
]);

/** Of all other commands a fault meets one in so many: each in its turn; no divisor of their number. */
const EVERY = 7;

/** The commands that a fault meets in this run; outside of the whole one it is one command of one product. */
function commandsFor(
  product: Product,
  { name, products = PRODUCTS }: FaultCase,
  fault: number,
): readonly Command[] {
  if (!products.includes(product)) return [];
  if (!IS_WHOLE) {
    const turn = Math.floor(fault / 2);
    const isItsTurn = products[fault % products.length] === product;
    return isItsTurn ? KINDS.slice(turn % KINDS.length).slice(0, 1) : [];
  }
  if (MAIN.has(name)) return ASKING;
  return ASKING.filter(
    (command, index) => KINDS.includes(command) || (3 * fault + index) % EVERY === 0,
  );
}

/** Every fault of one product with the commands that ask it. */
export function describeMatrix(product: Product): void {
  describe(`faults of a ${product} server`, () => {
    let server: FaultyServer;
    let foreign: TestServer;
    let values: Arguments;
    const honestRuns = new Map<Command, Run>();

    beforeAll(async () => {
      // The other server has the same certificate: only vsi itself keeps the token from it.
      const certificate = await createCertificate();
      foreign = await startHttpsServer(certificate, (_request, response) => response.end('{}'));
      server = await startFaultyServer({ product, now: () => NOW, pageSize: 200, certificate });
      values = await argumentsFor(server);
    });

    afterAll(async () => {
      await Promise.all([server.close(), foreign.close()]);
    });

    async function honestRun(command: Command): Promise<Run> {
      const known = honestRuns.get(command);
      if (known !== undefined) return known;
      server.tamper(null);
      const run = await withHome((home) => runAgainst(server, wordsOf(command, values), { home }));
      expect(run).toMatchObject({ stderr: expect.not.stringContaining('hint:') });
      honestRuns.set(command, run);
      return run;
    }

    async function faultyRun(
      { keptLogin = false, tamper, variables = {} }: FaultCase,
      words: readonly string[],
    ): Promise<Run> {
      return withHome(async (home) => {
        server.tamper(null);
        if (keptLogin) await runAgainst(server, ['login'], { home });
        const scene = { product, foreignOrigin: foreign.origin, origin: server.origin };
        server.tamper(tamper({ ...scene, tokens: new Set(server.tokens) }));
        return runAgainst(server, words, { home, variables });
      });
    }

    const cases = FAULTS.map((fault, index) => ({
      ...fault,
      commands: commandsFor(product, fault, index),
    })).filter(({ commands }) => commands.length > 0);
    test.each(cases)('$name', async (fault) => {
      const wrong: string[] = [];
      let strikes = 0;
      for (const command of fault.commands) {
        const path = command.path.join(' ');
        const honest = await honestRun(command);
        const run = await faultyRun(fault, wordsOf(command, values));
        strikes += server.strikes();
        const expected = fault.but?.[path] ?? fault.expect;
        const problems = [
          ...breachesOf(run, server),
          ...problemsOf(run, honest, { command, expected }),
        ];
        wrong.push(...problems.map((problem) => `${path}: ${problem}`));
        if (SUMMARY !== undefined) {
          const cell = [product, fault.name, path, outcomeOf(run, honest), server.strikes()];
          appendFileSync(SUMMARY, `${cell.join('\t')}\n`);
        }
      }
      expect(wrong).toEqual([]);
      // A fault that no request has met would prove nothing.
      expect(strikes).toBeGreaterThan(0);
    });

    test('the main faults are among them', () => {
      expect(FAULTS.map(({ name }) => name)).toEqual(expect.arrayContaining([...MAIN]));
    });

    test('no secret in what --debug prints', async () => {
      const words = ['session', 'list', '--debug', '--retries', '1'];
      const faults = IS_WHOLE ? FAULTS : FAULTS.filter((_, index) => index % 24 === 0);
      for (const fault of faults) {
        const { stdout, stderr } = await faultyRun(fault, words);
        expect([fault.name, leaks(stdout + stderr, server)]).toEqual([fault.name, false]);
      }
    });

    test('whatever happened, only GETs and the two POSTs were sent, and no token elsewhere', () => {
      expect(server.requests.length).toBeGreaterThan(60);
      expect(readOnlyBreaches(server.requests, server.tokens)).toEqual([]);
      expect(foreign.requests).toEqual([]);
    });
  });
}
