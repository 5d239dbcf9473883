import { expect, test } from '@jest/globals';
import { findPassword, type SecretSources } from '../../../src/config/secret.ts';

const NOTHING: SecretSources = {
  variables: {},
  fromStdin: false,
  readStdin: () => Promise.reject(new Error('stdin was read')),
  readFile: () => Promise.reject(new Error('a file was read')),
  runCommand: () => Promise.reject(new Error('a command was run')),
  prompt: null,
};

function find(sources: Partial<SecretSources>): Promise<string> {
  return findPassword({ ...NOTHING, ...sources }, 'admin at vbo');
}

test('the sources in their order', async () => {
  const all: Partial<SecretSources> = {
    fromStdin: true,
    readStdin: async () => 'stdin\n',
    variables: { VSI_PASSWORD: 'plain', VSI_PASSWORD_FILE: 'f', VSI_PASSWORD_COMMAND: 'c' },
    readFile: async (path) => `file ${path}\r\n`,
    runCommand: async (line) => `command ${line}\n`,
    prompt: async (question) => question,
  };
  expect(await find(all)).toBe('stdin');
  expect(await find({ ...all, fromStdin: false })).toBe('plain');
  const file = { VSI_PASSWORD: '', VSI_PASSWORD_FILE: 'f', VSI_PASSWORD_COMMAND: 'c' };
  expect(await find({ ...all, fromStdin: false, variables: file })).toBe('file f');
  const command = { VSI_PASSWORD_COMMAND: 'c' };
  expect(await find({ ...all, fromStdin: false, variables: command })).toBe('command c');
  expect(await find({ prompt: all.prompt ?? null })).toBe('Password of admin at vbo: ');
});

test('only the one line break at the end is not part of the password', async () => {
  const variables = { VSI_PASSWORD_FILE: 'f' };
  expect(await find({ variables, readFile: async () => '\uFEFF two\nlines \n\n' })).toBe(
    ' two\nlines \n',
  );
});

test('no source: refused, with what to do', async () => {
  await expect(find({})).rejects.toMatchObject({
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
