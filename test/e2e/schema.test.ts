import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Command } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/tree.ts';
import { startDemoServer, type DemoServer } from '../../src/demo/demo-server.ts';
import { main } from '../../src/main.ts';
import type { Product } from '../../src/model/product.ts';
import { memoryHost } from '../support/host.ts';
import { reportValidator, schemaValidators, type SchemaCheck } from '../support/schemas.ts';

/** The oldest, the newest, and one from where most ways part; the contract tests go through them all. */
const VERSIONS: Readonly<Record<Product, readonly string[]>> = {
  vb365: ['v3', 'v6', 'v8'],
  vbr: ['1.0-rev1', '1.2-rev1', '1.3-rev2'],
};

/** VB365 tells of objects from v7 on. */
const NO_TASKS = ['v3', 'v6'];

/** Commands that print records of a backup server; those on saved servers have tests of their own. */
const PRINTING = COMMANDS.filter(
  ({ record, path }) => record !== undefined && path[0] !== 'server',
);

/** A job that runs every day, and what its sessions are like. */
const JOBS: Readonly<Record<Product, string>> = { vb365: 'Teams', vbr: 'SQL Production' };

const NOW = Date.parse('2026-11-22T05:30:00Z');
const validators = await schemaValidators();
const checkReport = await reportValidator();
const servers = new Map<Product, DemoServer>();

beforeAll(async () => {
  for (const product of ['vb365', 'vbr'] as const) {
    servers.set(product, await startDemoServer({ product, now: () => NOW, throttle: false }));
  }
});

afterAll(async () => {
  for (const server of servers.values()) await server.close();
});

/** Runs the program in this process: there are many runs. */
async function run(product: Product, version: string, ...argv: string[]) {
  const server = servers.get(product);
  if (server === undefined) throw new Error('no server');
  const memory = memoryHost({
    argv: [...argv, '--api-version', version],
    now: () => NOW,
    variables: {
      VSI_SERVER: server.url,
      VSI_PRODUCT: product,
      VSI_USERNAME: server.username,
      VSI_PASSWORD: server.password,
      VSI_FINGERPRINT: server.fingerprint,
    },
  });
  const code = await main(memory.host);
  return { code, stdout: memory.stdout(), stderr: memory.stderr() };
}

function wordsOf({ path, argument, flags }: Command, product: Product): string[] {
  const job = JOBS[product];
  const all = flags.some(({ name }) => name === 'limit') ? ['--limit', '0'] : [];
  const kinds = path.join(' ') === 'session list' ? ['--kind', 'all'] : [];
  // What a record looks like three days tell as well as thirty.
  const since = flags.some(({ name }) => name === 'since') ? ['--since', '3d'] : [];
  if (argument?.name === 'job') return [...path, job, ...all, ...since];
  return argument?.name === 'session'
    ? [...path, 'latest', '--job', job]
    : [...path, ...all, ...kinds, ...since];
}

function checkOf(record: string | undefined, isList: boolean): SchemaCheck {
  const checks = validators((record ?? '').replaceAll(' ', '-'));
  return isList ? checks.list : checks.record;
}

const RUNS = (['vb365', 'vbr'] as const).flatMap((product) =>
  VERSIONS[product].map((version) => [product, version] as const),
);

describe.each(RUNS)('%s %s: JSON satisfies its schema', (product, version) => {
  test.each(PRINTING.map((command) => [command.path.join(' '), command] as const))(
    '%s',
    async (_, command) => {
      const words = wordsOf(command, product);
      const { code, stdout } = await run(product, version, ...words, '-o', 'json');
      if (NO_TASKS.includes(version) && command.record === 'task') {
        expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
        return;
      }
      expect(code).toBe(0);
      const known: unknown = JSON.parse(stdout);
      const isList = Array.isArray(known);
      expect(isList).toBe(command.path[1] !== 'show');
      expect(isList && known.length === 0 ? words : []).toEqual([]);
      expect(checkOf(command.record, isList)(known)).toEqual([]);
    },
  );
});

describe('the document of report satisfies its schema', () => {
  // The oldest and the newest version of each: those between take the same ways.
  const ends = (['vb365', 'vbr'] as const).flatMap((product) =>
    [VERSIONS[product].at(0), VERSIONS[product].at(-1)].map(
      (each) => [product, each ?? ''] as const,
    ),
  );

  test.each(ends)('%s %s', async (product, version) => {
    const { code, stdout } = await run(product, version, 'report', '--format', 'json');
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect(checkReport(document)).toEqual([]);
    // Nothing of it was checked where there is nothing in it.
    expect(document.problems.length).toBeGreaterThan(0);
    expect(document.servers[0].jobs.length).toBeGreaterThan(0);
  });

  test('of a server that is dead', async () => {
    const memory = memoryHost({
      argv: ['report', '--format', 'json', '--retries', '0'],
      now: () => NOW,
      variables: {
        VSI_SERVER: 'https://127.0.0.1:1',
        VSI_PRODUCT: 'vbr',
        VSI_USERNAME: 'x',
        VSI_PASSWORD: 'x',
      },
    });
    expect(await main(memory.host)).toBe(3);
    const document = JSON.parse(memory.stdout());
    expect(checkReport(document)).toEqual([]);
    expect(document.unreachable).toHaveLength(1);
    expect(checkReport({ ...document, further: 1 })).not.toEqual([]);
    expect(checkReport({ ...document, status: 'fine' })).not.toEqual([]);
  });
});
