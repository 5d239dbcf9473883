/** What a command makes of saved records must be what it makes of the server that they came from. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newSession } from '../../src/model/session.ts';
import { toJsonRecord } from '../../src/output/records/field.ts';
import { SESSION_RECORD } from '../../src/output/records/session.ts';
import { rowsOf, setStage, vsi, type Finished, type Stage } from '../support/vsi.ts';

const DAY = 86_400_000;
/** The servers' clocks stand still, so that every command sees the same sessions. */
const NOW = Date.now();
const WINDOW = ['--since', new Date(NOW - 20 * DAY).toISOString()];

const stages: Partial<Record<'vb365' | 'vbr', Stage>> = {};
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vsi-from-'));
  for (const product of ['vb365', 'vbr'] as const) {
    stages[product] = await setStage({ product, now: () => NOW });
  }
});

afterAll(async () => {
  await Promise.all(Object.values(stages).map((stage) => stage.close()));
  await rm(folder, { recursive: true, force: true });
});

async function ask(product: 'vb365' | 'vbr', words: string): Promise<string> {
  const finished = await stages[product]?.run(words.split(' '));
  expect({ words, code: finished?.code }).toEqual({ words, code: 0 });
  return finished?.stdout ?? '';
}

/** Without any server: nothing in the environment leads to one. */
async function offline(words: readonly string[], stdin = ''): Promise<Finished> {
  return vsi(words, { stdin, variables: { HOME: folder } });
}

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

/** Times are printed in milliseconds: what is computed from printed ones may differ in the last digit. */
function nearly(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const close: Record<string, unknown> = { ...row };
  for (const [key, value] of Object.entries(row)) {
    if (key.startsWith('duration') && typeof value === 'number')
      close[key] = expect.closeTo(value, 2);
  }
  return close;
}

describe.each(['vb365', 'vbr'] as const)('the sessions of %s from a file', (product) => {
  test('statistics, bottlenecks and the time-line are those of the server', async () => {
    const list = 'session list --limit 0 --kind all --with statistics -o';
    const [ndjson, json] = [
      await ask(product, `${list} ndjson`),
      await ask(product, `${list} json`),
    ];
    const paths = [await file(`${product}.ndjson`, ndjson), await file(`${product}.json`, json)];
    const [path = ''] = paths;
    for (const words of [
      `stats --by job,week ${WINDOW.join(' ')} -o json`,
      `timeline ${WINDOW.join(' ')} -o json`,
    ]) {
      const expected = rowsOf(await ask(product, words));
      expect(expected.length).toBeGreaterThan(5);
      const { code, stdout } = await offline([...words.split(' '), '--from', path]);
      expect([words, code, rowsOf(stdout)]).toEqual([words, 0, expected.map(nearly)]);
    }
    const again = await offline([
      'session',
      'list',
      '--limit',
      '0',
      '-o',
      'ndjson',
      '--from',
      paths[1] ?? '',
    ]);
    // Records go through as they are, however they were saved; the file holds all kinds.
    expect(again.stdout).toBe(ndjson);
  });

  test('raw objects are read as the server’s own', async () => {
    const raw = await ask(product, 'session list --limit 0 --raw');
    const jobs = await ask(product, 'jobs list --raw -o ndjson');
    const words = ['stats', '--by', 'job', '--since', '20d', '--server', 'host', '--from', '-'];
    const { code, stdout } = await offline(
      [...words, '--json', 'jobName,runs,success'],
      jobs + raw,
    );
    expect(code).toBe(0);
    const known = await ask(product, 'stats --by job --since 20d --json jobName,runs,success');
    const named = (text: string) =>
      rowsOf(text).sort((a, b) => (String(a['jobName']) < String(b['jobName']) ? -1 : 1));
    expect(named(stdout)).toEqual(named(known));
  });
});

describe('one session from a file', () => {
  test('shows, log and tasks are asked of the file', async () => {
    const [failed] = rowsOf(
      await ask('vbr', 'session list --status failed --limit 1 --kind backup -o json'),
    );
    const id = String(failed?.['id']);
    const log = await ask('vbr', `session log ${id} -o ndjson`);
    const tasks = await ask('vbr', `session tasks ${id} -o ndjson`);
    const record = await ask('vbr', `session show ${id} -o json`);
    const path = await file('case.ndjson', record + log + tasks);
    const from = ['--from', path];
    expect((await offline(['session', 'log', id, '-o', 'ndjson', ...from])).stdout).toBe(log);
    expect((await offline(['session', 'tasks', id, '-o', 'ndjson', ...from])).stdout).toBe(tasks);
    expect((await offline(['session', 'show', id, '-o', 'json', ...from])).stdout).toBe(record);
    const shown = await offline(['session', 'show', id.slice(0, 8), '-o', 'table', ...from]);
    expect([shown.code, shown.stderr]).toEqual([0, '']);
    const jobs = rowsOf((await offline(['jobs', 'list', '-o', 'json', ...from])).stdout);
    expect(jobs).toMatchObject([
      { name: failed?.['jobName'], listed: false, lastStatus: 'failed' },
    ]);
  });
});

