import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { macKeychain, secretToolKeychain } from '../../../src/config/keychain.ts';
import type { ProgramCall, ProgramRunner } from '../../../src/config/program.ts';
import { runs } from '../../support/runs.ts';
import { anyText } from '../../support/any-text.ts';

const OWNER = { url: 'https://vbo.example.com:4443', username: 'EXAMPLE\\o\'hara (test) "x"' };
const OTHER = { ...OWNER, username: 'other' };
const SECRET = 'pässword with "quotes" \\ and $(blanks)';

interface FakeSystem {
  readonly run: ProgramRunner;
  readonly calls: ProgramCall[];
}

/** `secret-tool`: attributes behind the verb name the item; the secret comes on standard input. */
function fakeSecretTool(): FakeSystem {
  const items = new Map<string, string>();
  const calls: ProgramCall[] = [];
  return {
    calls,
    run: async (call) => {
      calls.push(call);
      const [verb, ...words] = call.words;
      const key = words.filter((word) => !word.startsWith('--label=')).join('\n');
      const known = items.get(key);
      if (verb === 'store') items.set(key, call.input ?? '');
      if (verb === 'clear') items.delete(key);
      if (verb === 'lookup' && known === undefined) return { exitCode: 1, stdout: '' };
      return { exitCode: 0, stdout: verb === 'lookup' ? (known ?? '') : '' };
    },
  };
}

/** `security`: commands as words, or a line each on standard input with -i. */
function fakeSecurity(): FakeSystem {
  const items = new Map<string, string>();
  const calls: ProgramCall[] = [];
  const perform = (words: readonly string[]): { exitCode: number; stdout: string } => {
    const after = (flag: string): string => words[words.indexOf(flag) + 1] ?? '';
    const key = `${after('-s')}\n${after('-a')}`;
    const known = items.get(key);
    const [verb] = words;
    if (verb === 'add-generic-password') {
      items.set(key, after('-w'));
      return { exitCode: 0, stdout: '' };
    }
    if (verb === 'delete-generic-password') {
      return { exitCode: items.delete(key) ? 0 : 44, stdout: '' };
    }
    if (verb !== 'find-generic-password') throw new Error(`security ${words.join(' ')}`);
    return known === undefined
      ? { exitCode: 44, stdout: '' }
      : { exitCode: 0, stdout: `${known}\n` };
  };
  return {
    calls,
    run: async (call) => {
      calls.push(call);
      if (call.words[0] !== '-i') return perform(call.words);
      for (const line of (call.input ?? '').trimEnd().split('\n')) perform(line.split(' '));
      return { exitCode: 0, stdout: '' };
    },
  };
}

describe.each([
  ['secret-tool', fakeSecretTool, secretToolKeychain],
  ['security', fakeSecurity, macKeychain],
] as const)('%s', (program, fake, open) => {
  test('keeps a secret for one user at one address until it is removed', async () => {
    const { run } = fake();
    const keychain = open(run);
    expect(await keychain.read(OWNER)).toBeNull();
    expect(await keychain.write(OWNER, SECRET)).toBe(true);
    expect(await keychain.read(OWNER)).toBe(SECRET);
    expect(await keychain.write(OWNER, 'another')).toBe(true);
    expect(await keychain.read(OWNER)).toBe('another');
    expect(await keychain.read(OTHER)).toBeNull();
    expect(await keychain.read({ ...OWNER, url: 'https://evil.example.com' })).toBeNull();
    expect(await keychain.remove(OTHER)).toBe(false);
    expect(await keychain.remove(OWNER)).toBe(true);
    expect(await keychain.read(OWNER)).toBeNull();
  });

  test('gives back any text, and never shows it in the process list', async () => {
    const { run, calls } = fake();
    const keychain = open(run);
    await fc.assert(
      fc.asyncProperty(anyText({ minLength: 12, maxLength: 200 }), async (secret) => {
        expect(await keychain.write(OWNER, secret)).toBe(true);
        expect(await keychain.read(OWNER)).toBe(secret);
        const words = calls.flatMap((call) => [call.program, ...call.words]);
        expect(words.filter((word) => word.includes(secret))).toEqual([]);
        const encoded = Buffer.from(secret, 'utf8').toString('base64');
        expect(words.filter((word) => word.includes(encoded))).toEqual([]);
        calls.length = 0;
      }),
      { numRuns: runs(30) },
    );
  });

  test('that is not there, or locked, keeps nothing', async () => {
    for (const exitCode of [null, 1]) {
      const programs: string[] = [];
      const keychain = open(async (call) => {
        programs.push(call.program);
        return { exitCode, stdout: '' };
      });
      expect(await keychain.write(OWNER, SECRET)).toBe(false);
      expect(await keychain.read(OWNER)).toBeNull();
      expect(await keychain.remove(OWNER)).toBe(false);
      expect([...new Set(programs)]).toEqual([program]);
    }
  });

  test('that takes a secret without giving it back is not trusted with it', async () => {
    const keychain = open(async () => ({ exitCode: 0, stdout: '' }));
    expect(await keychain.write(OWNER, SECRET)).toBe(false);
  });
});

test('a secret that is longer than security reads a line goes elsewhere', async () => {
  const { run, calls } = fakeSecurity();
  expect(await macKeychain(run).write(OWNER, 'x'.repeat(4000))).toBe(false);
  expect(calls).toEqual([]);
});
