/**
 * Every number is computed once more here, out of the rows of `session list`, with plain arithmetic and
 * none of the program's own functions.
 */
import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { schemaValidators } from '../support/schemas.ts';
import { rowsOf, setStage, type Stage } from '../support/vsi.ts';

type Row = Readonly<Record<string, unknown>>;

const DAY = 86_400_000;
/** The servers' clocks stand still, so that every command sees the same sessions. */
const NOW = Date.now();
const SINCE = new Date(NOW - 20 * DAY).toISOString();
const WINDOW = ['--since', SINCE, '-o', 'json'];
const KINDS = ['--kind', 'backup,copy,replica,archive'];

const stages: Partial<Record<'vb365' | 'vbr', Stage>> = {};

beforeAll(async () => {
  for (const product of ['vb365', 'vbr'] as const) {
    stages[product] = await setStage({ product, now: () => NOW });
  }
});

afterAll(async () => {
  await Promise.all(Object.values(stages).map((stage) => stage.close()));
});

async function ask(
  product: 'vb365' | 'vbr',
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<readonly Row[]> {
  const stage = stages[product];
  if (stage === undefined) throw new Error('the stage is not set');
  const { code, stdout, stderr } = await stage.runHere(words, { variables });
  expect({ words, code, stderr }).toEqual({
    words,
    code: 0,
    stderr: expect.not.stringMatching(/^vsi:/),
  });
  return rowsOf(stdout);
}

const knownRuns = new Map<string, Promise<readonly Run[]>>();

function runsOf(product: 'vb365' | 'vbr'): Promise<readonly Run[]> {
  const runs = knownRuns.get(product) ?? readRuns(product);
  knownRuns.set(product, runs);
  return runs;
}

/** The window's sessions with their statistics; grouped into runs by the ids that the server tells. */
async function readRuns(product: 'vb365' | 'vbr'): Promise<readonly Run[]> {
  const words = ['session', 'list', ...WINDOW, ...KINDS, '--limit', '0', '--with', 'statistics'];
  const groups = new Map<string, Row[]>();
  for (const row of await ask(product, words)) {
    // A part of another session is no run.
    if (row['parentSessionId'] !== null) continue;
    const id = String(row['originalSessionId']);
    groups.set(id, [...(groups.get(id) ?? []), row]);
  }
  return [...groups].map(([id, rows]) => {
    const attempts = [...rows].sort((a, b) => timeOf(a['createdAt']) - timeOf(b['createdAt']));
    return { id, attempts, first: attempts[0] ?? {}, last: attempts.at(-1) ?? {} };
  });
}

interface Run {
  readonly id: string;
  readonly attempts: readonly Row[];
  readonly first: Row;
  readonly last: Row;
}

function timeOf(value: unknown): number {
  return Date.parse(String(value));
}

function secondsOf({ first, last }: Run): number {
  return (timeOf(last['endedAt']) - timeOf(first['createdAt'])) / 1000;
}

function count(runs: readonly Run[], ...statuses: readonly string[]): number {
  return runs.filter(({ last }) => statuses.includes(String(last['status']))).length;
}

function sumOf(runs: readonly Run[], key: string): number | null {
  const values = runs.flatMap(({ attempts }) => attempts.map((row) => row[key]));
  const known = values.filter((value) => typeof value === 'number');
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function meanOf(runs: readonly Run[], key: string): number | null {
  const ended = runs.flatMap(({ attempts }) => attempts.filter((row) => row['endedAt'] !== null));
  const known = ended.map((row) => row[key]).filter((value) => Number(value) > 0);
  const sum = known.reduce<number>((total, value) => total + Number(value), 0);
  return known.length === 0 ? null : Math.round(sum / known.length);
}

/** What a row of `stats` must say of these runs. */
function expectStats(row: Row | undefined, runs: readonly Run[]): void {
  const [success, warning, failed] = [
    count(runs, 'success'),
    count(runs, 'warning'),
    count(runs, 'failed'),
  ];
  const judged = success + warning + failed;
  const durations = runs
    .filter((run) => count([run], 'success', 'warning', 'failed') === 1)
    .map(secondsOf)
    .sort((a, b) => a - b);
  const middle = [
    durations[Math.floor((durations.length - 1) / 2)],
    durations[Math.floor(durations.length / 2)],
  ];
  const ends = runs
    .filter((run) => count([run], 'success', 'warning') === 1)
    .map(({ last }) => String(last['endedAt']))
    .sort();
  expect(row).toMatchObject({
    runs: runs.length,
    attempts: runs.reduce((sum, { attempts }) => sum + attempts.length, 0),
    success,
    warning,
    failed,
    stopped: count(runs, 'stopped'),
    running: count(runs, 'running'),
    queued: count(runs, 'queued'),
    other: count(runs, 'idle', 'disconnected', 'not-configured', 'none', 'unknown'),
    successRate: judged === 0 ? null : success / judged,
    successOrWarningRate: judged === 0 ? null : (success + warning) / judged,
    transferredBytes: sumOf(runs, 'transferredBytes'),
    readBytes: sumOf(runs, 'readBytes'),
    processedBytes: sumOf(runs, 'processedBytes'),
    processedObjects: sumOf(runs, 'processedObjects'),
    processingRateBytesPerSecond: meanOf(runs, 'processingRateBytesPerSecond'),
    readRateBytesPerSecond: meanOf(runs, 'readRateBytesPerSecond'),
    writeRateBytesPerSecond: meanOf(runs, 'writeRateBytesPerSecond'),
    lastSuccessAt: ends.at(-1) ?? null,
    retriesKnown: true,
  });
  // Times in records are cut to milliseconds, durations are not.
  const close = (key: string, value: number | undefined) => {
    if (value === undefined) expect([key, row?.[key]]).toEqual([key, null]);
    else expect(Math.abs(Number(row?.[key]) - value)).toBeLessThan(0.003);
  };
  close(
    'durationMedianSeconds',
    middle[0] === undefined ? undefined : (middle[0] + (middle[1] ?? 0)) / 2,
  );
  close('durationP95Seconds', durations[Math.ceil(durations.length * 0.95) - 1]);
  close('durationMaxSeconds', durations.at(-1));
  expect(countsOf(row?.['bottlenecks'])).toEqual(bottlenecksOf(runs));
}

function bottleneckOf({ attempts, last }: Run): string | null {
  if (last['status'] === 'running' || last['status'] === 'queued') return null;
  const named = attempts
    .map((row) => row['bottleneck'])
    .filter((word) => word !== null && word !== 'detecting');
  return named.length === 0 ? null : String(named.at(-1));
}

function bottlenecksOf(runs: readonly Run[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const run of runs) {
    const word = bottleneckOf(run);
    if (word !== null) counts[word] = (counts[word] ?? 0) + 1;
  }
  return counts;
}

function countsOf(list: unknown): unknown {
  if (!Array.isArray(list)) return list;
  return Object.fromEntries(
    list.map((item: { bottleneck: string; runs: number }) => [item.bottleneck, item.runs]),
  );
}

function grouped<K>(runs: readonly Run[], keyOf: (run: Run) => K): ReadonlyMap<K, readonly Run[]> {
  const groups = new Map<K, Run[]>();
  for (const run of runs) groups.set(keyOf(run), [...(groups.get(keyOf(run)) ?? []), run]);
  return groups;
}

describe.each(['vb365', 'vbr'] as const)('stats of %s', (product) => {
  let runs: readonly Run[];
  beforeAll(async () => {
    runs = await runsOf(product);
    // Something to count: retries among them, and every result.
    expect(runs.length).toBeGreaterThan(100);
    expect(runs.some(({ attempts }) => attempts.length > 1)).toBe(true);
  });

  test('one row for all', async () => {
    const [row, ...others] = await ask(product, ['stats', ...WINDOW]);
    expect(others).toEqual([]);
    expectStats(row, runs);
    expect(row).toMatchObject({ server: null, jobId: null, kind: null, day: null, week: null });
  });

  test('--by job', async () => {
    const rows = await ask(product, ['stats', '--by', 'job', ...WINDOW]);
    const groups = grouped(runs, ({ first }) => first['jobId']);
    expect(rows).toHaveLength(groups.size);
    for (const row of rows) expectStats(row, groups.get(row['jobId']) ?? []);
  });

  test('--by day follows --time-zone', async () => {
    const zone = 'Asia/Tokyo';
    const words = ['stats', '--by', 'day', '--time-zone', zone, ...WINDOW];
    const rows = await ask(product, words);
    const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
    const groups = grouped(runs, ({ first }) => clock.format(timeOf(first['createdAt'])));
    expect(rows.map(({ day }) => day)).toEqual([...groups.keys()].sort());
    for (const row of rows) expectStats(row, groups.get(String(row['day'])) ?? []);
  });

  test('--by week and kind: weeks begin on Monday', async () => {
    const words = ['stats', '--by', 'week,kind', '--time-zone', 'utc', ...WINDOW];
    const rows = await ask(product, words);
    const groups = grouped(runs, ({ first }) => `${mondayOf(first)} ${String(first['kind'])}`);
    expect(rows).toHaveLength(groups.size);
    for (const row of rows) {
      const [, year = '', week = ''] = /^(\d{4})-W(\d{2})$/.exec(String(row['week'])) ?? [];
      expectStats(row, groups.get(`${mondayOfWeek(+year, +week)} ${String(row['kind'])}`) ?? []);
    }
  });

  test('--attempts counts single sessions', async () => {
    const [row] = await ask(product, ['stats', '--attempts', ...WINDOW]);
    const sessions = runs.flatMap(({ attempts }) => attempts);
    expect(row).toMatchObject({ runs: sessions.length, attempts: sessions.length });
    expect(row?.['failed']).toBe(sessions.filter(({ status }) => status === 'failed').length);
  });

  test('--last takes the newest runs of each job, --status their results', async () => {
    const words = ['stats', '--by', 'job', '--last', '5', ...WINDOW];
    const groups = grouped(runs, ({ first }) => first['jobId']);
    for (const row of await ask(product, words)) {
      const own = [...(groups.get(row['jobId']) ?? [])];
      own.sort((a, b) => timeOf(b.first['createdAt']) - timeOf(a.first['createdAt']));
      expectStats(row, own.slice(0, 5));
    }
    const [failed] = await ask(product, ['stats', '--status', 'failed', ...WINDOW]);
    expect(failed).toMatchObject({ runs: count(runs, 'failed'), success: 0, successRate: 0 });
  });
});

function mondayOf({ createdAt }: Row): number {
  const day = Math.floor(timeOf(createdAt) / DAY);
  // Day 0 was a Thursday.
  return day - ((day + 3) % 7);
}

/** The days since 1970 of a week's Monday: week 1 has January 4. */
function mondayOfWeek(year: number, week: number): number {
  return mondayOf({ createdAt: new Date(Date.UTC(year, 0, 4)).toISOString() }) + 7 * (week - 1);
}

describe.each(['vb365', 'vbr'] as const)('bottlenecks of %s', (product) => {
  let rows: readonly Row[];
  let runs: readonly Run[];
  beforeAll(async () => {
    [rows, runs] = [await ask(product, ['bottlenecks', ...WINDOW]), await runsOf(product)];
  });

  test('each job has the share of each of its bottlenecks', () => {
    const jobs = grouped(runs, ({ first }) => first['jobId']);
    const named = [...jobs].filter(([, own]) => Object.keys(bottlenecksOf(own)).length > 0);
    expect(new Set(rows.map(({ jobId }) => jobId))).toEqual(new Set(named.map(([id]) => id)));
    for (const [jobId, own] of named) {
      const expected = bottlenecksOf(own);
      const total = Object.values(expected).reduce((sum, value) => sum + value, 0);
      const shown = rows.filter((row) => row['jobId'] === jobId);
      expect(
        Object.fromEntries(shown.map((row) => [row['bottleneck'], row['bottleneckRuns']])),
      ).toEqual(expected);
      for (const { runs: all, share, bottleneckRuns } of shown) {
        expect([all, share]).toEqual([total, Number(bottleneckRuns) / total]);
      }
      const counts = shown.map(({ bottleneckRuns }) => Number(bottleneckRuns));
      expect(counts).toEqual([...counts].sort((a, b) => b - a));
    }
  });

  test('the mean loads are those of the newest sessions, as session show tells them', async () => {
    if (product === 'vb365') {
      expect(rows.every(({ stageLoads }) => stageLoads === null)).toBe(true);
      return;
    }
    const [worst] = rows;
    const jobId = String(worst?.['jobId']);
    // One job's rows take fewer questions than there is a limit to.
    const own = await ask(product, ['bottlenecks', '--job', jobId, ...WINDOW]);
    expect(own[0]?.['stageLoads']).not.toBeNull();
    for (const row of own) {
      const newest = runs
        .filter((run) => run.first['jobId'] === jobId && bottleneckOf(run) === row['bottleneck'])
        .sort((a, b) => timeOf(b.first['createdAt']) - timeOf(a.first['createdAt']))
        .slice(0, 3);
      expect(row['stageLoads']).toEqual(await meanLoads(newest));
    }
  });

  async function meanLoads(newest: readonly Run[]): Promise<unknown> {
    const sums: Record<string, number[]> = {};
    for (const { attempts } of newest) {
      const named = attempts.filter(({ bottleneck }) => bottleneck !== null).at(-1);
      const stage = stages[product];
      const words = ['session', 'show', String(named?.['id']), '--json', 'stageLoads'];
      const { stdout = '{}' } = (await stage?.run(words)) ?? {};
      const { stageLoads }: { stageLoads: { stage: string; percent: number }[] | null } =
        JSON.parse(stdout);
      for (const { stage: name, percent } of stageLoads ?? []) (sums[name] ??= []).push(percent);
    }
    if (Object.keys(sums).length === 0) return null;
    return Object.entries(sums).map(([stage, all]) => ({
      stage,
      percent: Math.round((10 * all.reduce((sum, value) => sum + value, 0)) / all.length) / 10,
    }));
  }
});

test.each(['vb365', 'vbr'] as const)(
  'timeline of %s has one row a run, oldest first',
  async (product) => {
    const runs = await runsOf(product);
    const rows = await ask(product, ['timeline', ...WINDOW]);
    const expected = runs.map(({ id, first, last, attempts }) => ({
      server: first['server'],
      jobId: first['jobId'],
      jobName: first['jobName'],
      runId: id,
      status: last['status'],
      startedAt: first['createdAt'],
      endedAt: last['endedAt'],
      attempts: attempts.length,
    }));
    const byId = (a: Row, b: Row) => String(a['runId']).localeCompare(String(b['runId']));
    expect([...rows].sort(byId)).toEqual(expected.sort(byId));
    const starts = rows.map(({ startedAt }) => timeOf(startedAt));
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    // Without --since it is about the last 24 hours.
    const recent = await ask(product, ['timeline', '-o', 'json']);
    const overlapping = runs.filter(
      ({ last }) => last['endedAt'] === null || timeOf(last['endedAt']) >= NOW - DAY,
    );
    expect(Math.abs(recent.length - overlapping.length)).toBeLessThanOrEqual(1);
  },
);

test('the picture of a time-line stays within the width of the terminal', async () => {
  for (const width of ['40', '80', '160']) {
    const { stdout, code } =
      (await stages.vbr?.runHere(['timeline', '--color', 'never'], {
        variables: { VSI_FORCE_TTY: width },
      })) ?? {};
    expect(code).toBe(0);
    const lines = (stdout ?? '').split('\n');
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(Number(width));
    expect(stdout).toMatch(/Most at once: \d+/);
  }
});

test.each([
  ['stats-row', ['stats', '--by', 'job,day']],
  ['bottleneck-row', ['bottlenecks']],
  ['timeline-row', ['timeline']],
] as const)('what is printed satisfies schema/%s.json', async (name, words) => {
  const validators = await schemaValidators();
  for (const product of ['vb365', 'vbr'] as const) {
    const rows = await ask(product, [...words, ...WINDOW]);
    expect(rows.length).toBeGreaterThan(5);
    expect(validators(name).list(rows)).toEqual([]);
  }
});

describe('what is usual', () => {
  const job = 'Daily VMs';

  /** The mark that a row of the table should have: from the 14 good, single runs of its mode before it. */
  function markOf(run: Run, runs: readonly Run[], key: string): string | null {
    const { first, attempts } = run;
    const judged =
      key === 'durationSeconds' ? ['success', 'warning', 'failed'] : ['success', 'warning'];
    if (!judged.includes(String(first['status']))) return null;
    const older = runs.filter(
      (other) => timeOf(other.first['createdAt']) < timeOf(first['createdAt']),
    );
    const values = older
      .filter((other) => other.attempts.length === 1 && count([other], 'success', 'warning') === 1)
      .filter((other) => other.first['mode'] === first['mode'])
      .sort((a, b) => timeOf(b.first['createdAt']) - timeOf(a.first['createdAt']))
      .slice(0, 14)
      .map((other) => other.first[key])
      .filter((value) => value !== null)
      .map(Number)
      .sort((a, b) => a - b);
    const [low = 0, high = 0] = [
      values[Math.floor((values.length - 1) / 2)],
      values[Math.floor(values.length / 2)],
    ];
    const usual = (low + high) / 2;
    const own = attempts[0]?.[key];
    if (values.length < 5 || usual === 0 || typeof own !== 'number') return null;
    const percent = (100 * own) / usual;
    if (percent >= 150) return `↑${Math.round(percent)}%`;
    return key === 'transferredBytes' && percent <= 80 ? `↓${Math.round(percent)}%` : null;
  }

  test('the marks of a table are what plain arithmetic says', async () => {
    const all = ['jobs', 'sessions', job, '--limit', '0'];
    const rows = await ask('vbr', [...all, '-o', 'json']);
    const groups = new Map<string, Row[]>();
    for (const row of [...rows].reverse()) {
      const id = String(row['originalSessionId']);
      groups.set(id, [...(groups.get(id) ?? []), row]);
    }
    const runs = [...groups].map(([id, attempts]) => ({
      id,
      attempts,
      first: attempts[0] ?? {},
      last: attempts.at(-1) ?? {},
    }));
    const words = [...all, '-o', 'table', '--columns', 'id,durationSeconds,transferredBytes'];
    const { stdout = '' } = (await stages.vbr?.runHere([...words, '--no-header'])) ?? {};
    const lines = stdout.split('\n').filter((line) => line !== '');
    expect(lines).toHaveLength(rows.length);
    let marks = 0;
    // Sixty sessions are looked through: that is all of them.
    expect(rows.length).toBeLessThanOrEqual(60);
    rows.forEach((row, index) => {
      const run = runs.find(({ first }) => first['id'] === row['id']);
      const expected = ['durationSeconds', 'transferredBytes'].map((key) =>
        run === undefined ? null : markOf(run, runs, key),
      );
      const [duration = '', transferred = ''] = (lines[index] ?? '').split(/\s{2,}/).slice(1);
      const found = [duration, transferred].map((cell) => /^[↑↓]\d+%/.exec(cell)?.[0] ?? null);
      expect([row['id'], ...found]).toEqual([row['id'], ...expected]);
      marks += found.filter((mark) => mark !== null).length;
    });
    expect(marks).toBeGreaterThan(0);
  });

  test('a filtered list is compared with the same runs, and its records stay as they are', async () => {
    const list = async (...words: string[]) => {
      const all = ['jobs', 'sessions', job, '--columns', 'id,durationSeconds,transferredBytes'];
      const { stdout } = (await stages.vbr?.runHere([...all, '-o', 'table', ...words])) ?? {};
      return (stdout ?? '').split('\n').map((line) => line.replace(/ +/g, ' '));
    };
    const whole = await list('--limit', '0');
    const recent = await list('--since', '5d', '--status', 'success');
    expect(recent.length).toBeGreaterThan(3);
    for (const line of recent) expect(whole).toContain(line);
    const { stdout } = (await stages.vbr?.runHere(['jobs', 'sessions', job, '-o', 'csv'])) ?? {};
    expect(stdout).not.toMatch(/[↑↓]/);
  });

  test('flags move the limits; a wrong one is a usage error before anything is asked', async () => {
    const words = ['jobs', 'sessions', job, '-o', 'table', '--limit', '10'];
    const strict = await stages.vbr?.runHere([...words, '--mark-duration', '1,2']);
    expect(strict?.stdout).toMatch(/↑\d+%/);
    const lax = ['--mark-duration', '900,999', '--mark-transferred', '900,999,1,0'];
    expect((await stages.vbr?.runHere([...words, ...lax]))?.stdout).not.toMatch(/[↑↓]/);
    const wrong = await stages.vbr?.runHere([...words, '--mark-duration', '150'], {
      variables: { VSI_SERVER: 'https://127.0.0.1:1' },
    });
    expect(wrong).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('hint: percentages of the usual value, like 150,200'),
    });
  });

  test('jobs show draws the trend, session show compares', async () => {
    const shown = await stages.vbr?.runHere(['jobs', 'show', job, '-o', 'table']);
    expect(shown?.stdout).toMatch(/^Usual duration: +incremental: \d.*\(p95 .*, 14 runs\)/m);
    const runs = (mode: string): number =>
      Number(
        new RegExp(`^Duration trend: +${mode}: [▁-█]+ .* to .* \\((\\d+) runs\\)$`, 'm').exec(
          shown?.stdout ?? '',
        )?.[1],
      );
    expect(runs('full') + runs('incremental')).toBe(30);
    expect(shown?.stdout).toMatch(/^Transfer trend: +full: [▁-█]/m);
    expect(shown?.stdout).toMatch(/^Transfer trend: +incremental: [▁-█]/m);
    const rows = await ask('vbr', ['jobs', 'sessions', job, '-o', 'json']);
    const [newest] = rows.filter(
      (row) =>
        row['mode'] === 'incremental' && row['retryNumber'] === 0 && row['status'] !== 'running',
    );
    const words = ['session', 'show', String(newest?.['id']), '-o', 'table'];
    const latest = (await stages.vbr?.runHere(words))?.stdout;
    expect(latest).toMatch(/^Usual duration: .* runs\), this one \d+%$/m);
    expect(latest).toMatch(/^Usually transferred: .* runs\), this one \d+%$/m);
  });
});

