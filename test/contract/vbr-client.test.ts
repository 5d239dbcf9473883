// What the program asks of a VBR server, held against the vendor's documents: paths, parameters, forms
// and headers, over all commands and revisions. The answers come from the demo server and are checked
// along with them. The program runs inside this process, but over real sockets.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startDemoServer, type DemoServer } from '../../src/demo/demo-server.ts';
import type { Exchange } from '../../src/demo/https-server.ts';
import type { Revision } from '../../src/demo/vbr/revisions.ts';
import { main } from '../../src/main.ts';
import { memoryHost } from '../support/host.ts';
import { rowsOf } from '../support/vsi.ts';
import { describeWithSpec, operationOf, violations, type Spec } from './openapi.ts';
import { CHECKED_REVISIONS } from './revisions.ts';
import { repaired, VBR_DEVIATIONS } from './vbr-deviations.ts';

/** Server and program share a clock that stands still, so that the same question has the same answer. */
const NOW = Date.parse('2026-11-22T06:30:00Z');

const LATEST = ['latest', '--job', 'Daily VMs'];
const STATISTICS = ['--with', 'statistics', '--limit', '0'];

/** Every command that asks a server, with every flag that changes what it asks. */
const COMMANDS: readonly (readonly string[])[] = [
  ['login'],
  ['jobs', 'list', '-o', 'json'],
  ['jobs', 'show', 'Daily VMs'],
  ['jobs', 'sessions', 'Daily VMs', '--since', '3d', '--status', 'success'],
  ['session', 'list', '--since', '12h', ...STATISTICS],
  ['session', 'list', '--since', '2d', '--until', '1d', '--status', 'failed,warning'],
  ['session', 'list', '--status', 'running,queued,idle', '--since', '2d'],
  ['session', 'list', '--status', 'success', '--limit', '5'],
  ['session', 'list', '--kind', 'restore', '--since', '7d'],
  ['session', 'list', '--kind', 'copy,log-backup,archive', '--since', '1d'],
  ['session', 'list', '--kind', 'automation'],
  ['session', 'list', '--job', 'Daily VMs', '--since', '1d', ...STATISTICS],
  ['session', 'show', ...LATEST, '-o', 'table'],
  ['session', 'log', ...LATEST],
  ['session', 'log', ...LATEST, '--level', 'failed'],
  ['session', 'tasks', ...LATEST],
  ['api', 'jobs/states?limit=9', '--paginate'],
  ['api', 'serverTime'],
];

/** The newest session of each of these kinds is looked at, where the revision has any. */
const KINDS = ['restore', 'copy', 'replica', 'log-backup', 'automation'];

/** A job of an agent, whose sessions have no tasks in any revision. */
const AGENT_JOB = 'Accounting Workstation';

/** A server that knows nothing newer than a revision, and all that was exchanged with it. */
interface Inspected {
  readonly server: DemoServer;
  readonly exchanges: Exchange[];
  readonly failed: unknown[];
  readonly run: (words: readonly string[]) => Promise<string>;
}

async function inspect(revision: Revision): Promise<Inspected> {
  const exchanges: Exchange[] = [];
  const failed: unknown[] = [];
  const server = await startDemoServer({
    product: 'vbr',
    now: () => NOW,
    newestVersion: revision,
    onExchange: (exchange) => exchanges.push(exchange),
  });
  const variables = {
    VSI_SERVER: server.url,
    VSI_USERNAME: server.username,
    VSI_PASSWORD: server.password,
    VSI_FINGERPRINT: server.fingerprint,
  };
  return {
    server,
    exchanges,
    failed,
    run: async (words) => {
      const argv = [...words, '--product', 'vbr', '--quiet'];
      const { host, stdout, stderr } = memoryHost({ argv, variables, now: () => NOW });
      const code = await main(host);
      if (code !== 0) failed.push({ words, code, stderr: stderr() });
      return stdout();
    },
  };
}

