import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ServerBook } from '../../../src/config/saved-server.ts';
import { editServers, EMPTY_FILE, type ServerEdit } from '../../../src/config/server-file-edits.ts';
import { parseServers } from '../../../src/config/server-file-text.ts';
import { failureOf } from '../../support/failures.ts';
import { anyText } from '../../support/any-text.ts';

const PATH = '/config/servers.yaml';
const HEX = 'ab'.repeat(32);

const parse = (text: string): ServerBook => parseServers({ path: PATH, text });
const edit = (text: string, ...edits: ServerEdit[]): string =>
  editServers({ path: PATH, text }, edits);

const BY_HAND = `# our servers
default: vienna   # the big one

servers:
  # the customers'
  vienna:
    url: vbo.example.com:4443   # moved in May
    username: EXAMPLE\\reader
    fingerprint: ${HEX}
    groups: [customers, eu]
    timeout: 120
  365:
    url: https://[2001:DB8::1]:9419
    product: VBR
    groups: "@eu, us"
    passwordCommand: pass show veeam | head -1
`;

describe('reading what people write', () => {
  test('with texts in their own form, and names that YAML takes for numbers', () => {
    const { servers, defaultName } = parse(BY_HAND);
    expect(defaultName).toBe('vienna');
    expect(servers).toMatchObject([
      {
        name: 'vienna',
        url: 'https://vbo.example.com:4443',
        product: null,
        username: 'EXAMPLE\\reader',
        fingerprint: 'AB:'.repeat(32).slice(0, -1),
        groups: ['customers', 'eu'],
        timeout: '120',
        caFile: null,
      },
      {
        name: '365',
        url: 'https://[2001:db8::1]:9419',
        product: 'vbr',
        groups: ['eu', 'us'],
        passwordCommand: 'pass show veeam | head -1',
      },
    ]);
  });

  test.each([
    ['nothing', ''],
    ['a comment', '# later\n'],
    ['no servers', 'servers:\n'],
    ['an empty list', 'default:\nservers: {}\n'],
    ['what vsi begins with', EMPTY_FILE],
  ])('%s is no server', (_name, text) => {
    expect(parse(text)).toEqual({ servers: [], defaultName: null, checks: [] });
  });

  test('an empty setting is one that is not there; an alias stands for its anchor', () => {
    const text = `servers:\n  a: {url: a, username: &u ada, caFile: , product: ~}\n  b: {url: b, username: *u}\n`;
    expect(parse(text).servers).toMatchObject([
      { username: 'ada', caFile: null, product: null },
      { username: 'ada' },
    ]);
  });
});

describe('what is refused, with its line and what is allowed', () => {
  const server = (...lines: string[]): string =>
    ['servers:', '  a:', '    url: a', ...lines.map((line) => `    ${line}`), ''].join('\n');

  test.each([
    ['an unknown key', 'servers: {}\ncolour: red\n', 2, 'unknown key “colour”', 'default, servers'],
    [
      'an unknown setting',
      server('fingerprnt: x'),
      4,
      'unknown setting “fingerprnt”',
      'fingerprint',
    ],
    ['a password', server('password: geheim'), 4, 'unknown setting “password”', 'passwordFile'],
    ['a product', server('product: exchange'), 4, 'product cannot be “exchange”', 'vb365, vbr'],
    ['a URL', 'servers:\n  a:\n    url: http://a\n', 3, 'url cannot be', 'https://host:port'],
    ['no URL', 'servers:\n  a:\n    product: vbr\n', 2, 'the server a has no url', 'https://'],
    ['a fingerprint', server('username: x', 'fingerprint: 12:34'), 5, 'fingerprint', '64 hex'],
    ['a version', server('apiVersion: latest'), 4, 'apiVersion cannot be', '1.3-rev2'],
    ['a time', server('timeout: soon'), 4, 'timeout cannot be “soon”', '30s'],
    ['a number', server('concurrency: 1000'), 4, 'concurrency cannot be “1000”', '64'],
    ['a list for a text', server('username: [a, b]'), 4, 'username is not one text', 'user name'],
    ['a group', server('groups: [eu, "a b"]'), 4, 'cannot be the name of a group', 'letters'],
    ['a map of groups', server('groups: {a: b}'), 4, 'groups is no list', 'letters'],
    ['a name', 'servers:\n  "@all":\n    url: a\n', 2, 'cannot be the name of a server', 'letters'],
    ['a default', `default: b\n${server()}`, 1, 'default is no saved server: “b”', 'one of a'],
    ['a text for a server', 'servers:\n  a: https://a\n', 2, 'holds no settings', 'url'],
    ['a list of servers', 'servers:\n  - url: a\n', 2, 'holds no settings', 'server name'],
    ['a list of everything', '- a\n', 1, 'the file is no list of settings', 'default'],
  ])('%s', async (...wrong) => {
    const [, text, line, message, hint] = wrong;
    const failure = await failureOf(() => parse(text));
    expect(failure.code).toBe('CONFIGURATION');
    expect(failure.where).toBe(`${PATH}:${line}`);
    expect(failure.message).toContain(message);
    expect(failure.hint).toContain(hint);
    // A password that was put there by mistake is not repeated on the screen.
    expect(`${failure.message} ${failure.hint ?? ''}`).not.toContain('geheim');
  });

  test.each([
    ['a key twice', server('username: a', 'username: b'), 5],
    ['no YAML', 'servers: [\n', 2],
    ['a tab', 'servers:\n\ta:\n', 2],
    ['two documents', 'servers: {}\n---\nservers: {}\n', 2],
  ])('%s', async (_name, text, line) => {
    const failure = await failureOf(() => parse(text));
    expect(failure).toMatchObject({ code: 'CONFIGURATION', where: `${PATH}:${line}` });
    expect(failure.message).toContain('not valid YAML');
  });

  test('whatever text it is, it is read or refused', () => {
    const words = [
      'servers',
      'default',
      ':',
      ' ',
      '\n',
      '  ',
      'a',
      'url',
      '-',
      '{',
      '}',
      '[',
      '&x',
      '*x',
    ];
    const texts = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...words)).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          parse(text);
        } catch (error) {
          expect(error).toMatchObject({ code: 'CONFIGURATION' });
        }
      }),
    );
  });
});

