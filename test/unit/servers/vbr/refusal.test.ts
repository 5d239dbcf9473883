import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isVsiError } from '../../../../src/model/errors.ts';
import { readReason } from '../../../../src/servers/login/refusal-text.ts';
import { loginProtocol } from '../../../../src/servers/vbr/login-protocol.ts';
import { failureOf, isVersionRefused } from '../../../../src/servers/vbr/refusal.ts';
import { requireRevision } from '../../../../src/servers/vbr/versions.ts';
import { fixture, fixtureText } from './fixtures.ts';

const WHERE = 'GET /api/v1/sessions on vbr';

function failure(status: number, body: string, version = '1.3-rev2') {
  return failureOf(
    { status, statusText: '', body },
    { where: WHERE, revision: requireRevision(version) },
  );
}

describe('an answer that is no success', () => {
  test.each([
    ['ErrorAccessDeniedForbiddenExample', 403, 'RIGHTS_REFUSED', 'Veeam Backup Viewer'],
    ['ErrorAccessDeniedUnauthorizedExample', 401, 'LOGIN_REFUSED', 'service accounts'],
    ['ErrorNotFoundExample', 404, 'NOT_FOUND', null],
    ['ErrorMethodNotAllowedExample', 405, 'UNSUPPORTED', null],
    ['ErrorServiceUnavailableExample', 500, 'REQUEST_FAILED', null],
    ['ErrorUnexpectedContentExample', 400, 'REQUEST_FAILED', null],
    ['ErrorUnknownErrorExample', 500, 'REQUEST_FAILED', null],
    ['ErrorInvalidUriExample', 400, 'REQUEST_FAILED', null],
  ])('%s (%d) is %s', (example, status, code, hint) => {
    const body = JSON.stringify(fixture('1.3-rev2-errors')[example]);
    const error = failure(status, body);
    expect(error).toMatchObject({ code, where: WHERE });
    expect(error.message).toContain(readReason(body));
    if (hint === null) expect(error.hint).toBeNull();
    else expect(error.hint).toContain(hint);
  });

  test('a version outside the list is refused, with what the server offers', () => {
    const error = failure(400, fixtureText('captured-unsupported-version'), '1.2-rev1');
    expect(isVersionRefused(error)).toBe(true);
    expect(error).toMatchObject({
      code: 'UNSUPPORTED',
      message: 'the server does not speak API 1.2-rev1',
      offered: ['1.1-rev0', '1.0-rev2', '1.0-rev1'],
    });
  });

  test('the same message for a listed version means a missing route', () => {
    const error = failure(400, fixtureText('captured-unsupported-version'), '1.0-rev1');
    expect(isVersionRefused(error)).toBe(false);
    expect(error).toMatchObject({ code: 'UNSUPPORTED', message: 'API 1.0-rev1 has no such route' });
  });

  test('a failure of an old revision hints at the newest', () => {
    const body =
      '{"errorCode":"UnknownError","message":"The value of enum EJobStatus is not supported ... Actual value was Stopped"}';
    expect(failure(500, body, '1.0-rev1').hint).toContain('--api-version');
    expect(failure(500, body).hint).toBeNull();
  });

  test.each(['', '<html>502</html>', '[1]', '{"errorCode":', 'null'])(
    '%s says nothing more',
    (body) => {
      expect(failure(502, body)).toMatchObject({
        code: 'REQUEST_FAILED',
        message: 'the server answered 502',
      });
    },
  );

  test('whatever the body is, it becomes a named error', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 599 }),
        fc.oneof(fc.json(), fc.string()),
        (status, body) => {
          const error = failure(status, body);
          expect(isVsiError(error)).toBe(true);
          expect(error.message).not.toMatch(/\p{Cc}/u);
        },
      ),
    );
  });
});

describe('the login', () => {
  const protocol = loginProtocol(requireRevision('1.1-rev0'), 'vbr');

  test('sends lower-case grants and the version', () => {
    expect(protocol.passwordForm('ops', 'secret')).toEqual({
      grant_type: 'password',
      username: 'ops',
      password: 'secret',
    });
    expect(protocol.refreshForm('r1')).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'r1',
    });
    expect(protocol.headers).toEqual({ 'x-api-version': '1.1-rev0' });
    expect(protocol).toMatchObject({
      tokenPath: '/api/oauth2/token',
      logoutPath: '/api/oauth2/logout',
      refusedStatuses: [400, 401],
    });
  });

  test('a 400 is a refused login unless it is about the version', () => {
    const body =
      '{"errorCode":"UnexpectedContent","message":"The user name or password is incorrect."}';
    expect(protocol.readOtherFailure?.(400, body)).toBeNull();
    expect(protocol.readRefusal(body)).toBe('The user name or password is incorrect.');
    const refused =
      '{"message":"Unsupported RESTAPI version. The following versions are supported: v1.3-rev0"}';
    const other = protocol.readOtherFailure?.(400, refused);
    expect(isVersionRefused(other)).toBe(true);
    expect(other).toMatchObject({ where: 'POST /api/oauth2/token on vbr' });
  });
});
