import { describe, expect, test } from '@jest/globals';
import { VsiError, type ErrorCode } from '../../../src/model/errors.ts';
import type { BackupServer, Pages } from '../../../src/servers/backup-server.ts';
import { createFleet, type FleetMember } from '../../../src/servers/fleet.ts';
import { stubServer } from '../../support/stub-server.ts';
import { collect } from './support.ts';

/** A server that knows nothing but its name; every other question fails the test. */
function namedServer(name: string, closed: string[]): BackupServer {
  return stubServer({
    name,
    close: async () => {
      closed.push(name);
    },
  });
}

function fleetOf(plan: Readonly<Record<string, 'opens' | ErrorCode>>) {
  const closed: string[] = [];
  const members = Object.entries(plan).map(([name, outcome]): FleetMember => ({
    name,
    open: async () => {
      if (outcome !== 'opens') throw new VsiError(outcome, `${name} failed`);
      return namedServer(name, closed);
    },
  }));
  return { fleet: createFleet(members), closed };
}

const ROWS: Readonly<Record<string, readonly number[]>> = { a: [9, 5, 1], b: [8, 4], c: [7] };

async function* rowsOf({ name }: BackupServer, fails?: string): Pages<number> {
  for (const row of ROWS[name] ?? []) yield [row];
  if (name === fails) throw new VsiError('REQUEST_FAILED', `${name} broke off`);
}

const ORDER = { compare: (a: number, b: number) => b - a, idOf: String };

describe('a fleet', () => {
  test('merges the lists of its servers in their order', async () => {
    const { fleet, closed } = fleetOf({ a: 'opens', b: 'opens', c: 'opens' });
    expect(await collect(fleet.merge((server) => rowsOf(server), ORDER))).toEqual([
      9, 8, 7, 5, 4, 1,
    ]);
    expect(fleet.failures).toEqual([]);
    await fleet.close();
    expect(closed.sort()).toEqual(['a', 'b', 'c']);
  });

  test('goes on without a server that is dead or breaks off, and remembers it', async () => {
    const { fleet } = fleetOf({ a: 'UNREACHABLE', b: 'opens', c: 'opens' });
    const rows = await collect(fleet.merge((server) => rowsOf(server, 'b'), ORDER));
    expect(rows).toEqual([8, 7, 4]);
    expect(fleet.failures.map(({ server, error }) => [server, error.code])).toEqual([
      ['a', 'UNREACHABLE'],
      ['b', 'REQUEST_FAILED'],
    ]);
    // What has failed is not asked again.
    expect(await fleet.gather(async ({ name }) => name)).toMatchObject([{ value: 'c' }]);
  });

  test.each([
    [{ a: 'REQUEST_FAILED', b: 'LOGIN_REFUSED' }, 'LOGIN_REFUSED'],
    [{ a: 'LOGIN_REFUSED', b: 'TIMEOUT' }, 'TIMEOUT'],
    [{ a: 'NOT_VEEAM', b: 'NOT_VEEAM' }, 'NOT_VEEAM'],
    [{ a: 'NOT_FOUND', b: 'NOT_FOUND' }, 'NOT_FOUND'],
    // The one has it perhaps, but could not say.
    [{ a: 'NOT_FOUND', b: 'REQUEST_FAILED' }, 'REQUEST_FAILED'],
  ] as const)('of which all failed (%j) fails itself', async (plan, code) => {
    const { fleet } = fleetOf(plan);
    await expect(fleet.gather(async () => 1)).rejects.toMatchObject({ code });
    expect(fleet.failures).toHaveLength(2);
  });

  test('is ended by a Ctrl-C, whoever of its servers notices', async () => {
    const { fleet } = fleetOf({ a: 'opens', b: 'INTERRUPTED' });
    await expect(fleet.gather(async () => 1)).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});

test('a fleet of one throws the failure of its server as it is', async () => {
  const { fleet } = fleetOf({ a: 'TLS_UNTRUSTED' });
  await expect(fleet.gather(async () => 1)).rejects.toMatchObject({ message: 'a failed' });
  await expect(collect(fleet.merge((server) => rowsOf(server), ORDER))).rejects.toMatchObject({
    code: 'TLS_UNTRUSTED',
  });
  await fleet.close();
});

describe('a large fleet', () => {
  const NAMES = Array.from({ length: 40 }, (_, index) => `server-${index}`);

  /** Members that wait until the test lets them all go, and tell how many wait. */
  function waitingFleet() {
    const state = { waiting: 0, most: 0 };
    const members = NAMES.map((name): FleetMember => ({
      name,
      open: async () => {
        state.waiting += 1;
        state.most = Math.max(state.most, state.waiting);
        for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
        state.waiting -= 1;
        return namedServer(name, []);
      },
    }));
    return { fleet: createFleet(members), state };
  }

  test('is asked at the same time, but not all of it at once; answers come in its order', async () => {
    const { fleet, state } = waitingFleet();
    const answers = await fleet.gather(async ({ name }) => name);
    expect(answers.map(({ value }) => value)).toEqual(NAMES);
    expect(state.most).toBeGreaterThanOrEqual(20);
    expect(state.most).toBeLessThan(NAMES.length);
  });

  test('merges lists within the same bounds', async () => {
    const { fleet, state } = waitingFleet();
    const pages = fleet.merge(async function* ({ name }) {
      yield [Number(name.slice('server-'.length))];
    }, ORDER);
    expect(await collect(pages)).toEqual([...NAMES.keys()].reverse());
    expect(state.most).toBeGreaterThanOrEqual(20);
    expect(state.most).toBeLessThan(NAMES.length);
  });
});

test('failures are in the order of the servers, also of two that have the same name', async () => {
  const codes: ErrorCode[] = ['TIMEOUT', 'LOGIN_REFUSED', 'UNREACHABLE'];
  const members = codes.map((code, index): FleetMember => ({
    name: 'host',
    open: async () => {
      for (let turn = 0; turn < 10 - index; turn += 1) await Promise.resolve();
      throw new VsiError(code, 'failed');
    },
  }));
  const fleet = createFleet([
    ...members,
    { name: 'host', open: async () => namedServer('host', []) },
  ]);
  expect(await fleet.gather(async () => 1)).toHaveLength(1);
  expect(fleet.failures.map(({ error }) => error.code)).toEqual(codes);
});
