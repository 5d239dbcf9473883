import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { normaliseFingerprint } from '../../../src/model/fingerprint.ts';
import {
  resolveTarget,
  withEnvironment,
  type ConnectionInput,
  type ServerTarget,
} from '../../../src/config/connection.ts';

async function target(
  variables: Record<string, string>,
  flags: Partial<ConnectionInput> = {},
): Promise<ServerTarget> {
  return resolveTarget(withEnvironment(flags, variables));
}

function placesOf({ candidates }: ServerTarget): string[] {
  return candidates.map(({ origin, product }) => `${product} ${origin}`);
}

describe('the server', () => {
  test.each([
    ['https://vbo.example.com:4443', ['vb365 https://vbo.example.com:4443']],
    ['https://VBO.example.com:4443/v7/', ['vb365 https://vbo.example.com:4443']],
    ['vbr1:9419', ['vbr https://vbr1:9419']],
    [
      'https://b.example.com:443',
      ['vb365 https://b.example.com:443', 'vbr https://b.example.com:443'],
    ],
    ['b', ['vb365 https://b:4443', 'vbr https://b:9419']],
    ['[::1]:4443', ['vb365 https://[::1]:4443']],
  ])('%s', async (server, candidates) => {
    expect(placesOf(await target({ VSI_SERVER: server }))).toEqual(candidates);
  });

  test('a product decides the port, a port or an API version the product', async () => {
    const places = async (server: string, flags: Partial<ConnectionInput>) =>
      placesOf(await target({ VSI_SERVER: server }, flags));
    expect(await places('b', { product: 'vb365' })).toEqual(['vb365 https://b:4443']);
    expect(await places('b:9419', { product: 'VB365' })).toEqual(['vb365 https://b:9419']);
    expect(await places('b', { apiVersion: 'v7' })).toEqual(['vb365 https://b:4443']);
    expect(await places('b:8443', { apiVersion: '1.2-rev1' })).toEqual(['vbr https://b:8443']);
    expect(await places('b:4443', { apiVersion: '1.2-rev1' })).toEqual(['vb365 https://b:4443']);
  });

  test.each(['http://vbo:4443', 'ftp://x', 'https://', 'https://u:p@vbo', 'a b'])(
    '%s is refused',
    async (server) => {
      await expect(target({ VSI_SERVER: server })).rejects.toMatchObject({ code: 'USAGE' });
    },
  );

  test('none is a usage error that says what to do', async () => {
    await expect(target({})).rejects.toMatchObject({
      code: 'USAGE',
      hint: expect.stringContaining('VSI_SERVER'),
    });
  });

  test('an error about the URL never repeats a password in it', async () => {
    for (const server of ['https://u:geheim@vbo', 'https://:geheim@vbo']) {
      const refused = target({ VSI_SERVER: server });
      await expect(refused).rejects.toMatchObject({ code: 'USAGE' });
      await expect(refused).rejects.not.toThrow(/geheim/);
    }
  });
});

describe('precedence and defaults', () => {
  test('flags beat the environment, empty variables count as unset', async () => {
    const variables = { VSI_SERVER: 'env', VSI_TIMEOUT: '5s', VSI_USERNAME: '' };
    expect(await target(variables, { server: 'flag:4443', timeout: '2m' })).toMatchObject({
      candidates: [{ origin: 'https://flag:4443', product: 'vb365' }],
      timeout: 120_000,
      username: null,
      retries: 2,
      concurrency: 4,
      insecure: false,
    });
  });

  test.each([
    ['1', true],
    ['true', true],
    ['0', false],
    ['no', false],
  ])('VSI_INSECURE=%s', async (value, insecure) => {
    expect(await target({ VSI_SERVER: 'x:4443', VSI_INSECURE: value })).toMatchObject({ insecure });
  });

  test.each([
    [{ timeout: 'soon' }, '--timeout'],
    [{ timeout: '0' }, '--timeout'],
    [{ retries: '-1' }, '--retries'],
    [{ concurrency: '0' }, '--concurrency'],
    [{ product: 'vspc' }, '--product'],
    [{ fingerprint: 'AB:CD' }, '--fingerprint'],
  ])('%j is refused and named', async (flags, where) => {
    await expect(target({ VSI_SERVER: 'x:4443' }, flags)).rejects.toMatchObject({
      code: 'USAGE',
      where: expect.stringContaining(where),
    });
  });
});

test('a fingerprint is read in every form in which tools print it', () => {
  const digits = 'a1'.repeat(32);
  const colons = digits.toUpperCase().match(/../g)?.join(':') ?? '';
  expect(normaliseFingerprint(digits)).toBe(digits);
  expect(normaliseFingerprint(colons)).toBe(digits);
  expect(normaliseFingerprint(`SHA256:${colons} `)).toBe(digits);
  expect(normaliseFingerprint(`sha256=${digits}`)).toBe(digits);
  expect(normaliseFingerprint(digits.slice(2))).toBeNull();
});

describe('the CA file', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vsi-test-'));
  });
  afterAll(async () => {
    await rm(directory, { recursive: true });
  });

  test('must exist and hold a PEM certificate', async () => {
    const missing = join(directory, 'missing.pem');
    await expect(target({ VSI_SERVER: 'x:4443', VSI_CA_FILE: missing })).rejects.toMatchObject({
      code: 'CONFIGURATION',
      message: expect.stringContaining('does not exist'),
    });
    const der = join(directory, 'ca.der');
    await writeFile(der, Buffer.from([0x30, 0x82]));
    await expect(target({ VSI_SERVER: 'x:4443', VSI_CA_FILE: der })).rejects.toMatchObject({
      code: 'CONFIGURATION',
      hint: expect.stringContaining('openssl'),
    });
    const pem = join(directory, 'ca.pem');
    await writeFile(pem, '-----BEGIN CERTIFICATE-----\n');
    const { ca } = await target({ VSI_SERVER: 'x:4443', VSI_CA_FILE: pem });
    expect(ca).toContain('BEGIN CERTIFICATE');
  });
});
