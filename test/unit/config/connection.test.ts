import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  normaliseFingerprint,
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

describe('the server', () => {
  test.each([
    ['https://vbo.example.com:4443', ['https://vbo.example.com:4443'], 'vb365'],
    ['https://VBO.example.com:4443/v7/', ['https://vbo.example.com:4443'], 'vb365'],
    ['vbr1:9419', ['https://vbr1:9419'], 'vbr'],
    ['https://vbo.example.com:8443', ['https://vbo.example.com:8443'], null],
    ['https://vbo.example.com:443', ['https://vbo.example.com:443'], null],
    ['vbo', ['https://vbo:4443', 'https://vbo:9419'], null],
    ['[::1]:4443', ['https://[::1]:4443'], 'vb365'],
  ])('%s', async (server, origins, product) => {
    expect(await target({ VSI_SERVER: server })).toMatchObject({ origins, product });
  });

  test('a product decides the port, and is decided by the person', async () => {
    expect(await target({ VSI_SERVER: 'b' }, { product: 'vb365' })).toMatchObject({
      origins: ['https://b:4443'],
      product: 'vb365',
    });
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
    await expect(target({ VSI_SERVER: 'https://u:geheim@vbo' })).rejects.not.toThrow(/geheim/);
  });
});

describe('precedence and defaults', () => {
  test('flags beat the environment, empty variables count as unset', async () => {
    const variables = { VSI_SERVER: 'env', VSI_TIMEOUT: '5s', VSI_USERNAME: '' };
    expect(await target(variables, { server: 'flag:4443', timeout: '2m' })).toMatchObject({
      origins: ['https://flag:4443'],
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
      message: expect.stringContaining('ENOENT'),
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
