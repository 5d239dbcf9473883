// The simulated VBR server against the vendor's documents: every route of every revision is asked, and
// what comes back must be what the document of that revision says, but for the differences named here,
// which real servers or the documents' own examples show.
import { describe, expect, test } from '@jest/globals';
import { VOCABULARIES } from '../../src/demo/vbr/words.ts';
import {
  ask,
  askForToken,
  listOf,
  NOW,
  objectOf,
  PASSWORD,
  reader,
  simulate,
  textOf,
  tokenOf,
  USERNAME,
  type Ask,
  type Json,
} from '../unit/demo/vbr/client.ts';
import { isObject, itemsOf, type JsonObject } from './json-schema.ts';
import { describeWithSpec, violations, type Spec } from './openapi.ts';
import { CHECKED_REVISIONS } from './revisions.ts';
import { repaired, VBR_DEVIATIONS, VBR_REPAIRS } from './vbr-deviations.ts';

const NO_SUCH_ID = '7c0c3c71-9e3b-4c6f-9a55-0d4d8f0a3a11';

describe.each(CHECKED_REVISIONS.map((revision) => [revision]))('%s', (revision) => {
  describeWithSpec(`vbr-${revision}`, 'by its document', (spec) => {
    const server = reader();
    const token = tokenOf(server.server);
    const probe = (request: Partial<Ask> & { readonly path: string }): Probe =>
      check(spec, revision, { token, ...request }, server.server);
    const lists = [
      '/api/v1/sessions',
      '/api/v1/automation/sessions',
      '/api/v1/jobs/states',
      ...(revision < '1.2-rev1' ? [] : ['/api/v1/taskSessions']),
    ];

    test.each(lists)('%s in full', (path) => {
      const { found, body } = probe({ path, query: 'limit=100000' });
      expect(found).toEqual([]);
      expect(listOf(body, 'data').length).toBeGreaterThan(4);
    });

    test.each(lists)('%s by every documented parameter', (path) => {
      const operation = spec.operations.find((one) => one.method === 'GET' && one.path === path);
      const parameters = operation?.parameters.filter((one) => one.in === 'query') ?? [];
      expect(parameters.length).toBeGreaterThan(10);
      for (const { name, schema } of parameters) {
        for (const query of queriesFor(spec, name, schema)) {
          const { found, status } = probe({ path, query: `${query}&limit=2` });
          expect({ query, status, found }).toEqual({ query, status: 200, found: [] });
        }
      }
    });

    test.each([
      ['ESessionType', VOCABULARIES.get(revision)?.sessionTypes],
      ['ESessionState', VOCABULARIES.get(revision)?.sessionStates],
      ['EJobType', VOCABULARIES.get(revision)?.jobTypes],
      ['EJobStatus', VOCABULARIES.get(revision)?.jobStatuses],
      ['EJobWorkload', VOCABULARIES.get(revision)?.workloads],
    ])('takes the words of %s, all of them and no others', (name, words) => {
      expect([...(words ?? [])].sort()).toEqual([...wordsOf(spec, { $ref: `#/${name}` })].sort());
    });

    test('one session of each type and state, its log and its tasks', () => {
      const sessions = server.all(revision, 'sessions');
      const samples = new Map(
        sessions.map((session) => [
          `${String(session['sessionType'])} ${String(session['state'])}`,
          session,
        ]),
      );
      expect(samples.size).toBeGreaterThan(4);
      for (const session of samples.values()) {
        const path = `/api/v1/sessions/${textOf(session, 'id')}`;
        const one = probe({ path });
        expect(one.found).toEqual([]);
        expect(one.body).toEqual(session);
        expect(probe({ path: `${path}/logs` }).found).toEqual([]);
        if (revision < '1.2-rev1') continue;
        expect(probe({ path: `${path}/taskSessions` }).found).toEqual([]);
      }
    });

    test('one automation session and its log', () => {
      const [first] = listOf(probe({ path: '/api/v1/automation/sessions' }).body, 'data');
      const path = `/api/v1/automation/sessions/${textOf(objectOf(first), 'id')}`;
      expect(probe({ path }).found).toEqual([]);
      expect(probe({ path: `${path}/logs` }).found).toEqual([]);
    });

    if (revision >= '1.2-rev1') {
      test('one task of each type and state, and its log', () => {
        const tasks = server.all(revision, 'taskSessions');
        const kinds = new Map(
          tasks.map((task) => [`${String(task['type'])} ${String(task['state'])}`, task]),
        );
        expect([...new Set([...kinds.values()].map((task) => task['type']))].sort()).toEqual([
          'Antivirus',
          'Backup',
          'Replica',
          'Restore',
        ]);
        for (const task of kinds.values()) {
          const path = `/api/v1/taskSessions/${textOf(task, 'id')}`;
          expect(probe({ path }).found).toEqual([]);
          expect(probe({ path: `${path}/logs` }).found).toEqual([]);
        }
      });
    }

    test('the server, with and without a token', () => {
      for (const path of ['/api/v1/serverTime', '/api/v1/serverCertificate']) {
        expect(probe({ path, token: undefined }).found).toEqual([]);
      }
      if (revision !== '1.0-rev1') expect(probe({ path: '/api/v1/serverInfo' }).found).toEqual([]);
    });

    test('login, refresh, logout and their refusals', () => {
      const path = '/api/oauth2/token';
      const form = (fields: Readonly<Record<string, string>>): Probe => {
        const body = new URLSearchParams(fields).toString();
        return probe({ method: 'POST', path, body, token: undefined });
      };
      const credentials = { username: USERNAME, password: PASSWORD };
      const login = form({ grant_type: 'password', ...credentials });
      expect(login).toMatchObject({ status: 200, found: [] });
      const refreshed = form({
        grant_type: 'refresh_token',
        refresh_token: textOf(login.body, 'refresh_token'),
      });
      expect(refreshed).toMatchObject({ status: 200, found: [] });
      const refused = form({ grant_type: 'password', username: USERNAME, password: 'wrong' });
      expect(refused).toMatchObject({ status: 401, found: [] });
      expect(form({ grant_type: 'password' })).toMatchObject({ status: 400, found: [] });
      const unknown = { method: 'POST', path, version: '9.9-rev9', body: 'grant_type=password' };
      expect(probe(unknown)).toMatchObject({ status: 400, found: [] });
      const gone = textOf(refreshed.body, 'access_token');
      const logout = probe({ method: 'POST', path: '/api/oauth2/logout', token: gone });
      expect(logout).toMatchObject({ status: 200, found: [] });
      expect(probe({ path: '/api/v1/sessions', token: gone })).toMatchObject({
        status: 401,
        found: [],
      });
    });

    test('what is not there, and what is not allowed', () => {
      const missing = `/api/v1/sessions/${NO_SUCH_ID}`;
      expect(probe({ path: missing })).toMatchObject({ status: 404, found: [] });
      expect(probe({ path: `${missing}/logs` })).toMatchObject({ status: 404, found: [] });
      if (revision === '1.0-rev1') return;
      const viewers = simulate({ role: 'viewer' });
      const path = '/api/v1/serverInfo';
      const refused = check(spec, revision, { path, token: tokenOf(viewers) }, viewers);
      expect(refused).toMatchObject({ status: 403, found: [] });
    });

    test('knows every path of the document', () => {
      const own = simulate();
      for (const { method, path } of spec.operations) {
        const request = { method, path: path.replace('{id}', 'x'), version: revision };
        const { status } = ask(own, request);
        expect({ path, refused: [405, 501].includes(status) }).toEqual({ path, refused: false });
        // A route that is missing answers like a version that is not served.
        const message = JSON.stringify(ask(own, request).body);
        expect(message).not.toContain('Unsupported RESTAPI version');
      }
    });
  });
});

