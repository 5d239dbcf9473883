// What the program asks of a VB365 server, held against the vendor's documents: paths, parameters and
// forms, over all commands. The answers come from the demo server and are checked along with them.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../src/demo/https-server.ts';
import { rowsOf, setStage, type Stage } from '../support/vsi.ts';
import { VB365_DEVIATIONS } from './deviations.ts';
import { describeWithSpec, operationOf, violations, type Spec } from './openapi.ts';

const LATEST = ['latest', '--job', 'Teams'];

/** Every command that asks a server, with every flag that changes what it asks. */
function commandsOf(restore: string, retrieval: string | null): readonly (readonly string[])[] {
  return [
    ['jobs', 'list', '-o', 'json'],
    ['jobs', 'show', 'Teams'],
    ['jobs', 'sessions', 'Teams', '--since', '3d', '--status', 'success'],
    ['session', 'list', '--limit', '0', '--since', '3d'],
    ['session', 'list', '--limit', '0', '--kind', 'all'],
    ['session', 'list', '--kind', 'copy', '--status', 'failed,warning'],
    ['session', 'list', '--status', 'success', '--limit', '5'],
    ['session', 'list', '--status', 'running'],
    ['session', 'show', ...LATEST, '-o', 'table'],
    ['session', 'show', restore, '-o', 'table'],
    ['session', 'log', ...LATEST, '--level', 'failed'],
    ['session', 'log', restore],
    ['session', 'tasks', ...LATEST],
    ...(retrieval === null ? [] : [['session', 'log', retrieval]]),
    ['api', 'ServiceInstance'],
    ['api', 'JobSessions?limit=500', '--paginate'],
    ['logout'],
  ];
}

describe.each(['v6', 'v7', 'v8'] as const)('the client by the document of %s', (version) => {
  describeWithSpec(`vb365-${version}`, 'every exchange', (spec: Spec) => {
    const exchanges: Exchange[] = [];
    const failed: unknown[] = [];
    let stage: Stage;

    async function run(words: readonly string[]): Promise<string> {
      const { code, stdout, stderr } = await stage.runHere([...words, '--quiet']);
      if (code !== 0) failed.push({ words, code, stderr });
      return stdout;
    }

    async function idOf(kind: string): Promise<string | null> {
      const rows = rowsOf(await run(['session', 'list', '--kind', kind, '--json', 'id']));
      const id = rows[0]?.['id'];
      return typeof id === 'string' ? id : null;
    }

    beforeAll(async () => {
      stage = await setStage({
        newestVersion: version,
        onExchange: (exchange) => exchanges.push(exchange),
      });
      const [restore, retrieval] = [await idOf('restore'), await idOf('retrieval')];
      for (const words of commandsOf(restore ?? '', retrieval)) await run(words);
    }, 60_000);

    afterAll(async () => {
      await stage.close();
    });

    test('is right in every parameter, form and answer', () => {
      const found = exchanges
        // Finding out the version and the product asks for what the document need not know.
        .filter(({ url, status }) => url.startsWith(`/${version}/`) || status !== 404)
        .flatMap((exchange) => violations(spec, exchange, VB365_DEVIATIONS));
      expect([...new Set(found)]).toEqual([]);
    });

    test('all commands came through', () => {
      // Before v7 there are no objects to list.
      const expected = version === 'v6' ? [expect.objectContaining({ code: 1 })] : [];
      expect(failed).toEqual(expected);
    });

    test('is only ever GET, and POST to the token routes', () => {
      const others = exchanges
        .filter(({ method }) => method !== 'GET')
        .map(({ method, url }) => `${method} ${url}`);
      const allowed = [
        `POST /${version}/token`,
        ...(version === 'v6' ? [] : [`POST /${version}/token/logout`]),
      ];
      expect([...new Set(others)].sort()).toEqual(allowed);
    });

    test('asks for most of what the document has', () => {
      const used = new Set(exchanges.map((exchange) => operationOf(spec, exchange)?.path));
      for (const path of ['JobSessions', 'Jobs', 'RestoreSessions', 'ServiceInstance']) {
        expect(used).toContain(`/${version}/${path}`);
      }
      expect(exchanges.length).toBeGreaterThan(40);
    });
  });
});