describe('what goes wrong', () => {
  const old = JSON.stringify({
    id: 'a',
    server: 's',
    createdAt: '2020-01-01T00:00:00.000Z',
    endedAt: '2020-01-01T00:10:00.000Z',
    status: 'success',
    kind: 'backup',
    jobName: 'Mail',
  });

  test('a window without any session says how far the file reaches', async () => {
    const { code, stdout, stderr } = await offline(
      ['stats', '--from', '-', '-o', 'json', '--time-zone', 'utc'],
      `${old}\n`,
    );
    expect([code, rowsOf(stdout)[0]?.['runs'] ?? 0]).toEqual([0, 0]);
    expect(stderr).toBe(
      's: none of the 1 sessions in standard input is in that time; they began from 2020-01-01 00:00:00 to 2020-01-01 00:00:00\n',
    );
  });

  test.each([
    [['--demo'], 'vsi: --demo contradicts --from: no server is asked\n', 2],
    [['--all-servers'], 'vsi: --all-servers contradicts --from: no server is asked\n', 2],
    [
      ['--server', 'other'],
      'vsi: --server contradicts --from: the records name their servers (standard input)\nhint: leave --server out; the file has s\n',
      2,
    ],
  ])('%j contradicts --from', async (flags, message, code) => {
    const finished = await offline(['session', 'list', '--from', '-', ...flags], old);
    expect([finished.code, finished.stderr, finished.stdout]).toEqual([code, message, '']);
  });

  test('a file that breaks off gives its rows and exit code 3', async () => {
    const finished = await offline(
      ['session', 'list', '--json', 'id', '--from', '-'],
      `${old}\n{"id":"b","cre`,
    );
    expect([finished.code, rowsOf(finished.stdout)]).toEqual([3, [{ id: 'a' }]]);
    expect(finished.stderr).toMatch(
      /^vsi: the file breaks off in line 2 \(standard input\)\nhint: /,
    );
  });

  test('a large file comes out as it went in, and says how far it reaches', async () => {
    const lines = Array.from({ length: 3400 }, (_, index) => {
      const createdAt = NOW - index * 60_000;
      const id = String(index).padStart(6, '0');
      const known = { server: 'acme', product: 'vbr', kind: 'backup', status: 'failed' } as const;
      const told = { jobId: 'j', jobName: 'Mail', createdAt, message: 'Größe '.repeat(1000) };
      return JSON.stringify(
        toJsonRecord(
          SESSION_RECORD,
          newSession({ id, endedAt: createdAt, durationSeconds: 0, ...known, ...told }),
        ),
      );
    });
    const path = await file('large.ndjson', `${lines.join('\n')}\n`);
    const whole = await offline([...'session list --limit 0 -o ndjson --from'.split(' '), path]);
    expect([whole.code, whole.stderr]).toEqual([0, '']);
    expect(whole.stdout === `${lines.join('\n')}\n`).toBe(true);
    const future = ['--since', '2999-01-01', '--time-zone', 'utc', '--from', path];
    const none = await offline(['session', 'list', ...future]);
    expect([none.code, none.stdout]).toEqual([0, '']);
    expect(none.stderr).toMatch(/^acme: none of the 3400 sessions in .* is in that time/);
  });

  test('a file that cannot be opened, and one of something else', async () => {
    const missing = await offline(['stats', '--from', join(folder, 'missing.json')]);
    expect([missing.code, missing.stderr]).toEqual([
      2,
      `vsi: the file cannot be read: it does not exist (${join(folder, 'missing.json')})\n`,
    ]);
    const strange = await offline(['stats', '--from', '-'], 'Name;Status\n');
    expect([strange.code, strange.stderr]).toEqual([
      2,
      'vsi: this is no JSON: “Name;Status” (standard input, line 1)\nhint: --from reads what vsi printed with -o json, -o ndjson, --raw or api --paginate\n',
    ]);
  });
});
