import { describe, expect, test } from '@jest/globals';
import {
  findPassword,
  type FoundSecret,
  type OwnSecret,
  type SecretSources,
} from '../../../src/config/secret.ts';

const NOTHING: SecretSources = {
  variables: {},
  own: null,
  fromStdin: false,
  readStdin: () => Promise.reject(new Error('stdin was read')),
  readFile: () => Promise.reject(new Error('a file was read')),
  runCommand: () => Promise.reject(new Error('a command was run')),
  prompt: null,
};

const OWN: OwnSecret = {
  server: 'vienna',
  passwordFile: null,
  passwordCommand: null,
  stored: async () => null,
};

const ALL: Partial<SecretSources> = {
  fromStdin: true,
  readStdin: async () => 'stdin\n',
  variables: { VSI_PASSWORD: 'plain', VSI_PASSWORD_FILE: 'f', VSI_PASSWORD_COMMAND: 'c' },
  readFile: async (path) => `file ${path}\r\n`,
  runCommand: async (line) => `command ${line}\n`,
  prompt: async (question) => question,
};

function find(sources: Partial<SecretSources>): Promise<FoundSecret> {
  return findPassword({ ...NOTHING, ...sources }, 'admin at vbo');
}

async function passwordOf(sources: Partial<SecretSources>): Promise<string> {
  return (await find(sources)).password;
}

test('the sources in their order', async () => {
  expect(await find(ALL)).toEqual({ password: 'stdin', from: 'stdin' });
  expect(await find({ ...ALL, fromStdin: false })).toEqual({
    password: 'plain',
    from: 'environment',
  });
  const file = { VSI_PASSWORD: '', VSI_PASSWORD_FILE: 'f', VSI_PASSWORD_COMMAND: 'c' };
  expect(await passwordOf({ ...ALL, fromStdin: false, variables: file })).toBe('file f');
  const command = { VSI_PASSWORD_COMMAND: 'c' };
  expect(await passwordOf({ ...ALL, fromStdin: false, variables: command })).toBe('command c');
  expect(await find({ prompt: async (question) => question })).toEqual({
    password: 'Password of admin at vbo: ',
    from: 'prompt',
  });
});

describe('a saved server', () => {
  const others = { ...ALL, fromStdin: false };

  test('has its own secret before the variables, whichever it is', async () => {
    const stored = async () => 'kept';
    const ways: readonly (readonly [Partial<OwnSecret>, string])[] = [
      [{ passwordFile: 'own', passwordCommand: 'own', stored }, 'file own'],
      [{ passwordCommand: 'own', stored }, 'command own'],
      [{ stored }, 'kept'],
    ];
    for (const [own, password] of ways) {
      expect(await find({ ...others, own: { ...OWN, ...own } })).toEqual({ password, from: 'own' });
    }
    expect(await passwordOf({ ...ALL, own: { ...OWN, stored } })).toBe('stdin');
  });

  test('without one takes the variables', async () => {
    expect(await find({ ...others, own: OWN })).toMatchObject({ from: 'environment' });
  });

  test('whose own source fails is not served by another', async () => {
    const own = { ...OWN, passwordFile: '/gone' };
    const readFile = () => Promise.reject(Object.assign(new Error('x'), { code: 'EACCES' }));
    await expect(find({ ...others, own, readFile })).rejects.toMatchObject({
      code: 'CONFIGURATION',
      where: 'passwordFile /gone of vienna',
    });
  });

  test('without any says how to keep one', async () => {
    await expect(find({ own: OWN })).rejects.toMatchObject({
      code: 'LOGIN_REFUSED',
      hint: expect.stringContaining('vsi server set vienna --password-stdin'),
    });
  });
});

test('only the one line break at the end is not part of the password', async () => {
  const variables = { VSI_PASSWORD_FILE: 'f' };
  expect(await passwordOf({ variables, readFile: async () => '\uFEFF two\nlines \n\n' })).toBe(
    ' two\nlines \n',
  );
});

test.each([
  ['no source', {}],
  ['nothing typed', { prompt: async () => '' }],
])('%s: refused, with what to do', async (_name, sources) => {
  await expect(find(sources)).rejects.toMatchObject({
    code: 'LOGIN_REFUSED',
    where: 'admin at vbo',
    hint: expect.stringContaining('VSI_PASSWORD_FILE'),
  });
});

test('a source that is set but gives nothing is an error of the configuration', async () => {
  await expect(find({ fromStdin: true, readStdin: async () => '\n' })).rejects.toMatchObject({
    code: 'CONFIGURATION',
    where: '--password-stdin',
  });
  const variables = { VSI_PASSWORD_FILE: '/nowhere' };
  const readFile = () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOENT' }));
  await expect(find({ variables, readFile })).rejects.toMatchObject({
    code: 'CONFIGURATION',
    message: 'the password file cannot be read: it does not exist',
    where: 'VSI_PASSWORD_FILE /nowhere',
  });
});

test.each([
  [{ code: 7 }, 'the password command ended with exit code 7'],
  [{ code: null, killed: true }, 'the password command took too long or printed too much'],
  [{ code: 'EACCES' }, 'the password command failed: permission denied'],
])('a command that failed with %j', async (failure, message) => {
  const runCommand = () => Promise.reject(Object.assign(new Error('secret'), failure));
  await expect(
    find({ variables: { VSI_PASSWORD_COMMAND: 'c' }, runCommand }),
  ).rejects.toMatchObject({ code: 'CONFIGURATION', message, where: 'VSI_PASSWORD_COMMAND' });
});
