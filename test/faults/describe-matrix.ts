import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Command } from '../../src/cli/command.ts';
import type { Product } from '../../src/model/product.ts';
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
  NOW,
  runAgainst,
  withHome,
  wordsOf,
  type Arguments,
  type Run,
} from './matrix.ts';
import { TRANSPORT_FAULTS } from './transport-faults.ts';

/** `VSI_FAULTS=all`: every fault with every command. Otherwise each fault meets a few of them. */
const IS_WHOLE = process.env['VSI_FAULTS'] === 'all';
/** Where the outcomes are written to, one line a cell; nowhere unless given. */
const SUMMARY = process.env['VSI_FAULT_SUMMARY'];

const FAULTS: readonly FaultCase[] = [...TRANSPORT_FAULTS, ...CONTENT_FAULTS];
/** Without `VSI_FAULTS=all` one cell in so many is tried; no divisor of the number of commands. */
const EVERY = 8;

/** The commands that a fault meets in this run: each in its turn, so that all meet many faults. */
function commandsFor(fault: number): readonly Command[] {
  return IS_WHOLE ? ASKING : ASKING.filter((_, index) => (3 * fault + index) % EVERY === 0);
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

    test.each(FAULTS.map((fault, index) => ({ ...fault, index })))('$name', async (fault) => {
      const wrong: string[] = [];
      for (const command of commandsFor(fault.index)) {
        const path = command.path.join(' ');
        const honest = await honestRun(command);
        const run = await faultyRun(fault, wordsOf(command, values));
        const expected = fault.but?.[path] ?? fault.expect;
        const problems = [
          ...breachesOf(run, server),
          ...problemsOf(run, honest, { command, expected }),
        ];
        wrong.push(...problems.map((problem) => `${path}: ${problem}`));
        if (SUMMARY !== undefined) {
          const cell = [product, fault.name, path, outcomeOf(run, honest)];
          appendFileSync(SUMMARY, `${cell.join('\t')}\n`);
        }
      }
      expect(wrong).toEqual([]);
    });

    test('no secret in what --debug prints', async () => {
      const words = ['session', 'list', '--debug', '--retries', '1'];
      const faults = IS_WHOLE ? FAULTS : FAULTS.filter((_, index) => index % 12 === 0);
      for (const fault of faults) {
        const { stdout, stderr } = await faultyRun(fault, words);
        expect([fault.name, leaks(stdout + stderr, server)]).toEqual([fault.name, false]);
      }
    });

    test('whatever happened, only GETs and the two POSTs were sent, and no token elsewhere', () => {
      expect(server.requests.length).toBeGreaterThan(100);
      expect(readOnlyBreaches(server.requests, server.tokens)).toEqual([]);
      expect(foreign.requests).toEqual([]);
    });
  });
}