describe('retries', () => {
  test('counted ones (VB365 v6) make the same runs as named ones, and are marked as inferred', async () => {
    const [named] = await ask('vb365', ['stats', ...WINDOW]);
    const [counted] = await ask('vb365', ['stats', ...WINDOW, '--kind', 'backup'], {
      VSI_API_VERSION: 'v6',
    });
    const [same] = await ask('vb365', ['stats', ...WINDOW, '--kind', 'backup']);
    expect(counted).toMatchObject({
      runs: same?.['runs'],
      attempts: same?.['attempts'],
      failed: same?.['failed'],
      retriesKnown: true,
      retriesInferred: true,
    });
    expect(named).toMatchObject({ retriesInferred: false });
  });

  test('where a version does not tell them, every session is a run', async () => {
    const [row] = await ask('vb365', ['stats', ...WINDOW], { VSI_API_VERSION: 'v5' });
    expect(row).toMatchObject({ retriesKnown: false });
    expect(row?.['runs']).toBe(row?.['attempts']);
  });
});

test('stats says where a history begins later than the window', async () => {
  const stage = stages.vbr;
  const { code, stderr } = (await stage?.run(['stats', '--since', '300d', '-o', 'json'])) ?? {};
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /: its history begins at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d, later than --since\n/,
  );
  const recent = await stage?.run(['stats', '--since', '2d', '-o', 'json']);
  expect(recent).toMatchObject({ code: 0, stderr: '' });
});
