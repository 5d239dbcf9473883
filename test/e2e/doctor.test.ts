import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DOCTOR_CHECKS } from '../../src/model/doctor.ts';
import { createCertificate } from '../support/certificates.ts';
import { startHttpsServer } from '../support/https-server.ts';
import { rowsOf, setStage, vsi, type Stage } from '../support/vsi.ts';

let vb365: Stage;
let vbr: Stage;

beforeAll(async () => {
  [vb365, vbr] = await Promise.all([
    setStage({ throttle: false }),
    setStage({ product: 'vbr', throttle: false }),
  ]);
});

afterAll(async () => {
  await Promise.all([vb365.close(), vbr.close()]);
});

const stageOf = (product: string): Stage => (product === 'vbr' ? vbr : vb365);

/** What each check says, from `-o json`. */
function checksOf(stdout: string): Record<string, unknown> {
  return Object.fromEntries(rowsOf(stdout).map(({ check, result }) => [String(check), result]));
}

describe.each(['vb365', 'vbr'])('%s', (product) => {
  const run = (words: readonly string[], variables: Record<string, string> = {}) =>
    stageOf(product).run(['doctor', ...words], { variables });

  test('a healthy server: a line for every check, exit 0', async () => {
    const { code, stdout, stderr } = await run(['-o', 'json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const rows = rowsOf(stdout);
    expect(rows.map(({ check }) => check)).toEqual([...DOCTOR_CHECKS]);
    expect(rows.map(({ result }) => result)).toEqual(DOCTOR_CHECKS.map(() => 'ok'));
    expect(Object.keys(rows[0] ?? {})).toEqual(['server', 'check', 'result', 'detail', 'hint']);
  });

  test('a wrong password is exit 4; what needs no login is still looked at', async () => {
    const { code, stdout, stderr } = await run(['-o', 'json'], {
      VSI_PASSWORD: 'not-the-password',
    });
    expect({ code, stderr }).toEqual({ code: 4, stderr: '' });
    expect(checksOf(stdout)).toMatchObject({ 'api-versions': 'ok', clock: 'ok', login: 'fail' });
    expect(checksOf(stdout)).not.toHaveProperty('rights');
    expect(stdout).not.toContain('not-the-password');
    expect(rowsOf(stdout).at(-1)?.['hint']).toMatch(/password/i);
  });

  test('an unpinned self-signed certificate is exit 6, and says how to pin it', async () => {
    const { code, stdout } = await run(['-o', 'json'], { VSI_FINGERPRINT: '' });
    expect(code).toBe(6);
    expect(checksOf(stdout)).toMatchObject({ 'tls-chain': 'fail', 'tls-fingerprint': 'ok' });
    expect(checksOf(stdout)).not.toHaveProperty('product');
    expect(stdout).toContain('--fingerprint');
  });

  test('a table for people', async () => {
    const { code, stdout } = await run(['-o', 'table'], { VSI_PASSWORD: 'wrong too' });
    expect(code).toBe(4);
    expect(stdout).toMatch(/^CHECK +RESULT +DETAIL +WHAT TO DO/);
    expect(stdout).toMatch(/^login +fail /m);
    const fine = await run(['-o', 'table']);
    expect(fine.stdout).not.toContain('WHAT TO DO');
  });
});

test('a refused port is exit 6 and the end of it', async () => {
  const server = await startHttpsServer(await createCertificate(), () => undefined);
  await server.close();
  const { code, stdout, stderr } = await vsi(['doctor', '--server', server.origin, '-o', 'json']);
  expect({ code, stderr }).toEqual({ code: 6, stderr: '' });
  expect(checksOf(stdout)).toEqual({ name: 'ok', tcp: 'fail' });
});

test('several servers at once: the lines of each, the code of the first failure', async () => {
  const dead = await startHttpsServer(await createCertificate(), () => undefined);
  await dead.close();
  const { code, stdout } = await vb365.run([
    'doctor',
    '--server',
    vb365.server.url,
    '--server',
    dead.origin,
    '-o',
    'json',
  ]);
  expect(code).toBe(6);
  const rows = rowsOf(stdout);
  expect(new Set(rows.map(({ server }) => server)).size).toBe(2);
  expect(rows.filter(({ result }) => result === 'fail').map(({ check }) => check)).toContain('tcp');
});

test('no server named is a mistake of the command line', async () => {
  const { code, stdout, stderr } = await vsi(['doctor']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^vsi: no server/);
});

test('--json lists the keys', async () => {
  const { code, stdout } = await vsi(['doctor', '--json']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'server\ncheck\nresult\ndetail\nhint\n' });
});
