import { describe, expect, test } from '@jest/globals';
import { VsiError } from '../../../../src/model/errors.ts';
import { negotiateRevision } from '../../../../src/servers/vbr/negotiation.ts';
import { fakeHttp, type Answer, type FakeHttp } from './fake-http.ts';
import { SERVER, fixture, fixtureText } from './fixtures.ts';

const SERVER_TIME: Answer = { json: fixture('1.1-rev0-servertime') };

/** The sentences of real servers (12.0 captured in full, 11.0 and 12.2 as people quote them). */
const REFUSALS: readonly (readonly [string, string, string])[] = [
  ['12.0', fixtureText('captured-unsupported-version'), '1.1-rev0'],
  [
    '11.0',
    '{"errorCode":"BadRequest","message":"Bad request: Unsupported RESTAPI version. The following versions are supported: v1.0-rev1."}',
    '1.0-rev1',
  ],
  [
    '12.2',
    '{"errorCode":"NotImplemented","message":"Unsupported RESTAPI version. The following versions are supported: v1.0-rev1, v1.0-rev2, v1.1-rev0, v1.1-rev1, v1.1-rev2"}',
    '1.1-rev2',
  ],
];

function versionsAsked(http: FakeHttp): readonly unknown[] {
  return http.asked.map(({ headers }) => headers?.['x-api-version']);
}

describe('negotiation', () => {
  test('asks anonymously for the time, in the newest revision', async () => {
    const http = fakeHttp(() => SERVER_TIME);
    expect((await negotiateRevision(http, SERVER)).name).toBe('1.3-rev2');
    expect(http.asked).toEqual([
      { method: 'GET', path: '/api/v1/serverTime', headers: { 'x-api-version': '1.3-rev2' } },
    ]);
  });

  test.each(REFUSALS)('takes the newest that a server %s names', async (_, body, expected) => {
    const http = fakeHttp(() => ({ status: 400, body }));
    expect((await negotiateRevision(http, SERVER)).name).toBe(expected);
    expect(http.asked).toHaveLength(1);
  });

  test('passes over revisions that vsi does not know', async () => {
    const body = JSON.stringify({
      errorCode: 'NotImplemented',
      message:
        'Unsupported RESTAPI version. The following versions are supported: v1.2-rev1, v1.10-rev0, v1.3-rev1',
    });
    const http = fakeHttp(() => ({ status: 400, body }));
    expect((await negotiateRevision(http, SERVER)).name).toBe('1.3-rev1');
  });

  test('says so when there is none in common', async () => {
    const body = JSON.stringify({
      message: 'Unsupported REST API version. The following versions are supported: v2.0-rev0',
    });
    await expect(
      negotiateRevision(
        fakeHttp(() => ({ status: 400, body })),
        SERVER,
      ),
    ).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: 'the server speaks API 2.0-rev0; vsi knows 1.0-rev1 to 1.3-rev2',
    });
  });

  test('tries one after the other where a refusal names none', async () => {
    const { ErrorNotImplementedExample: refusal } = fixture('1.3-rev2-errors');
    const http = fakeHttp((_, { headers }) =>
      headers?.['x-api-version'] === '1.2-rev1'
        ? SERVER_TIME
        : { status: 400, body: JSON.stringify(refusal) },
    );
    expect((await negotiateRevision(http, SERVER)).name).toBe('1.2-rev1');
    expect(versionsAsked(http)).toEqual(['1.3-rev2', '1.3-rev1', '1.3-rev0', '1.2-rev1']);
  });

  test.each([
    ['https://vbr:9398', 404, '', 'Enterprise Manager'],
    ['https://vbr:4443', 404, '', 'Microsoft 365'],
    ['https://vbr:9419', 200, '<html></html>', '9419'],
    ['https://vbr', 200, '{"serverTime":1}', 'web pages'],
  ])('%s that answers %d %s is no VBR', async (origin, status, body, hint) => {
    const http = fakeHttp(() => ({ status, body }), origin);
    await expect(negotiateRevision(http, SERVER)).rejects.toMatchObject({
      code: 'NOT_VEEAM',
      hint: expect.stringContaining(hint),
    });
  });

  test('a server that fails is a failed request', async () => {
    const body = '{"errorCode":"ServiceUnavailable","message":"starting"}';
    await expect(
      negotiateRevision(
        fakeHttp(() => ({ status: 500, body })),
        SERVER,
      ),
    ).rejects.toMatchObject({
      code: 'REQUEST_FAILED',
      message: 'the server answered 500: starting',
    });
  });

  test.each([
    ['https://vbr:9392', 'UNREACHABLE', 'console'],
    ['https://vbr:10005', 'ANSWER_UNREADABLE', 'console'],
    ['https://vbr:9398', 'TIMEOUT', 'Enterprise Manager'],
    ['https://vbr:9419', 'UNREACHABLE', 'Enterprise Plus licences'],
  ] as const)('%s that does not answer (%s) is explained', async (origin, code, hint) => {
    const failing = {
      origin,
      request: async () => {
        throw new VsiError(code, 'connection refused', { where: 'vbr', hint: 'check the host' });
      },
    };
    await expect(negotiateRevision(failing, SERVER)).rejects.toMatchObject({
      code,
      message: 'connection refused',
      where: 'vbr',
      hint: expect.stringContaining(hint),
    });
  });

  test.each([
    ['https://vbr:9419', new VsiError('TLS_UNTRUSTED', 'self-signed', { hint: 'pin it' })],
    ['https://vbr:9419', new VsiError('TIMEOUT', 'no answer within 10 s')],
    ['https://vbr:9999', new VsiError('UNREACHABLE', 'connection refused')],
    ['https://vbr:9398', new VsiError('UNREACHABLE', 'host vbr is unknown')],
    ['https://vbr:9398', new VsiError('INTERRUPTED', 'interrupted')],
  ])('%s: %s is not explained by the port', async (origin, failure) => {
    const failing = {
      origin,
      request: async () => {
        throw failure;
      },
    };
    await expect(negotiateRevision(failing, SERVER)).rejects.toBe(failure);
  });
});
