import { describe, expect, test } from '@jest/globals';
import { savedServer, type ServerBook } from '../../../src/config/saved-server.ts';
import { chooseServers, type ServerWish } from '../../../src/config/server-choice.ts';

const server = (name: string, ...groups: string[]) =>
  savedServer({ name, url: `https://${name}.example.com`, values: new Map(), groups });

const BOOK: ServerBook = {
  servers: [
    server('vienna', 'customers', 'eu'),
    server('Boston', 'customers'),
    server('backup.example.com', 'eu'),
  ],
  defaultName: 'Boston',
  checks: [],
};

async function choose(wish: Partial<ServerWish>, book: ServerBook = BOOK): Promise<string[]> {
  const choices = await chooseServers(
    { named: [], all: false, variable: undefined, ...wish },
    async () => book,
  );
  return choices.map((choice) =>
    choice.kind === 'saved' ? choice.server.name : `<${choice.address}>`,
  );
}

describe('which servers are meant', () => {
  test.each<[string, Partial<ServerWish>, string[]]>([
    ['a name', { named: ['vienna'] }, ['vienna']],
    ['a name in another case', { named: ['boston'] }, ['Boston']],
    ['a name with dots', { named: ['backup.example.com'] }, ['backup.example.com']],
    ['several, in their order', { named: ['Boston', 'vienna'] }, ['Boston', 'vienna']],
    ['a group, in the order of the file', { named: ['@EU'] }, ['vienna', 'backup.example.com']],
    [
      'each once',
      { named: ['@customers', 'vienna', '@eu'] },
      ['vienna', 'Boston', 'backup.example.com'],
    ],
    ['all', { all: true }, ['vienna', 'Boston', 'backup.example.com']],
    ['a URL', { named: ['https://vienna:4443'] }, ['<https://vienna:4443>']],
    ['a host and port', { named: ['vienna:4443'] }, ['<vienna:4443>']],
    ['a host with dots', { named: ['other.example.com'] }, ['<other.example.com>']],
    ['an address once', { named: ['Vienna:4443', 'vienna:4443'] }, ['<vienna:4443>']],
    ['a URL among names', { named: ['vienna', 'https://x'] }, ['vienna', '<https://x>']],
    ['the variable', { variable: ' vienna ' }, ['vienna']],
    ['a group in the variable', { variable: '@customers' }, ['vienna', 'Boston']],
    ['the flag before the variable', { named: ['vienna'], variable: 'Boston' }, ['vienna']],
    ['the default', {}, ['Boston']],
    ['the default with an empty variable', { variable: '' }, ['Boston']],
  ])('%s', async (_name, wish, expected) => {
    expect(await choose(wish)).toEqual(expected);
  });

  test('an address alone does not read the file, which may be broken', async () => {
    const broken = () => Promise.reject(new Error('the file was read'));
    const wish = { named: ['https://a', 'b:4443'], all: false, variable: undefined };
    expect(await chooseServers(wish, broken)).toHaveLength(2);
  });
});

describe('what is refused', () => {
  test.each<[string, Partial<ServerWish>, string, string]>([
    ['a name that is not saved', { named: ['viena'] }, 'NOT_FOUND', 'did you mean vienna'],
    ['one like no other', { named: ['qqq'] }, 'NOT_FOUND', 'https://qqq'],
    ['a group without members', { named: ['@asia'] }, 'NOT_FOUND', '@customers, @eu'],
    ['no group at all', { named: ['@'] }, 'NOT_FOUND', '@customers'],
  ])('%s', async (_name, wish, code, hint) => {
    await expect(choose(wish)).rejects.toMatchObject({
      code,
      hint: expect.stringContaining(hint),
    });
  });

  test('all and some', async () => {
    await expect(choose({ all: true, named: ['vienna'] })).rejects.toMatchObject({ code: 'USAGE' });
  });

  test('none, where there is no default', async () => {
    await expect(choose({}, { ...BOOK, defaultName: null })).rejects.toMatchObject({
      code: 'USAGE',
      hint: expect.stringContaining('--server vienna'),
    });
  });

  test('with nothing saved', async () => {
    const none: ServerBook = { servers: [], defaultName: null, checks: [] };
    await expect(choose({}, none)).rejects.toMatchObject({
      code: 'USAGE',
      hint: expect.stringContaining('VSI_SERVER'),
    });
    for (const wish of [{ all: true }, { named: ['vienna'] }, { named: ['@eu'] }]) {
      await expect(choose(wish, none)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});