test('a refused version is answered as captured from a 12.0 server', () => {
  const server = simulate({ newestVersion: '1.1-rev0' });
  const response = askForToken(server, { grant_type: 'password' }, '1.3-rev2');
  // fixtures/vbr/captured-12.0-unsupported-version.json
  expect(response).toEqual({
    status: 400,
    body: {
      errorCode: 'NotImplemented',
      message:
        'Unsupported RESTAPI version. The following versions are supported: v1.0-rev1, v1.0-rev2, v1.1-rev0',
      resourceId: null,
    },
  });
});

describe('every named difference is still there', () => {
  test.each(VBR_REPAIRS.map((repair) => [repair.name, repair] as const))('%s', (_name, repair) => {
    for (const revision of [repair.from, repair.to]) {
      const used = new Set<string>();
      for (const [path, body] of samplesOf(revision)) {
        repaired(body, { revision, path, used });
      }
      expect([...used]).toContain(repair.name);
    }
  });

  /** Answers of a revision in which all that the differences speak of occurs. */
  function samplesOf(revision: string): readonly (readonly [string, unknown])[] {
    const { server, all, get } = reader();
    const [session] = all(revision, 'sessions');
    const log = `sessions/${textOf(objectOf(session), 'id')}/logs`;
    const form = { grant_type: 'password', username: USERNAME, password: PASSWORD };
    const data = ['sessions', 'taskSessions', log].map(
      (path) => [`/api/v1/${path}`, get(revision, path).body] as const,
    );
    return [
      ...data,
      ['/api/oauth2/token', askForToken(server, form, revision).body],
      ['/api/oauth2/token', askForToken(server, form, '9.9-rev9').body],
    ];
  }
});

