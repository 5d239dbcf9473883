import { describe, expect, test } from '@jest/globals';
import { readFields } from '../../../../src/servers/reading/reading.ts';
import { readReason } from '../../../../src/servers/login/refusal-text.ts';
import { failureOf } from '../../../../src/servers/vb365/refusal.ts';
import { fixture } from './fixtures.ts';

const WHERE = { where: 'GET /v8/Jobs on backup.example.com' };

function answer(status: number, body = '', statusText = '') {
  return failureOf({ status, statusText, body }, WHERE);
}

describe('the reason', () => {
  test.each([
    ['{"message":"Proxy is offline","errorCode":"ProxyOffline"}', 'Proxy is offline'],
    ['{"error":"invalid_grant","error_description":"Wrong password"}', 'Wrong password'],
    ['{"error":"invalid_grant"}', 'invalid_grant'],
    ['{"error":{"message":"nested"}}', 'nested'],
    ['{"message":"two\\r\\nlines\\u001b[31m"}', 'two lines [31m'],
  ])('of %s', (body, reason) => {
    expect(readReason(body)).toBe(reason);
  });

  test.each(['', ' ', '<html>500</html>', '{"message":', 'null', '[]', '{"message":"\\u0000"}'])(
    'is missing in %p',
    (body) => {
      expect(readReason(body)).toBeNull();
    },
  );

  test('is short and never a stack trace', () => {
    const body = JSON.stringify({ message: 'x'.repeat(5000), stackTrace: 'at Veeam.Secret()' });
    const reason = readReason(body);
    expect(reason?.length).toBeLessThan(350);
    expect(answer(500, body).message).not.toContain('Veeam.Secret');
  });
});

describe('the failure', () => {
  test.each([
    [400, 'REQUEST_FAILED'],
    [401, 'LOGIN_REFUSED'],
    [403, 'RIGHTS_REFUSED'],
    [404, 'NOT_FOUND'],
    [429, 'REQUEST_FAILED'],
    [500, 'REQUEST_FAILED'],
    [503, 'REQUEST_FAILED'],
  ])('of status %d is %s and says where', (status, code) => {
    expect(answer(status)).toMatchObject({ code, ...WHERE });
    expect(answer(status).message).toContain(String(status));
  });

  test('goes by the error code of v8 where the status says less', () => {
    expect(answer(500, '{"errorCode":"ResourceNotFound","message":"gone"}').code).toBe('NOT_FOUND');
    expect(answer(400, '{"errorCode":"ResourceAccessDenied"}').code).toBe('RIGHTS_REFUSED');
  });

  test('tells what the server said', () => {
    expect(answer(500, '{"message":"The database is down"}', 'Internal Server Error').message).toBe(
      'the server answered 500 Internal Server Error: The database is down',
    );
    expect(answer(502, '<html>Bad Gateway</html>').message).toBe('the server answered 502');
  });

  test('of the captured throttle tells its reason, which is in the status line', () => {
    const captured = readFields(fixture('token-throttled-v6'));
    const { status, statusText, body } = captured;
    const response = { status: Number(status), statusText: String(statusText), body: String(body) };
    expect(failureOf(response, WHERE)).toMatchObject({
      message: 'the server answered 429 API calls quota exceeded! maximum admitted 1 per Second.',
      hint: expect.stringContaining('again'),
    });
  });

  test('of a refused login and of refused rights hints at the operator-only mode', () => {
    for (const status of [401, 403]) {
      expect(answer(status).hint).toContain('Enable restore operator authentication only');
    }
    expect(answer(401).hint).toContain('service account');
  });
});
