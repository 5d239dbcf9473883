import { expect, test } from '@jest/globals';
import type { ServerRecord } from '../../../src/model/server-record.ts';
import { renderServer } from '../../../src/output/screens/server-pane.ts';
import { screenOf } from './support.ts';

const SERVER: ServerRecord = {
  name: 'vienna',
  url: 'https://backup.vienna.example.com:4443',
  product: 'vb365',
  username: null,
  groups: [],
  default: true,
  fingerprint: `${'AB:'.repeat(31)}CD`,
  caFile: `/etc/${'authorities/'.repeat(10)}ca.pem`,
  apiVersion: null,
};

/** What is copied out of the picture. */
const COPIED = [SERVER.url, SERVER.fingerprint, SERVER.caFile];

test.each([20, 80, 160])('what is copied is never broken, %d columns', async (width) => {
  const lines = renderServer({ server: SERVER, extra: [] }, await screenOf({ width })).split('\n');
  for (const text of COPIED) {
    const line = lines.find((each) => each.endsWith(text ?? ''));
    // On a line of its own where it does not fit behind its label.
    expect([
      text,
      `URL:          ${text}`,
      `Fingerprint:  ${text}`,
      `CA file:      ${text}`,
    ]).toContain(line);
  }
  const others = lines.filter((line) => !COPIED.some((text) => line.endsWith(text ?? '')));
  expect(Math.max(...others.map(({ length }) => length))).toBeLessThanOrEqual(width);
});

test('what is not set is said in words that fit', async () => {
  const none = { ...SERVER, fingerprint: null, caFile: null };
  const text = renderServer({ server: none, extra: [] }, await screenOf({ width: 40 }));
  expect(text.split('\n').every((line) => line.length <= 40)).toBe(true);
  expect(text.replaceAll(/\s+/g, ' ')).toContain('none, its authority must be trusted');
});
