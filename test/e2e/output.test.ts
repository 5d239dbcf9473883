import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import stringWidth from 'string-width';
import { finished, rowsOf, setStage, startVsi, type Stage } from '../support/vsi.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});

afterAll(async () => {
  await stage.close();
});

const ESCAPE = '\u001B';
const SESSIONS = ['session', 'list', '--until', '1h'];
const KEYS = 'jobName,retryNumber';
/** Its last run always fails, after three retries. */
const RETRYING = 'Архив почты — бухгалтерия';

describe('in a pipe', () => {
  test('TSV without header, colour or cut texts', async () => {
    const { code, stdout, stderr } = await stage.run([...SESSIONS, '--limit', '5']);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: '5 newest shown, more exist: --limit 0\n',
    });
    const rows = stdout.split('\n').slice(0, -1);
    expect(rows).toHaveLength(5);
    const keys = (await stage.run(['session', 'list', '--json'])).stdout.trimEnd().split('\n');
    for (const row of rows) expect(row.split('\t')).toHaveLength(keys.length);
    expect(stdout).not.toContain(ESCAPE);
  });

  test('-o tsv and -o csv have a header, with the same keys as JSON', async () => {
    const printed = async (format: string): Promise<string> =>
      (await stage.runHere([...SESSIONS, '--limit', '3', '-o', format])).stdout;
    const [record] = rowsOf(await printed('json'));
    const keys = Object.keys(record ?? {});
    expect((await printed('tsv')).split('\n')[0]).toBe(keys.join('\t'));
    expect((await printed('csv')).split('\n')[0]).toBe(keys.join(','));
  });

  test('NDJSON is one record a line; --json chooses keys in the order asked for', async () => {
    const { stdout } = await stage.runHere([
      ...SESSIONS,
      '--limit',
      '4',
      '-o',
      'ndjson',
      '--json',
      'status,id',
    ]);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .flatMap((line) => rowsOf(`[${line}]`).map((row) => Object.keys(row)));
    expect(lines).toEqual(Array.from({ length: 4 }, () => ['status', 'id']));
  });

  test('--raw gives the server’s own objects', async () => {
    const { stdout } = await stage.runHere([...SESSIONS, '--limit', '2', '--raw']);
    for (const row of rowsOf(stdout)) {
      expect(row).toHaveProperty('statistics.transferredDataBytes');
      expect(row).not.toHaveProperty('transferredBytes');
    }
  });

  test('nothing matched: exit 0, empty, nothing on stderr', async () => {
    const words = ['session', 'list', '--job', 'no such*', '-o'];
    expect(await stage.runHere([...words, 'json'])).toMatchObject({
      code: 0,
      stdout: '[]\n',
      stderr: '',
    });
    expect(await stage.runHere([...words, 'ndjson'])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });

  test('a reader that leaves early ends it quietly', async () => {
    const child = startVsi(['session', 'list', '--limit', '0'], { variables: stage.variables });
    child.stdin?.end();
    let stderr = '';
    child.stderr?.on('data', (text: Buffer) => (stderr += text.toString()));
    await once(child.stdout ?? child, 'data');
    child.stdout?.destroy();
    const [code, signal] = await once(child, 'close');
    expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
  });
});