describe('changing the file', () => {
  test('keeps comments, order and what is not meant', () => {
    const text = edit(
      BY_HAND,
      { kind: 'set', server: 'vienna', setting: 'url', value: 'https://vbo2.example.com' },
      { kind: 'set', server: 'vienna', setting: 'timeout', value: null },
      { kind: 'default', server: '365' },
    );
    expect(text).toContain('# our servers\ndefault: 365 # the big one\n');
    expect(text).toContain("  # the customers'\n  vienna:\n");
    expect(text).toContain('url: https://vbo2.example.com # moved in May\n');
    expect(text).not.toContain('timeout');
    const [before, after] = [parse(BY_HAND), parse(text)];
    expect(after.servers[1]).toEqual(before.servers[1]);
    expect(after.servers[0]).toEqual({
      ...before.servers[0],
      url: 'https://vbo2.example.com',
      timeout: null,
    });
  });

  test('begins with a head that says what it is, and the default in front', () => {
    const text = edit(
      EMPTY_FILE,
      { kind: 'set', server: 'a', setting: 'url', value: 'https://a' },
      { kind: 'groups', server: 'a', groups: ['eu'] },
      { kind: 'default', server: 'a' },
    );
    expect(text).toMatch(/^# The servers/);
    expect(text.slice(text.indexOf('\n\n') + 2)).toBe(
      'default: a\nservers:\n  a:\n    url: https://a\n    groups:\n      - eu\n',
    );
    const left = edit(text, { kind: 'default', server: null }, { kind: 'remove', server: 'a' });
    expect(left).toBe(EMPTY_FILE);
  });

  test('of an empty file, or one with a comment only', () => {
    for (const text of ['', '# mine\n', 'servers:\n']) {
      const after = edit(text, { kind: 'set', server: 'a', setting: 'url', value: 'https://a' });
      expect(parse(after).servers).toHaveLength(1);
      expect(after).toContain(text.startsWith('#') ? '# mine' : '');
    }
  });

  test('brings back every text as it was given', () => {
    fc.assert(
      fc.property(anyText({ minLength: 1 }), (raw) => {
        const username = raw.trim();
        fc.pre(username !== '');
        const text = edit(
          EMPTY_FILE,
          { kind: 'set', server: 'a', setting: 'url', value: 'https://a' },
          { kind: 'set', server: 'a', setting: 'username', value: username },
        );
        expect(parse(text).servers[0]?.username).toBe(username);
      }),
    );
    for (const username of ['null', '~', 'true', '0x10', '- a', '# a', 'a: b', '&a', '*a', '!a']) {
      const text = edit(
        EMPTY_FILE,
        { kind: 'set', server: 'a', setting: 'url', value: 'https://a' },
        { kind: 'set', server: 'a', setting: 'username', value: username },
      );
      expect(parse(text).servers[0]?.username).toBe(username);
    }
  });

  test('of a server that is an alias is left to the person', async () => {
    const text = 'servers:\n  a: &a {url: a}\n  b: *a\n';
    const change: ServerEdit = { kind: 'set', server: 'b', setting: 'timeout', value: '5' };
    const failure = await failureOf(() => edit(text, change));
    expect(failure).toMatchObject({ code: 'CONFIGURATION', hint: 'change the file by hand' });
  });
});