interface Probe {
  readonly status: number;
  /** As served. */
  readonly body: Json;
  /** What the document says against it. */
  readonly found: readonly string[];
}

function check(
  spec: Spec,
  revision: string,
  request: Partial<Ask> & { readonly path: string },
  server: ReturnType<typeof simulate>,
): Probe {
  const asked = { version: revision, ...request };
  const response = ask(server, asked);
  const exchange = {
    method: asked.method ?? 'GET',
    url: `${asked.path}${asked.query === undefined ? '' : `?${asked.query}`}`,
    requestHeaders: {
      'x-api-version': revision,
      ...(asked.body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    requestBody: asked.body ?? '',
    status: response.status,
    responseHeaders: { 'content-type': 'application/json' },
    responseBody: JSON.stringify(
      repaired(response.body, { revision, path: asked.path, used: new Set() }),
    ),
  };
  const found = violations(spec, exchange, VBR_DEVIATIONS);
  return { status: response.status, body: objectOf(response.body), found };
}

/** Queries with values that the parameter takes: all words of a short list, some of a long one. */
function queriesFor(spec: Spec, name: string, schema: JsonObject): readonly string[] {
  if (name === 'limit') return ['skip=1'];
  const items = isObject(schema['items']) ? schema['items'] : null;
  const words = wordsOf(spec, items ?? schema).slice(0, 12);
  if (items !== null) return [words.map((word) => `${name}=${word}`).join('&')];
  if (words.length > 0) return words.map((word) => `${name}=${word}`);
  return [`${name}=${encodeURIComponent(sampleOf(schema))}`];
}

function sampleOf({ type, format }: JsonObject): string {
  if (format === 'uuid') return NO_SUCH_ID;
  if (format === 'date-time') return new Date(NOW).toISOString();
  if (type === 'boolean') return 'true';
  return type === 'integer' ? '3' : '*a*';
}

/** The words of an enumeration that the schema refers to; none where it refers to no such. */
function wordsOf(spec: Spec, schema: JsonObject): readonly string[] {
  const name = String(schema['$ref']).split('/').at(-1) ?? '';
  const schemas = objectOf(objectOf(spec.document['components'])['schemas']);
  const target = schemas[name];
  return isObject(target) ? itemsOf(target['enum']).map(String) : [];
}
