import { expect, test } from '@jest/globals';
import { formatFingerprint, normaliseFingerprint } from '../../../src/model/fingerprint.ts';
import { isFailure, isLive, isSuccessful, STATUSES } from '../../../src/model/status.ts';

test('every status lives, failed, succeeded, or says nothing of that', () => {
  expect(STATUSES.filter(isLive)).toEqual(['running', 'queued', 'idle']);
  expect(STATUSES.filter(isFailure)).toEqual(['failed', 'disconnected', 'not-configured']);
  expect(STATUSES.filter(isSuccessful)).toEqual(['success', 'warning']);
});

const HEX = '0123456789abcdef'.repeat(4);
const COLONS = (HEX.toUpperCase().match(/../g) ?? []).join(':');

test.each([
  HEX,
  COLONS,
  ` ${COLONS}\n`,
  `sha256:${HEX}`,
  `SHA-256 Fingerprint = ${COLONS}`,
  `sha256 Fingerprint=${COLONS}`,
  COLONS.replaceAll(':', ' '),
  COLONS.replaceAll(':', '-'),
])('%s is a fingerprint', (text) => {
  expect(normaliseFingerprint(text)).toBe(HEX);
});

test.each(['', HEX.slice(1), `${HEX}0`, HEX.replace('0', 'g'), `sha1:${HEX}`, `x sha256:${HEX}`])(
  '%j is none',
  (text) => {
    expect(normaliseFingerprint(text)).toBeNull();
  },
);

test('it is shown as browsers do', () => {
  expect(formatFingerprint(HEX)).toBe(COLONS);
});
