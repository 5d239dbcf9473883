import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { rowsOf, setStage, startVsi, type Stage } from '../support/vsi.ts';

let vb365: Stage;
let vbr: Stage;

/** VBR's clock in these tests: Mumbai. */
const AHEAD = 330;

beforeAll(async () => {
  vb365 = await setStage({ sessions: 6000 });
  vbr = await setStage({ product: 'vbr', utcOffset: AHEAD });
});

afterAll(async () => {
  await vb365.close();
  await vbr.close();
});

/** Hours off the present, so that a session that begins while the test runs changes nothing. */
const UNTIL = new Date(Date.now() - 3 * 3_600_000).toISOString();

const SESSIONS = ['session', 'list', '--until', UNTIL, '--limit', '20', '--quiet'];

const PRODUCTS = ['vb365', 'vbr'] as const;

function stageOf(product: (typeof PRODUCTS)[number]): Stage {
  return product === 'vb365' ? vb365 : vbr;
}

describe.each(PRODUCTS)('%s: the same records in every format', (product) => {
  const run = async (...words: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await stageOf(product).runHere([...SESSIONS, ...words]);
    expect({ words, code, stderr }).toEqual({ words, code: 0, stderr: '' });
    return stdout;
  };

  test('yaml, ndjson and tsv hold what JSON holds', async () => {
    const json = await run('-o', 'json');
    const yaml = await run('-o', 'yaml');
    const ndjson = await run('-o', 'ndjson');
    const tsv = await run('-o', 'tsv');
    const records = rowsOf(json);
    expect(records).toHaveLength(20);
    expect(parse(yaml)).toEqual(records);
    const lines = ndjson.trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(records);
    const [header = '', ...rows] = tsv.trimEnd().split('\n');
    const at = header.split('\t').indexOf('createdAt');
    expect(rows.map((row) => row.split('\t')[at])).toEqual(records.map((row) => row['createdAt']));
  });

  test('markdown is one table', async () => {
    const lines = (await run('-o', 'markdown')).split('\n');
    expect(lines).toHaveLength(20 + 3);
    const cells = lines[0]?.split('|').length;
    for (const line of lines.slice(0, -1)) expect(line.split('|')).toHaveLength(cells ?? 0);
    expect(lines[1]).toMatch(/^(\| -+:? )+\|$/);
  });

  test.each([
    ['tsv', 'status\tid'],
    ['csv', 'status,id'],
    ['markdown', '| STATUS | ID |'],
    ['wide', /^STATUS +ID *$/],
    ['table', /^STATUS +ID *$/],
  ])(
    '--columns chooses the columns of %s, --no-header leaves their names out',
    async (format, header) => {
      const words = ['-o', format, '--columns', 'status,id'];
      const [named, bare] = [await run(...words), await run(...words, '--no-header')];
      const [first = '', ...others] = named.split('\n');
      expect(first).toEqual(typeof header === 'string' ? header : expect.stringMatching(header));
      expect(bare.split('\n').length).toBeLessThan(named.split('\n').length);
      expect(others.join('\n')).toContain(
        bare.split('\n').at(-2)?.trim().split(/\s+/).at(-1) ?? '?',
      );
    },
  );

  test('--query works on the whole list, before and after choosing keys', async () => {
    const records = rowsOf(await run('-o', 'json'));
    expect(JSON.parse(await run('--query', '[].id'))).toEqual(records.map(({ id }) => id));
    expect(JSON.parse(await run('--query', 'length(@)'))).toBe(20);
    expect(JSON.parse(await run('--query', '[0]', '--json', 'status,id'))).toEqual({
      status: records[0]?.['status'],
      id: records[0]?.['id'],
    });
    expect(parse(await run('--query', '[].{id: id}', '-o', 'yaml'))).toEqual(
      records.map(({ id }) => ({ id })),
    );
  });
});

