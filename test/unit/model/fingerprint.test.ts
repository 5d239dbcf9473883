import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatFingerprint, normaliseFingerprint } from '../../../src/model/fingerprint.ts';

const HEX = '0123456789abcdef'.repeat(4);
const COLONS = (HEX.toUpperCase().match(/../g) ?? []).join(':');

test.each([
  HEX,
  HEX.toUpperCase(),
  COLONS,
  ` ${COLONS}\n`,
  ` sha256:${HEX}\n`,
  `SHA-256: ${COLONS}`,
  `SHA-256 Fingerprint = ${COLONS}`,
  `sha256 Fingerprint=${COLONS}`,
  `sha256  Fingerprint=${COLONS}`,
  COLONS.replaceAll(':', ' '),
  COLONS.replaceAll(':', '-'),
])('%j is a fingerprint', (text) => {
  expect(normaliseFingerprint(text)).toBe(HEX);
});

test.each([
  '',
  'sha256:',
  HEX.slice(1),
  `${HEX}0`,
  HEX.replace('0', 'g'),
  `sha1:${HEX}`,
  `x sha256:${HEX}`,
  // So much hex in front of the word that it would do for a whole fingerprint.
  `${HEX.slice(0, 32)}sha256:${HEX.slice(32)}`,
])('%j is none', (text) => {
  expect(normaliseFingerprint(text)).toBeNull();
});

test('it is shown as browsers do', () => {
  expect(formatFingerprint(HEX)).toBe(COLONS);
});

test('it comes back from the form in which it is shown', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      const hex = Buffer.from(bytes).toString('hex');
      expect(normaliseFingerprint(formatFingerprint(hex))).toBe(hex);
    }),
  );
});