describe('on a terminal', () => {
  test.each([60, 80, 120, 200])(
    '%d columns: no line is wider',
    async (width) => {
      const variables = { VSI_FORCE_TTY: String(width) };
      for (const words of [
        ['jobs', 'list'],
        ['jobs', 'sessions', 'Teams'],
        ['session', 'list'],
        ['jobs', 'show', 'Teams'],
        ['session', 'show', 'latest', '--job', 'Teams'],
        ['session', 'log', 'latest', '--job', 'Teams'],
      ]) {
        const { code, stdout } = await stage.runHere(words, { variables });
        expect({ words, code }).toEqual({ words, code: 0 });
        const widths = stdout.split('\n').map((line) => stringWidth(line));
        expect([words, Math.max(...widths)]).toEqual([words, expect.any(Number)]);
        expect(Math.max(...widths)).toBeLessThanOrEqual(width);
      }
    },
    40_000,
  );

  test('a job’s sessions at a glance fit 80 columns', async () => {
    const { stdout } = await stage.run(['jobs', 'sessions', 'Teams', '--limit', '3'], {
      variables: { VSI_FORCE_TTY: '80', NO_COLOR: '1' },
    });
    expect(stdout.split('\n')[0]).toMatch(
      /STATUS.*START.*DURATION.*RATE.*TRANSFERRED.*BOTTLENECK/i,
    );
    expect(stdout).toMatch(/success .* ago .* (source|target)/i);
  });

  test('colours, unless NO_COLOR or --color never', async () => {
    const words = ['jobs', 'sessions', 'Teams', '--limit', '3'];
    const variables = { VSI_FORCE_TTY: '100' };
    const coloured = await stage.run(words, { variables });
    expect(coloured.stdout).toContain(`${ESCAPE}[`);
    const bare = await stage.run(words, { variables: { ...variables, NO_COLOR: '1' } });
    expect(bare.stdout).not.toContain(ESCAPE);
    const never = await stage.run([...words, '--color', 'never'], { variables });
    expect(never.stdout).not.toContain(ESCAPE);
    const always = await stage.run([...words, '-o', 'table', '--color', 'always']);
    expect(always.stdout).toContain(`${ESCAPE}[`);
  });

  test('nothing matched says so', async () => {
    const { code, stdout, stderr } = await stage.run(['session', 'list', '--status', 'idle'], {
      variables: { VSI_FORCE_TTY: '80' },
    });
    expect(code).toBe(0);
    expect(stdout.trim().split('\n').length).toBeLessThanOrEqual(1);
    expect(stderr).toBe('No session matches.\n');
  });
});

describe('--exit-status', () => {
  test.each([
    ['success', 0],
    ['warning', 10],
    ['failed', 11],
  ])('of %s sessions is %d', async (status, code) => {
    const words = [...SESSIONS, '--status', status, '--limit', '3', '--quiet'];
    expect(await stage.runHere([...words, '--exit-status'])).toMatchObject({ code, stderr: '' });
    expect(await stage.runHere(words)).toMatchObject({ code: 0 });
  });
});

describe('--last', () => {
  const WORDS = [...SESSIONS, '--limit', '0', '--kind', 'backup', '--json', KEYS];

  /** The newest runs of the job that retries most, each attempt by its number, newest first. */
  async function attempts(...words: readonly string[]): Promise<readonly unknown[]> {
    const { code, stdout } = await stage.runHere([...WORDS, ...words]);
    expect(code).toBe(0);
    const rows = rowsOf(stdout).filter(({ jobName }) => jobName === RETRYING);
    return rows.map(({ retryNumber }) => retryNumber);
  }

  test('shows the sessions of the newest runs of each job, --status those of them', async () => {
    const all = await attempts();
    const [newest = 0] = all;
    if (typeof newest !== 'number') throw new TypeError('no number of a retry');
    const ofLast = all.slice(0, newest + 1);
    expect(await attempts('--last', '1')).toEqual(ofLast);
    expect(await attempts('--last', '1', '--attempts')).toEqual([newest]);
    expect(await attempts('--last', '1', '--status', 'failed')).toEqual(
      (await attempts('--status', 'failed')).slice(0, ofLast.length),
    );
  });

  test('wants a number of runs', async () => {
    const { code, stderr } = await stage.runHere([...SESSIONS, '--last', 'none']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'vsi: --last “none” is no number of runs\nhint: write a whole number from 1 on\n',
    });
  });
});

test('a log is followed until its session ends; Ctrl-C ends it before, exit 130', async () => {
  const running = await stage.run(['session', 'list', '--status', 'running', '--json', 'id']);
  const [row] = rowsOf(running.stdout);
  const child = startVsi(['session', 'log', String(row?.['id']), '--follow', '-o', 'ndjson'], {
    variables: stage.variables,
  });
  child.stdin?.end();
  const end = finished(child);
  await once(child.stdout ?? child, 'data');
  child.kill('SIGINT');
  const { code, stderr, stdout } = await end;
  expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
  for (const line of stdout.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('level');
  const over = await stage.run(['session', 'list', '--status', 'success', '--json', 'id']);
  const ended = await stage.run(['session', 'log', String(rowsOf(over.stdout)[0]?.['id']), '-f']);
  expect(ended.code).toBe(0);
});