/** Asks a server all that can be asked, one after the other. */
async function askEverything({ run }: Inspected): Promise<void> {
  for (const words of COMMANDS) await run(words);
  for (const kind of KINDS) {
    const list = await run([
      'session',
      'list',
      '--kind',
      kind,
      '--since',
      '10d',
      '--limit',
      '1',
      '--json',
      'id',
    ]);
    for (const { id } of rowsOf(list)) {
      await run(['session', 'show', String(id), '-o', 'table']);
      await run(['session', 'log', String(id)]);
    }
  }
  await run(['session', 'tasks', 'latest', '--job', AGENT_JOB]);
}

describe.each(CHECKED_REVISIONS.map((revision) => [revision]))(
  'the client by the document of %s',
  (revision) => {
    describeWithSpec(`vbr-${revision}`, 'every exchange', (spec: Spec) => {
      let inspected: Inspected;
      let exchanges: readonly Exchange[];

      beforeAll(async () => {
        inspected = await inspect(revision);
        await askEverything(inspected);
        exchanges = inspected.exchanges;
      }, 60_000);

      afterAll(async () => {
        await inspected.server.close();
      });

      test('all commands came through', () => {
        expect(inspected.failed).toEqual([]);
      });

      test('is right in every parameter, header, form and answer', () => {
        const found = eachOnce(exchanges)
          .filter((exchange) => !isNegotiation(exchange))
          .flatMap((exchange) => violations(spec, withRepairs(exchange, revision), VBR_DEVIATIONS));
        expect([...new Set(found)]).toEqual([]);
      });

      test('is only ever GET, and POST to the token routes', () => {
        const others = exchanges.filter(({ method }) => method !== 'GET');
        const routes = new Set(others.map(({ method, url }) => `${method} ${url}`));
        expect([...routes].sort()).toEqual(['POST /api/oauth2/logout', 'POST /api/oauth2/token']);
      });

      test('says its version with every request: the newest known first, then the common one', () => {
        const versions = exchanges.map(({ requestHeaders }) => requestHeaders['x-api-version']);
        const [first, ...others] = versions;
        expect(first).toBe(NEWEST);
        const expected = exchanges
          .slice(1)
          .map((exchange) => (isNegotiation(exchange) ? NEWEST : revision));
        expect(others).toEqual(expected);
      });

      test('asks for what the document has', () => {
        const used = new Set(exchanges.map((exchange) => operationOf(spec, exchange)?.path));
        expect([...used]).toEqual(expect.arrayContaining([...routesOf(revision)]));
        expect(exchanges.length).toBeGreaterThan(60);
      });
    });
  },
);

const NEWEST = '1.3-rev2';

/** The anonymous question that finds out the version: it need not be one that the server knows. */
function isNegotiation({ url, requestHeaders }: Exchange): boolean {
  return url === '/api/v1/serverTime' && requestHeaders['authorization'] === undefined;
}

function routesOf(revision: Revision): readonly string[] {
  return [
    '/api/v1/serverTime',
    '/api/v1/jobs/states',
    '/api/v1/sessions',
    '/api/v1/sessions/{id}',
    '/api/v1/sessions/{id}/logs',
    '/api/v1/automation/sessions',
    '/api/v1/automation/sessions/{id}',
    '/api/v1/automation/sessions/{id}/logs',
    ...(revision < '1.2-rev1' ? [] : ['/api/v1/sessions/{id}/taskSessions']),
    // From 1.3-rev2 on a session tells its statistics itself.
    ...(revision < '1.2-rev1' || revision === NEWEST ? [] : ['/api/v1/taskSessions']),
  ];
}

/** Without exchanges that are the same in all that a document speaks of. */
function eachOnce(exchanges: readonly Exchange[]): readonly Exchange[] {
  const different = new Map(
    exchanges.map((exchange) => {
      const { method, url, requestBody, requestHeaders, status, responseBody } = exchange;
      const version = requestHeaders['x-api-version'];
      return [[method, url, version, requestBody, status, responseBody].join('\n'), exchange];
    }),
  );
  return [...different.values()];
}

/** The exchange with all named differences of its answer undone. */
function withRepairs(exchange: Exchange, revision: Revision): Exchange {
  if (exchange.responseBody === '') return exchange;
  const body: unknown = JSON.parse(exchange.responseBody);
  const [path = ''] = exchange.url.split('?');
  const responseBody = JSON.stringify(repaired(body, { revision, path, used: new Set() }));
  return { ...exchange, responseBody };
}
