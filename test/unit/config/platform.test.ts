import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { platformOf, shellWords } from '../../../src/config/platform.ts';
import type { ProgramCall } from '../../../src/config/program.ts';

function onPlatform(
  platform: string,
  variables: Readonly<Record<string, string>> = {},
  exitCode: number | null = 0,
) {
  const calls: ProgramCall[] = [];
  const system = platformOf({
    platform,
    variables,
    run: async (call) => {
      calls.push(call);
      return { exitCode, stdout: '' };
    },
  });
  return { system, calls };
}

test.each([
  [{ USERDOMAIN: 'EXAMPLE', USERNAME: 'ada' }, 'EXAMPLE\\ada'],
  [{ USERNAME: 'ada' }, 'ada'],
  [{}, '*S-1-3-4'],
])('on Windows the access list names the user alone (%j)', async (variables, user) => {
  const { system, calls } = onPlatform('win32', variables);
  await system.guardFolder('C:\\Users\\ada\\AppData\\Roaming\\vsi');
  expect(calls).toEqual([
    {
      program: 'icacls',
      words: [
        'C:\\Users\\ada\\AppData\\Roaming\\vsi',
        '/inheritance:r',
        '/grant:r',
        `${user}:(OI)(CI)F`,
      ],
    },
  ]);
});

test.each([[null], [5]])('icacls that fails (%j) leaves no open file behind', async (exitCode) => {
  const { system } = onPlatform('win32', { USERNAME: 'ada' }, exitCode);
  await expect(system.guardFolder('C:\\vsi')).rejects.toMatchObject({ code: 'EACCES' });
});

test('elsewhere the folder’s mode does the same', async () => {
  const home = await mkdtemp(join(tmpdir(), 'vsi-guard-'));
  const { system, calls } = onPlatform('linux');
  await system.guardFolder(home);
  expect((await stat(home)).mode & 0o777).toBe(0o700);
  expect(calls).toEqual([]);
  await rm(home, { recursive: true });
});

test('which systems have a keychain', async () => {
  const programOf = async (platform: string, variables = {}): Promise<string | null> => {
    const { system, calls } = onPlatform(platform, variables);
    await system.keychain?.read({ url: 'https://a', username: 'u' });
    return calls[0]?.program ?? null;
  };
  expect(await programOf('darwin')).toBe('security');
  expect(await programOf('linux', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x' })).toBe(
    'secret-tool',
  );
  expect(await programOf('linux')).toBeNull();
  expect(await programOf('win32', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x' })).toBeNull();
});

test('the shell of a command line', () => {
  expect(shellWords('linux', 'a | b')).toEqual(['/bin/sh', '-c', 'a | b']);
  expect(shellWords('win32', 'a | b')).toEqual(['cmd.exe', '/c', 'a | b']);
});
