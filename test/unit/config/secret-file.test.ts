import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ownUser } from '../../../src/config/own-user.ts';
import { createSecretFileReader } from '../../../src/config/secret-file.ts';

const POSIX = process.platform === 'win32' ? describe.skip : describe;
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vsi-secret-'));
  path = join(folder, 'password');
  await writeFile(path, 'open sesame\n');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** What reading it says. */
async function said(
  mode: number,
  { platform = 'linux', isOwn = true }: { platform?: string; isOwn?: boolean } = {},
): Promise<readonly string[]> {
  await chmod(path, mode);
  const lines: string[] = [];
  const user = isOwn ? ownUser() : (ownUser() ?? 0) + 1;
  const read = createSecretFileReader({ platform, warn: (line) => lines.push(line), user });
  // One file may be the password of several servers.
  expect([await read(path), await read(path)]).toEqual(['open sesame\n', 'open sesame\n']);
  return lines;
}

POSIX('a password file', () => {
  test('draws a warning, once, where others than its owner may read or write it', async () => {
    const warning = (who: string, mode: string): readonly string[] => [
      `warning: the password file ${path} is open to ${who} (mode ${mode}): chmod 600 ${path}`,
    ];
    expect(await said(0o644)).toEqual(warning('everybody', '0644'));
    expect(await said(0o602)).toEqual(warning('everybody', '0602'));
    expect(await said(0o640)).toEqual(warning('its group', '0640'));
    expect(await said(0o620)).toEqual(warning('its group', '0620'));
  });

  test.each([0o600, 0o400, 0o700])('draws none where it is private: %d', async (mode) => {
    expect(await said(mode)).toEqual([]);
  });

  test("of another user's, a group may be meant, everybody is not", async () => {
    expect(await said(0o640, { isOwn: false })).toEqual([]);
    expect(await said(0o644, { isOwn: false })).toHaveLength(1);
  });

  test('draws none on Windows, where the mode says nothing', async () => {
    expect(await said(0o666, { platform: 'win32' })).toEqual([]);
  });

  test('that is not there fails with the reason of the system, unsaid', async () => {
    const lines: string[] = [];
    const read = createSecretFileReader({ platform: 'linux', warn: (line) => lines.push(line) });
    await expect(read(join(folder, 'gone'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(read(folder)).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