describe('what cannot be is refused before a server is asked', () => {
  test.each([
    [['--columns', 'speed'], 'vsi: a session has no key “speed”\nhint: one of id, server,'],
    [['--query', 'foo bar'], 'vsi: --query cannot be read from “bar” on (column 5 of “foo bar”)\n'],
    [['--time-zone', 'Mars'], 'vsi: --time-zone does not know “Mars”\nhint: local, utc, server,'],
    [['-o', 'xml'], 'vsi: --output does not know “xml”\nhint: one of table, wide, json,'],
    [['-o', 'yaml', '--columns', 'id'], 'vsi: --columns is for what has columns, not yaml\n'],
  ])('%j', async (words, lines) => {
    // Quiet as SESSIONS are: errors are never silenced.
    const { code, stdout, stderr } = await vb365.runHere([...SESSIONS, ...words], {
      variables: { VSI_SERVER: 'https://127.0.0.1:1' },
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.slice(0, lines.length)).toBe(lines);
  });
});

describe('--time-zone', () => {
  const words = [...SESSIONS, '-o', 'wide', '--columns', 'createdAt', '--no-header'];

  /** The times of the list as drawn, moved by so many minutes from UTC. */
  async function expected(stage: Stage, minutes: number): Promise<string[]> {
    const { stdout } = await stage.runHere([...SESSIONS, '--json', 'createdAt']);
    return rowsOf(stdout).map(({ createdAt }) =>
      new Date(Date.parse(String(createdAt)) + minutes * 60_000)
        .toISOString()
        .slice(0, 19)
        .replace('T', ' '),
    );
  }

  test.each([
    ['utc', 0],
    ['Asia/Tokyo', 540],
    ['server', AHEAD],
  ])('%s moves what is drawn by %d minutes', async (zone, minutes) => {
    const { stdout, code } = await vbr.runHere([...words, '--time-zone', zone]);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toEqual(await expected(vbr, minutes));
  });

  test('local is the zone of the machine, in a pipe too; JSON is UTC always', async () => {
    const variables = { TZ: 'America/Phoenix' };
    const drawn = await vbr.run(words, { variables });
    expect(drawn.stdout.trimEnd().split('\n')).toEqual(await expected(vbr, -420));
    const json = [...SESSIONS, '-o', 'json'];
    expect((await vbr.runHere([...json, '--time-zone', 'Asia/Tokyo'])).stdout).toBe(
      (await vbr.runHere(json)).stdout,
    );
  });

  test('panes and logs follow it', async () => {
    const latest = ['latest', '--job', 'SQL Production', '--time-zone'];
    const [show, log] = ['show', 'log'].map((verb) => ['session', verb, ...latest]);
    const time = async (command: readonly string[] | undefined, zone: string) => {
      const { stdout } = await vbr.runHere([...(command ?? []), zone, '-o', 'table']);
      return Date.parse(`${/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.exec(stdout)?.[0] ?? ''}Z`);
    };
    for (const command of [show, log]) {
      const ahead = (await time(command, 'server')) - (await time(command, 'utc'));
      expect(ahead / 60_000).toBe(AHEAD);
    }
  });

  test('a day is the server’s own day', async () => {
    const day = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
    const window = ['--since', day, '--until', day, '--json', 'createdAt,endedAt', '--limit', '0'];
    const { stdout } = await vbr.runHere(['session', 'list', ...window, '--time-zone', 'server']);
    const rows = rowsOf(stdout);
    expect(rows.length).toBeGreaterThan(5);
    const midnight = Date.parse(`${day}T00:00:00Z`) - AHEAD * 60_000;
    for (const { createdAt, endedAt } of rows) {
      expect(Date.parse(String(createdAt))).toBeLessThan(midnight + 86_400_000);
      // One without an end goes on.
      expect(Date.parse(String(endedAt ?? createdAt))).toBeGreaterThan(
        endedAt === null ? 0 : midnight - 1,
      );
    }
    const same = ['--since', `${day}T00:00:00+05:30`, '--until', `${day}T24:00:00+05:30`];
    const exact = await vbr.runHere(['session', 'list', ...same, ...window.slice(4)]);
    expect(rowsOf(exact.stdout)).toEqual(rows);
  });

  test('VB365 has no zone of its own', async () => {
    const { code, stdout, stderr } = await vb365.runHere([...SESSIONS, '--time-zone', 'server']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^vsi: --time-zone server: Veeam Backup for Microsoft 365 tells its times in UTC only \(/,
    );
  });
});

test('--ascii draws with ASCII characters only', async () => {
  for (const command of [
    ['jobs', 'show', 'Teams'],
    ['jobs', 'sessions', 'Teams'],
    ['session', 'show', 'latest', '--job', 'Teams'],
  ]) {
    const variables = { VSI_FORCE_TTY: '70', NO_COLOR: '1' };
    const { stdout } = await vb365.runHere([...command, '--ascii', '--no-header'], { variables });
    expect(stdout).toMatch(/^[ -~\n]+$/);
    // For some minutes of every other hour the newest session runs.
    expect(stdout).toMatch(/success|running/);
    const usual = await vb365.runHere(command, { variables });
    expect(usual.stdout).toMatch(/[✔●▲✖►]/);
  }
});

test('--quiet silences notices, never errors', async () => {
  const words = ['session', 'list', '--limit', '2', '--json', 'id'];
  expect((await vb365.runHere(words)).stderr).toBe('2 newest shown, more exist: --limit 0\n');
  expect((await vb365.runHere([...words, '--quiet'])).stderr).toBe('');
  const failed = await vb365.runHere([
    'session',
    'show',
    '00000000-1111-4222-8333-444444444444',
    '-q',
  ]);
  expect(failed.code).toBe(5);
  expect(failed.stderr).toMatch(/^vsi: /);
});

/** Takes what a program prints a small piece at a time, letting others run in between. */
async function readSlowly(child: ChildProcess): Promise<{ text: string; code: unknown }> {
  const closed = once(child, 'close');
  let text = '';
  const stream = child.stdout;
  if (stream === null) throw new Error('no stdout');
  for await (const piece of stream.setEncoding('utf8')) {
    text += String(piece);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const [code]: unknown[] = await closed;
  return { text, code };
}

describe('a large output reaches a slow reader whole', () => {
  test.each(['json', 'ndjson', 'csv', 'yaml'])('-o %s', async (format) => {
    const words = ['session', 'list', '--limit', '0', '--until', UNTIL, '-o', format];
    const child = startVsi(words, { variables: vb365.variables });
    child.stdin?.end();
    const { text, code } = await readSlowly(child);
    expect(code).toBe(0);
    expect(text.length).toBeGreaterThan(1_000_000);
    expect(text.endsWith('\n')).toBe(true);
    const counted = await vb365.runHere([...words.slice(0, -2), '--query', 'length(@)']);
    const count: unknown = JSON.parse(counted.stdout);
    expect(count).toBeGreaterThan(5000);
    const ids = {
      json: () => rowsOf(text).length,
      ndjson: () => text.trimEnd().split('\n').length,
      csv: () => text.trimEnd().split('\n').length - 1,
      yaml: () => text.match(/^- id: /gm)?.length,
    };
    expect(Object.entries(ids).find(([name]) => name === format)?.[1]()).toBe(count);
  });
});
